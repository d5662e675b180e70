/** A client that costs little: requests are made beforehand, and of an answer only its length is read. */
import { connect, type Socket } from 'node:net';

/** A server to ask, and what to ask it: the bytes of one request, sent over and over. */
export interface Target {
  readonly port: number;
  readonly request: Buffer;
}

export function postRequest(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** Asks `count` times over `connections` kept alive, each asking again when it has its answer; per second. */
export async function measureRate({ port, request }: Target, connections: number, count: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const started = performance.now();
  await Promise.all(sockets.map((socket) => askAgain(socket, request, Math.ceil(count / connections))));
  const seconds = (performance.now() - started) / 1000;
  for (const socket of sockets) socket.destroy();
  return (Math.ceil(count / connections) * connections) / seconds;
}

/** One answer: its head and its body. */
export async function askOnce({ port, request }: Target): Promise<{ readonly head: string; readonly body: string }> {
  const socket = await open(port);
  let answer = Buffer.alloc(0);
  await new Promise<void>((done, failed) => {
    socket.on('error', failed);
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= lengthOf(answer)) done();
    });
    socket.write(request);
  });
  socket.destroy();
  const [head = '', body = ''] = answer.toString().split('\r\n\r\n');
  return { head, body };
}

function open(port: number): Promise<Socket> {
  return new Promise((opened, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', failed);
    socket.once('connect', () => opened(socket));
  });
}

function askAgain(socket: Socket, request: Buffer, times: number): Promise<void> {
  return new Promise((done, failed) => {
    let left = times;
    let pending: Buffer | undefined;
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('the server closed the connection')));
    socket.on('data', (chunk: Buffer) => {
      const answer = pending ? Buffer.concat([pending, chunk]) : chunk;
      pending = answer.length < lengthOf(answer) ? answer : undefined;
      if (pending) return;
      if (answer[9] !== 0x32) return failed(new Error(answer.toString()));
      if (--left === 0) done();
      else socket.write(request);
    });
    socket.write(request);
  });
}

/** How long an answer is with its head, in bytes; infinite where that can not be said yet. */
function lengthOf(answer: Buffer): number {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return Number.POSITIVE_INFINITY;
  const length = /content-length: (\d+)/i.exec(answer.toString('latin1', 0, end))?.[1];
  if (length === undefined) throw new Error('an answer without a length');
  return end + 4 + Number(length);
}
