/** What clients send that is broken, endless or not theirs to ask: each gets a clear answer or loses its connection. */
import { request } from 'node:http';
import { connect, constants } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { bodyMemory, type Patience, usualPatience } from '../../src/server/limits.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { flags, frame, headerBlock, preface, rememberedHeader } from '../support/http2-frames.ts';

const root = 'secret';
let server: RunningServer;
const faults: unknown[] = [];

async function start(patience: Patience = usualPatience): Promise<void> {
  const engine = new Engine(new MemoryStore(), root);
  server = await serve(engine, { host: '127.0.0.1', port: 0, onFault: (fault) => faults.push(fault), patience });
}

beforeEach(() => start());

afterEach(async () => {
  await expect(query('2 + 2')).resolves.toMatchObject({ status: 200, json: { data: 4 } });
  await server.close();
  expect(faults).toEqual([]);
});

interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = { method: 'POST', headers: { authorization: `Bearer ${root}`, ...headers }, body };
  const response = await fetch(`${server.url}/query/1`, sent);
  return { status: response.status, json: (await response.json()) as Answer['json'] };
}

function query(fql: string, secret = root): Promise<Answer> {
  return post(JSON.stringify({ query: fql }), { authorization: `Bearer ${secret}` });
}

function open(): Socket {
  const { hostname, port } = new URL(server.url);
  return connectSocket(Number(port), hostname).on('error', () => {});
}

/** All that the server says until the connection is closed, which it is to do. */
function answerTo(feed: (socket: Socket) => void): Promise<string> {
  return new Promise((closed) => {
    const socket = open();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => closed(Buffer.concat(chunks).toString('latin1')));
    socket.on('connect', () => feed(socket));
  });
}

/** Writes again and again, as fast as the other side takes it, until the connection is gone. */
function flood(socket: Socket, next: () => Buffer): void {
  const more = () => {
    while (socket.writable) if (!socket.write(next())) return;
  };
  socket.on('drain', more);
  more();
}

/** A piece after the other, slowly, until the connection is gone. */
function drip(socket: Socket, piece: () => string | Buffer): void {
  const timer = setInterval(() => socket.write(piece()), 5);
  socket.on('close', () => clearInterval(timer));
}

const head = `POST /query/1 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${root}\r\n`;

describe('bodies', () => {
  test('that break off change nothing', async () => {
    await query('Collection.create({ name: "Tea" })');
    const create = '{"query":"Tea.create({})"}';
    await answerTo((socket) => socket.end(`${head}content-length: 1000\r\n\r\n${create}`));
    await answerTo((socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n1a\r\n${create}\r\n`));
    const session = connect(server.url);
    const stream = session.request({ ':method': 'POST', ':path': '/query/1', authorization: `Bearer ${root}` });
    stream.write(create);
    stream.close(constants.NGHTTP2_CANCEL);
    await new Promise((closed) => stream.on('error', () => {}).once('close', closed));
    session.close();
    expect((await query('Tea.all().count()')).json['data']).toBe(0);
  });

  test('are read whatever their type is said to be', async () => {
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'a/b; charset=utf-16',
      '?',
    ]) {
      expect(await post('{"query":"1"}', { 'content-type': type })).toMatchObject({ status: 200, json: { data: 1 } });
    }
  });

  test('of a wrong encoding are refused', async () => {
    for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]]) {
      const body = Buffer.concat([Buffer.from('{"query":"\\"'), Buffer.from(bytes), Buffer.from('\\""}')]);
      const { status, json } = await post(new Uint8Array(body));
      expect(status).toBe(400);
      expect(json['error']).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('UTF-8') });
    }
  });

  test('with values of unknown tags are refused', async () => {
    const value = { '@nope': '1' };
    const asArgument = await post(JSON.stringify({ query: 'x', arguments: { x: value } }), { 'x-format': 'tagged' });
    expect(asArgument.json['error']).toEqual({
      code: 'invalid_request',
      message: "Invalid argument 'x': invalid tag '@nope'",
    });
    const inFragment = await post(JSON.stringify({ query: { fql: [{ value }] } }));
    expect(inFragment).toMatchObject({ status: 400, json: { error: { code: 'invalid_query' } } });
  });

  test('of 100 MB are refused, whether or not their size is told before', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const statusOf = (headers: Record<string, string | number>) =>
      new Promise<number | undefined>((answered) => {
        const upload = request(`${server.url}/query/1`, { method: 'POST', headers }, (reply) => {
          answered(reply.statusCode);
          upload.destroy();
        });
        upload.on('error', () => answered(undefined));
        for (let count = 0; count < 100; count++) upload.write(piece);
        upload.end();
      });
    expect(await statusOf({ 'content-length': 100 * piece.length })).toBe(413);
    expect(await statusOf({ 'transfer-encoding': 'chunked' })).toBe(413);

    const session = connect(server.url);
    const stream = session.request({ ':method': 'POST', ':path': '/query/1' });
    const status = new Promise((answered) => stream.on('response', (answer) => answered(answer[':status'])));
    flood(stream.resume() as unknown as Socket, () => piece);
    expect(await status).toBe(413);
    session.destroy();
  });

  test('are not kept without end where many are sent at a time', async () => {
    const session = connect(server.url);
    const half = Buffer.alloc(4 * 1024 * 1024, ' ');
    const statuses: unknown[] = [];
    const streams = Array.from({ length: 1 + bodyMemory.together / half.length }, () => {
      const stream = session.request({ ':method': 'POST', ':path': '/query/1', authorization: `Bearer ${root}` });
      stream.on('error', () => {}).on('response', (answer) => statuses.push(answer[':status']));
      stream.write(half);
      return stream;
    });
    await expect.poll(() => statuses, { timeout: 20_000 }).toEqual([429]);
    // Small ones are taken all the same.
    expect((await query('1')).json['data']).toBe(1);
    const ended = streams.map((stream) => new Promise((closed) => stream.once('close', closed)));
    for (const stream of streams) stream.destroy();
    await Promise.all(ended);
    session.destroy();
    // What they took is free again.
    await expect.poll(async () => (await post(`{"query":"1"}${' '.repeat(4_000_000)}`)).status).toBe(200);
  });
});

describe('queries without end', () => {
  test('end at their time, and those of other clients are answered after them', async () => {
    const endless = JSON.stringify({ query: 'Set.sequence(0, 2000000000).fold(0, (a, b) => a + 1)' });
    const order: string[] = [];
    const long = Array.from({ length: 3 }, () =>
      post(endless, { 'x-query-timeout-ms': '150' }).then(({ status, json }) => {
        order.push('long');
        expect({ status, code: (json['error'] as { code: string }).code }).toEqual({ status: 440, code: 'time_out' });
      }),
    );
    const short = Promise.all(Array.from({ length: 10 }, () => query('1 + 1'))).then((answers) => {
      order.push('short');
      for (const { json } of answers) expect(json['data']).toBe(2);
    });
    await Promise.all([...long, short]);
    // None is left behind, whichever way they take turns.
    expect(order.sort()).toEqual(['long', 'long', 'long', 'short']);
  });
});

describe('secrets', () => {
  test('open no database that is not theirs', async () => {
    for (const name of ['a', 'b']) await query(`Database.create({ name: "${name}" })`);
    await query('Database.create({ name: "inner" })', `${root}:a:admin`);
    const keyOf = async (secret: string) =>
      String((await query('Key.create({ role: "admin" }).secret', secret)).json['data']);
    const keyOfA = await keyOf(`${root}:a:admin`);
    await query('Collection.create({ name: "User" })', keyOfA);
    const token = (await query('Token.create({ document: User.create({}) }).secret', keyOfA)).json['data'];

    const climbing = [
      '..',
      '../b',
      '../b:admin',
      'inner/../../b:admin',
      '/b:admin',
      './b:admin',
      '%2e%2e/b:admin',
      'b:admin',
    ];
    for (const scope of climbing) {
      for (const secret of [keyOfA, token]) {
        expect(await query('1', `${secret}:${scope}`)).toMatchObject({
          status: 401,
          json: { error: { code: 'unauthorized' } },
        });
      }
    }
    for (const scope of [
      '../b:admin',
      'a/../b:admin',
      'a/..:admin',
      'a/inner/..:admin',
      '.:admin',
      '/:admin',
      ':admin',
    ]) {
      expect((await query('1', `${root}:${scope}`)).status).toBe(401);
    }
    for (const role of ['admin', 'server', '@role/nope', '@doc/User/1']) {
      expect((await query('1', `${token}:${role}`)).status).toBe(401);
    }
    // Each sees its own: there is no database `a` within `a`, and no key of `b`.
    expect((await query('[Database.all().map(.name).toArray(), Key.all().count()]', keyOfA)).json['data']).toEqual([
      ['inner'],
      1,
    ]);
    expect((await query('Key.all().count()', `${root}:b:admin`)).json['data']).toBe(0);
  });
});

describe('clients that take their time', () => {
  const hurried: Patience = { beginning: 800, headers: 800, request: 1_500, idle: 1_500, checkEvery: 20 };

  beforeEach(async () => {
    await server.close();
    await start(hurried);
  });

  test('lose their connection when nothing is said', async () => {
    expect(await answerTo(() => {})).toBe('');
    expect(await answerTo((socket) => drip(socket, () => ''))).toBe('');
  });

  test('with the headers of a request are cut off', async () => {
    const answer = await answerTo((socket) => {
      socket.write('GET /ping HTTP/1.1\r\n');
      drip(socket, () => 'x-more: y\r\n');
    });
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  test('with a body are told so', async () => {
    const answer = await answerTo((socket) => {
      socket.write(`${head}content-length: 100000\r\n\r\n`);
      drip(socket, () => ' ');
    });
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);

    const session = connect(server.url);
    const stream = session.request({ ':method': 'POST', ':path': '/query/1', authorization: `Bearer ${root}` });
    const timer = setInterval(() => stream.write(' '), 5);
    const status = await new Promise((answered) => {
      stream.on('error', () => {}).on('response', (reply) => answered(reply[':status']));
    });
    clearInterval(timer);
    expect(status).toBe(408);
    session.destroy();
  });

  test('with a frame, or with frames that ask for nothing, are cut off', async () => {
    await answerTo((socket) => {
      const block = headerBlock([[':method', 'POST']]);
      socket.write(Buffer.concat([preface, frame('settings', 0, 0), frame('headers', 0, 1, block).subarray(0, 9)]));
      drip(socket, () => ' ');
    });
    await answerTo((socket) => {
      socket.write(Buffer.concat([preface, frame('settings', 0, 0)]));
      drip(socket, () => frame('windowUpdate', 0, 0, Buffer.from([0, 0, 0, 1])));
    });
  });
});

describe('floods of HTTP/2', () => {
  const begin = Buffer.concat([preface, frame('settings', 0, 0)]);
  const headers = headerBlock([
    [':method', 'POST'],
    [':path', '/query/1'],
    [':scheme', 'http'],
    [':authority', 'localhost'],
    ['authorization', `Bearer ${root}`],
  ]);
  const many = (each: () => Buffer) => Buffer.concat(Array.from({ length: 100 }, each));
  const cancel = Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL]);
  let stream = 0;
  const nextStream = () => {
    stream += 2;
    return stream - 1;
  };
  const remembered = rememberedHeader('x', 'y'.repeat(3_900));

  beforeEach(() => {
    stream = 0;
  });

  const endless: Record<string, () => Buffer> = {
    'requests that are taken back at once': () => {
      const id = nextStream();
      return Buffer.concat([frame('headers', flags.endHeaders, id, headers), frame('reset', 0, id, cancel)]);
    },
    'whole queries that are taken back': () => {
      const id = nextStream();
      const body = frame('data', flags.endStream, id, Buffer.from('{"query":"1"}'));
      return Buffer.concat([frame('headers', flags.endHeaders, id, headers), body, frame('reset', 0, id, cancel)]);
    },
    'requests without end': () => frame('headers', flags.endHeaders, nextStream(), headers),
    settings: () => frame('settings', 0, 0),
    pings: () => frame('ping', 0, 0, Buffer.alloc(8)),
    'a header block without end': () => {
      const more = headerBlock([['x', 'y'.repeat(1_000)]]);
      return nextStream() === 1 ? frame('headers', 0, 1, headers) : frame('continuation', 0, 1, more);
    },
    'a header block of empty pieces': () =>
      nextStream() === 1 ? frame('headers', 0, 1, headers) : frame('continuation', 0, 1),
    'empty pieces of a body': () =>
      nextStream() === 1 ? frame('headers', flags.endHeaders, 1, headers) : frame('data', 0, 1),
    'headers that are small to send and large to read': () => {
      const block = Buffer.concat([headers, remembered.first, Buffer.alloc(3_000, remembered.again)]);
      return frame('headers', flags.endHeaders | flags.endStream, nextStream(), block);
    },
  };

  for (const [name, next] of Object.entries(endless)) {
    test(`${name} end with the connection`, async () => {
      await answerTo((socket) => {
        socket.write(begin);
        flood(socket, () => many(next));
      });
    });
  }

  test('pings are not collected for a client that does not read', async () => {
    const socket = open().pause();
    const closed = new Promise((done) => socket.on('close', done));
    socket.write(begin);
    flood(socket, () => many(() => frame('ping', 0, 0, Buffer.alloc(8))));
    await closed;
  });

  test('10,000 headers are refused', async () => {
    const session = connect(server.url);
    const ask = (more: Record<string, string>, body?: string) =>
      new Promise<number>((ended) => {
        const asked = session.request({
          ':method': 'POST',
          ':path': '/query/1',
          authorization: `Bearer ${root}`,
          ...more,
        });
        let status = 0;
        asked.on('response', (answer) => {
          status = Number(answer[':status']);
        });
        asked
          .on('error', () => {})
          .on('close', () => ended(status))
          .resume();
        asked.end(body);
      });
    const tooMany = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x-${index}`, 'y']));
    expect(await ask(tooMany)).not.toBe(200);
    session.destroy();
  });
});
