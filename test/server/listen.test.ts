/** One port for HTTP/1.1 and HTTP/2, and what it does with clients that mean no good. */
import { Agent, request } from 'node:http';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, type ServeOptions, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

let server: RunningServer;
const faults: unknown[] = [];
const lines: string[] = [];

async function start(options: Partial<ServeOptions> = {}): Promise<void> {
  const engine = new Engine(new MemoryStore(), 'secret');
  const onFault = (fault: unknown) => faults.push(fault);
  server = await serve(engine, { host: '127.0.0.1', port: 0, onFault, ...options });
}

beforeEach(async () => {
  lines.length = 0;
  await start({ metrics: true, log: { format: 'json', write: (line) => lines.push(line) } });
});

afterEach(async () => {
  await server.close();
  expect(faults).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

function queryHttp2(session: ClientHttp2Session, query: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<Reply>((done, failed) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/query/1',
      authorization: 'Bearer secret',
      ...headers,
    });
    let status = 0;
    let text = '';
    stream.on('response', (answer) => {
      status = Number(answer[constants.HTTP2_HEADER_STATUS]);
    });
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('end', () => done({ status, json: JSON.parse(text) as Reply['json'] }));
    stream.on('error', failed);
    stream.end(JSON.stringify({ query }));
  });
}

async function queryHttp1(query: string): Promise<Reply> {
  const response = await fetch(`${server.url}/query/1`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, json: (await response.json()) as Reply['json'] };
}

/** All that the server sends until it closes the connection. */
function talk(text: string | Buffer, keepOpen = false): Promise<string> {
  return new Promise((done) => {
    const socket = open();
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => done(answer));
    socket.write(text);
    if (!keepOpen) socket.end();
  });
}

function open(): Socket {
  const { hostname, port } = new URL(server.url);
  return connectSocket(Number(port), hostname);
}

describe('one port', () => {
  it('answers HTTP/1.1 and HTTP/2 alike', async () => {
    const session = connect(server.url);
    expect((await queryHttp2(session, '1 + 1')).json['data']).toBe(2);
    expect((await queryHttp1('1 + 1')).json['data']).toBe(2);
    session.close();
  });

  it('answers many requests of one connection, in whichever order they come', async () => {
    const session = connect(server.url);
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    const answers = await Promise.all(numbers.map((number) => queryHttp2(session, `${number} * 2`)));
    expect(answers.map(({ json }) => json['data'])).toEqual(numbers.map((number) => number * 2));
    session.close();
  });

  it('tells the protocols apart even if the first bytes come one by one', async () => {
    const { host } = new URL(server.url);
    for (const text of [
      `POST /ping HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ]) {
      const socket = open();
      const first = new Promise<Buffer>((done) => socket.once('data', done));
      socket.setNoDelay(true);
      for (const each of text) {
        socket.write(each);
        await new Promise((done) => setImmediate(done));
      }
      const answer = await first;
      if (text.startsWith('POST')) expect(answer.toString()).toMatch(/^HTTP\/1\.1 405 /);
      // A frame of settings.
      else expect(answer[3]).toBe(4);
      socket.destroy();
    }
  });

  it('checks the host of HTTP/2 requests as well', async () => {
    const session = connect(server.url);
    const { status } = await queryHttp2(session, '1', { ':authority': 'evil.example' });
    expect(status).toBe(403);
    session.close();
  });

  it('ignores an offer to upgrade to HTTP/2', async () => {
    const status = await new Promise((done) => {
      const headers = { upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings', 'http2-settings': 'AAMAAABkAAQAAP__' };
      request(`${server.url}/ping`, { headers }, (reply) => done(reply.resume().statusCode)).end();
    });
    expect(status).toBe(200);
  });
});

describe('ending', () => {
  /** Milliseconds: longer than any test may take. */
  const forever = 3_600_000;

  /** How many requests the server has begun to answer. */
  const inFlight = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^faunula_requests_in_flight (\d+)$/m.exec(text)?.[1]) - 1;
  };

  it('finishes what runs, on both protocols, and takes nothing new', async () => {
    const [first, rest] = ['{"query":', '"1 + 1"}'];
    const session = connect(server.url);
    const headers = { authorization: 'Bearer secret' };
    const stream = session.request({ ':method': 'POST', ':path': '/query/1', ...headers });
    const http2Answer = new Promise<string>((done) => stream.once('data', (chunk) => done(String(chunk))));
    stream.write(first);
    const post = request(`${server.url}/query/1`, { method: 'POST', headers });
    const http1Answer = new Promise<string>((done) => {
      post.on('response', (reply) => reply.once('data', (chunk) => done(String(chunk))));
    });
    post.write(first);
    await expect.poll(inFlight).toBe(2);

    const closed = server.close();
    await expect(queryHttp1('1')).rejects.toThrow();
    stream.end(rest);
    post.end(rest);
    expect(JSON.parse(await http2Answer)).toMatchObject({ data: 2 });
    expect(JSON.parse(await http1Answer)).toMatchObject({ data: 2 });
    await closed;
    await start();
  });

  it('does not wait for connections that say nothing, nor for streams of events', async () => {
    await server.close();
    await start({ endWithin: forever });
    const silent = open();
    silent.on('error', () => {});
    const quiet = connect(server.url);
    await queryHttp2(quiet, '1');
    const agent = new Agent({ keepAlive: true });
    await new Promise((read) => {
      request(`${server.url}/ping`, { agent }, (reply) => reply.resume().once('end', read)).end();
    });
    const { json } = await queryHttp1('Collection.create({ name: "Beans" }); Role.all().eventSource()');
    const stream = () => ({
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
      body: JSON.stringify({ token: json['data'] }),
    });
    const events = (await fetch(`${server.url}/stream/1`, stream())).body?.getReader();
    await events?.read();
    const { method, headers, body } = stream();
    const http2Events = quiet.request({ ':method': method, ':path': '/stream/1', ...headers });
    const http2Ended = new Promise((end) => http2Events.once('end', end));
    await new Promise((first) => http2Events.end(body).once('data', first));

    await server.close();
    expect((await events?.read())?.done).toBe(true);
    await http2Ended;
    agent.destroy();
    await start();
  });

  it('gives up on requests that take too long', async () => {
    await server.close();
    await start({ metrics: true, endWithin: 1 });
    const session = connect(server.url);
    const stream = session.request({ ':method': 'POST', ':path': '/query/1', authorization: 'Bearer secret' });
    const http2Ended = new Promise((end) => stream.on('error', () => {}).once('close', end));
    stream.write('{');
    const post = request(`${server.url}/query/1`, { method: 'POST' });
    const http1Ended = new Promise((end) => post.once('error', end));
    post.write('{');
    await expect.poll(inFlight).toBe(2);
    await server.close();
    await Promise.all([http1Ended, http2Ended]);
    await start();
  });
});

describe('bad clients', () => {
  const others = () => queryHttp1('2 + 2').then(({ json }) => expect(json['data']).toBe(4));

  it('are told what is wrong where there is a protocol to tell it in', async () => {
    expect(await talk('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const many = Array.from({ length: 10_000 }, (_, number) => `x-${number}: y\r\n`).join('');
    expect(await talk(`GET /ping HTTP/1.1\r\nhost: localhost\r\n${many}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    await others();
  });

  it('that reset streams without end are cut off', async () => {
    const session = connect(server.url);
    const ended = new Promise<void>((done) => session.on('close', () => done()));
    session.on('error', () => {});
    const flood = () => {
      for (let count = 0; count < 200 && !session.closed && !session.destroyed; count++) {
        const stream = session.request({ ':method': 'POST', ':path': '/query/1', authorization: 'Bearer secret' });
        stream.on('error', () => {});
        stream.close(constants.NGHTTP2_CANCEL);
      }
      if (!session.closed && !session.destroyed) setImmediate(flood);
    };
    session.on('connect', flood);
    await ended;
    await others();
  });

  it('that send broken frames are cut off', async () => {
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    const headersOfStreamZero = Buffer.from([0, 0, 1, 1, 4, 0, 0, 0, 0, 0x82]);
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await talk(Buffer.concat([preface, settings, headersOfStreamZero]), true);
    await talk(Buffer.concat([preface, Buffer.from('GET / HTTP/1.1\r\n\r\n')]), true);
    await others();
  });

  it('that send too much are refused without its being read', async () => {
    await server.close();
    await start({ maxBody: 1000 });
    const refused = await queryHttp1(`"${'x'.repeat(2000)}"`);
    expect(refused).toMatchObject({ status: 413, json: { error: { code: 'request_size_exceeded' } } });
    const session = connect(server.url);
    const { status } = await queryHttp2(session, `"${'x'.repeat(2000)}"`);
    expect(status).toBe(413);
    session.close();
    await others();
  });
});

describe('looking on', () => {
  it('logs a line for each request, without secrets and parameters', async () => {
    await fetch(`${server.url}/ping?secret=hidden`);
    await queryHttp1('"hidden"');
    await talk('GET http://me:hidden@localhost/ping HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    await expect.poll(() => lines.length).toBe(3);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ path: '/ping', status: 200 });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      method: 'GET',
      path: '/ping',
      status: 200,
      remote: '127.0.0.1',
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ method: 'POST', path: '/query/1', status: 200 });
    expect(lines.join()).not.toMatch(/hidden|secret/);
  });

  it('counts requests for Prometheus, where that is asked for', async () => {
    await queryHttp1('1');
    await queryHttp1('1 +');
    await fetch(`${server.url}/somewhere/else`);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('faunula_requests_total{endpoint="/query/1",status="200"} 1\n');
    expect(text).toContain('faunula_requests_total{endpoint="/query/1",status="400"} 1\n');
    expect(text).toContain('faunula_requests_total{endpoint="other",status="404"} 1\n');
    expect(text).toContain('faunula_request_duration_seconds_count{endpoint="/query/1"} 2\n');
    expect(text).toContain('faunula_requests_in_flight 1\n');
    await server.close();
    await start();
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  });
});

describe('pages of other origins', () => {
  const ask = async (origin: string, method = 'POST') => {
    const { headers } = await fetch(`${server.url}/query/1`, {
      method,
      headers: { origin, authorization: 'Bearer secret', 'access-control-request-method': 'POST' },
      ...(method === 'POST' && { body: '{"query":"1"}' }),
    });
    return headers.get('access-control-allow-origin');
  };

  it('may read answers only where the user names their origin', async () => {
    expect([await ask('https://app.example'), await ask('https://app.example', 'OPTIONS')]).toEqual([null, null]);
    await server.close();
    await start({ corsOrigins: new Set(['https://app.example']) });
    expect(await ask('https://app.example')).toBe('https://app.example');
    expect(await ask('https://app.example', 'OPTIONS')).toBe('https://app.example');
    expect([await ask('https://evil.example'), await ask('https://evil.example', 'OPTIONS')]).toEqual([null, null]);
  });
});
