/**
 * One port for HTTP/1.1 and for HTTP/2 without encryption. Which one a connection speaks, its first bytes tell: clients
 * that speak HTTP/2 know beforehand that the server does. Source: wire.md ("Transport").
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { trackSessions } from './http2-sessions.ts';
import type { Patience } from './limits.ts';

export type Listener = (
  incoming: IncomingMessage | Http2ServerRequest,
  outgoing: ServerResponse | Http2ServerResponse,
) => void;

export interface Listening {
  readonly port: number;
  /** Takes no new connections and no new requests, lets those under way finish for a while, and ends. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** What requests under way get when the server ends: milliseconds. */
  readonly endWithin: number;
  readonly patience: Patience;
}

const http2Settings = {
  // Requests are answered one after the other anyway: many more at a time would only lie about in memory.
  maxConcurrentStreams: 256,
  initialWindowSize: 1024 * 1024,
  maxHeaderListSize: 16 * 1024,
};

/** What every connection of HTTP/2 begins with. */
const preface = Buffer.from('PRI * HTTP/2.0\r\n');
/** No method of HTTP/1.1 begins like this. */
const telling = preface.subarray(0, 3);

/** Rejects with the error of `listen`: EADDRINUSE, EACCES … */
export async function listen(handle: Listener, options: ListenOptions): Promise<Listening> {
  const { host, port, endWithin, patience } = options;
  const http1 = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.idle,
    connectionsCheckingInterval: patience.checkEvery,
  });
  http1.on('request', handle);
  const http2 = createHttp2Server({ settings: http2Settings });
  http2.on('request', handle);
  const sessions = trackSessions(http2, patience);
  const undecided = shareConnections(http1, http2, patience);
  await new Promise<void>((listening, failed) => {
    http1.once('error', failed);
    http1.listen(port, host, () => {
      http1.off('error', failed);
      listening();
    });
  });
  const close = () => closeAll(http1, sessions, undecided, endWithin);
  return { port: (http1.address() as AddressInfo).port, close };
}

/** Hands each connection to the server of its protocol. Gives those that have not told yet which it is. */
function shareConnections(http1: Server, http2: Http2Server, { beginning }: Patience): ReadonlySet<Socket> {
  const undecided = new Set<Socket>();
  const takeHttp1 = http1.listeners('connection') as ((socket: Socket) => void)[];
  http1.removeAllListeners('connection');
  http1.on('connection', (socket: Socket) => {
    undecided.add(socket);
    let head = Buffer.alloc(0);
    const forget = () => {
      undecided.delete(socket);
      clearTimeout(timer);
      socket.off('data', onData).off('error', forget).off('close', forget);
    };
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const isHttp2 = startsAlike(head, telling);
      if (isHttp2 && head.length < telling.length) return;
      forget();
      socket.pause();
      socket.unshift(head);
      if (isHttp2) {
        // As its own server would: else a client that goes away without a word leaves its connection behind.
        socket.allowHalfOpen = false;
        http2.emit('connection', socket);
      } else for (const take of takeHttp1) take.call(http1, socket);
      process.nextTick(() => socket.resume());
    };
    const timer = setTimeout(() => socket.destroy(), beginning);
    socket.on('data', onData).on('error', forget).on('close', forget);
  });
  return undecided;
}

function startsAlike(a: Buffer, b: Buffer): boolean {
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).equals(b.subarray(0, length));
}

function closeAll(
  http1: Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  undecided: ReadonlySet<Socket>,
  endWithin: number,
): Promise<void> {
  return new Promise((closed) => {
    const late = setTimeout(() => {
      for (const session of sessions) session.destroy();
      http1.closeAllConnections();
    }, endWithin);
    const idle = setInterval(() => http1.closeIdleConnections(), 100);
    http1.close(() => {
      clearTimeout(late);
      clearInterval(idle);
      closed();
    });
    for (const socket of undecided) socket.destroy();
    for (const session of sessions) session.close();
    http1.closeIdleConnections();
  });
}
