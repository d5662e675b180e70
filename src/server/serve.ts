/** Listens for HTTP/1.1. Cleartext HTTP/2 will share the port: the listener is the one place that knows the protocol. */
import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Engine } from '../query.ts';
import { createApp } from './app.ts';
import { listenForQueries } from './query-listener.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly onFault: (fault: unknown) => void;
}

export interface RunningServer {
  /** `http://127.0.0.1:8443` */
  readonly url: string;
  /** Stops listening, lets running queries finish, and closes idle connections. */
  close(): Promise<void>;
}

/** Rejects with the error of `listen`: EADDRINUSE, EACCES … */
export async function serve(engine: Engine, { host, port, onFault }: ServeOptions): Promise<RunningServer> {
  const options = { hosts: servedHosts(host), onFault };
  const app = createApp(engine, options);
  const server = createServer(listenForQueries(engine, options, getRequestListener(app.fetch)));
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  return { url: urlOf(server, host), close: () => closeServer(server, engine) };
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

function closeServer(server: Server, engine: Engine): Promise<void> {
  return new Promise((closed) => {
    engine.events.endStreams();
    // Requests that are being read may still open some.
    const late = setInterval(() => {
      engine.events.endStreams();
      server.closeIdleConnections();
    }, 100);
    server.close(() => {
      clearInterval(late);
      closed();
    });
    server.closeIdleConnections();
  });
}

/** Whether a header `host` names this server. The name that was served last is asked for again nearly always. */
function servedHosts(host: string): (header: string) => boolean {
  let last: string | undefined;
  return (header) => {
    if (header === last) return true;
    const served = isServedHost(header, host);
    if (served) last = header;
    return served;
  };
}

/** Addresses and the name of this machine itself are never what a rebinding web page sends. */
function isServedHost(header: string, host: string): boolean {
  const name = header
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || name === host.toLowerCase();
}
