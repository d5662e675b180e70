/** Streams and feeds over HTTP. What they tell is tested in test/events; what they answer to bad requests, recorded. */

import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { openJsonFile } from '../../src/store/json-file/index.ts';
import type { Store } from '../../src/store/store.ts';

type Json = Readonly<Record<string, unknown>>;

let folder: string;
let store: Store;
let engine: Engine;
let server: RunningServer;
const faults: unknown[] = [];

async function start(): Promise<void> {
  store = await openJsonFile(join(folder, 'db.json'));
  engine = new Engine(store, 'secret', { statusInterval: 0, checkInterval: 5 });
  server = await serve(engine, { host: '127.0.0.1', port: 0, onFault: (fault) => faults.push(fault) });
}

async function stop(): Promise<void> {
  await server.close();
  await store.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-events-'));
  await start();
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);
});

async function post(path: string, body: Json, secret = 'secret'): Promise<Json> {
  const headers = { authorization: `Bearer ${secret}`, 'x-format': 'simple' };
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, ...((await response.json()) as Json) };
}

async function query(fql: string): Promise<Json> {
  const answer = await post('/query/1', { query: fql });
  expect(answer['status'], JSON.stringify(answer)).toBe(200);
  return answer;
}

interface Open {
  readonly type: string | undefined;
  /** Events and status events as they come. */
  readonly events: Json[];
  readonly ended: Promise<void>;
  readonly connection: ClientRequest;
}

function open(body: Json): Promise<Open> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, headers: { authorization: 'Bearer secret' } };
    const connection = request(`${server.url}/stream/1`, options, (response) => {
      const events: Json[] = [];
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        const lines = (text + piece).split('\r\n');
        text = lines.pop() ?? '';
        events.push(...lines.map((line) => JSON.parse(line) as Json));
      });
      const ended = new Promise<void>((end) => {
        response.on('end', end).on('error', () => end());
      });
      resolve({ type: response.headers['content-type'], events, ended, connection });
    });
    connection.on('error', reject);
    connection.end(JSON.stringify(body));
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const data = (events: readonly Json[]) => events.filter(({ type }) => type !== 'status').map((event) => event['data']);

describe('POST /stream/1', () => {
  it('sends each event as a line, as soon as the commit is safe', async () => {
    await query('Collection.create({ name: "Note" }).name');
    const token = (await query('Note.all().map(.n).eventSource()'))['data'];
    const stream = await open({ token });
    await until(() => stream.events.length > 0);
    expect(stream.type).toBe('application/json;charset=utf-8');
    expect(stream.events[0]).toMatchObject({ type: 'status', cursor: expect.any(String), txn_ts: expect.any(Number) });
    for (const n of [1, 2, 3]) {
      await query(`Note.create({ n: ${n} }).n`);
      await until(() => data(stream.events).length === n);
    }
    expect(data(stream.events)).toEqual([{ '@int': '1' }, { '@int': '2' }, { '@int': '3' }]);
    stream.connection.destroy();
  });

  it('forgets a client that goes away', async () => {
    await query('Collection.create({ name: "Note" }).name');
    const token = (await query('Note.all().eventSource()'))['data'];
    const streams = await Promise.all([open({ token }), open({ token })]);
    await until(() => engine.events.size === 2);
    streams[0].connection.destroy();
    await until(() => engine.events.size === 1);
    await query('Note.create({}).n');
    await until(() => data(streams[1].events).length === 1);
    streams[1].connection.destroy();
    await until(() => engine.events.size === 0);
  });

  it('ends streams when the server closes; clients go on after a restart', async () => {
    await query('Collection.create({ name: "Note" }).name');
    const token = (await query('Note.all().map(.n).eventSource()'))['data'];
    const stream = await open({ token });
    await query('Note.create({ n: 1 }).n');
    await until(() => data(stream.events).length === 1);
    const { cursor } = stream.events.findLast(({ type }) => type === 'add') as Json;
    await stop();
    await stream.ended;
    await start();
    await query('Note.create({ n: 2 }).n');
    const again = await open({ token, cursor });
    await until(() => data(again.events).length > 0);
    expect(data(again.events)).toEqual([{ '@int': '2' }]);
    again.connection.destroy();
  });

  it('does not hold events back for a client that reads slowly, nor keep them without end', async () => {
    await query('Collection.create({ name: "Note" }).name');
    const token = (await query('Note.all().eventSource()'))['data'];
    const slow = await new Promise<import('node:http').IncomingMessage>((resolve) => {
      const options = { method: 'POST', agent: false, headers: { authorization: 'Bearer secret' } };
      // Never read: what comes stays in the sockets, and then in the stream.
      request(`${server.url}/stream/1`, options, resolve).end(JSON.stringify({ token }));
    });
    slow.pause();
    const quick = await open({ token });
    // More than the sockets themselves hold.
    const text = 'x'.repeat(1_000_000);
    for (let turn = 0; turn < 25; turn++) await query(`Note.create({ text: "${text}" }).id`);
    await until(() => data(quick.events).length === 25);
    for (let turn = 0; turn < 4; turn++) await query('Set.sequence(0, 6000).forEach(n => { Note.create({})\n null })');
    await until(() => engine.events.size === 1);
    quick.connection.destroy();
    slow.destroy();
  });

  it('says why there is no stream', async () => {
    expect(await post('/stream/1', { token: 'nothing' })).toEqual({
      status: 400,
      error: { code: 'invalid_request', message: 'Invalid request body: invalid event source provided' },
    });
    await query('Collection.create({ name: "Note" }).name');
    const { data: token } = await query('Note.all().eventSource()');
    expect(await post('/stream/1', { token: token as string }, 'wrong')).toEqual({
      status: 401,
      error: { code: 'unauthorized', message: 'Invalid token, unable to authenticate request' },
    });
  });
});

describe('POST /feed/1', () => {
  it('gives pages of events', async () => {
    await query('Collection.create({ name: "Note" }).name');
    const token = (await query('Note.all().map(.n).eventSource()'))['data'] as string;
    for (const n of [1, 2, 3]) await query(`Note.create({ n: ${n} }).n`);
    const first = await post('/feed/1', { token, page_size: 2 });
    expect(first).toMatchObject({ status: 200, has_next: true, stats: { rate_limits_hit: [] } });
    const rest = await post('/feed/1', { token, cursor: first['cursor'] as string });
    expect([data(first['events'] as Json[]), data(rest['events'] as Json[])]).toEqual([
      [{ '@int': '1' }, { '@int': '2' }],
      [{ '@int': '3' }],
    ]);
    expect(rest['has_next']).toBe(false);
  });

  it('looks at its headers', async () => {
    const headers = { authorization: 'Bearer secret', 'x-query-timeout-ms': '0' };
    const response = await fetch(`${server.url}/feed/1`, { method: 'POST', headers, body: '{}' });
    expect(await response.json()).toEqual({
      error: {
        code: 'invalid_request',
        message: "Invalid headers: Invalid header 'x-query-timeout-ms': Must be greater than 0.",
      },
    });
  });
});
