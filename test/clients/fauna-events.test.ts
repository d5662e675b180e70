/** The official driver, unmodified, over both of its transports: `stream()` and `feed()`. */
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import {
  AbortError,
  AuthenticationError,
  Client,
  type DocumentT,
  FetchClient,
  fql,
  InvalidRequestError,
  ServiceError,
  type StreamEventData,
  type StreamEventStatus,
} from 'fauna';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { createApp } from '../../src/server/app.ts';
import { serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

const onFault = (fault: unknown): never => {
  throw fault;
};

async function serveHttp2(engine: Engine): Promise<Served> {
  const app = createApp(engine, { hosts: () => true, onFault });
  const server = createServer(getRequestListener(app.fetch) as never);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    engine.events.endStreams();
    return new Promise<void>((closed) => server.close(() => closed()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const transports = {
  'HTTP/1.1': {
    start: (engine: Engine) => serve(engine, { host: '127.0.0.1', port: 0, onFault }),
    http: (url: string) =>
      new FetchClient({ url, fetch_keepalive: false, http2_max_streams: 1, http2_session_idle_ms: 1 }),
  },
  'HTTP/2': { start: serveHttp2, http: () => undefined },
};

type Note = DocumentT<{ n: number }>;
type Event = StreamEventData<Note> | StreamEventStatus;

describe.each(Object.entries(transports))('over %s', (_, { start, http }) => {
  let engine: Engine;
  let server: Served;
  const clients: Client[] = [];

  function connect(secret = 'secret'): Client {
    const client = new Client({ secret, endpoint: new URL(server.url) }, http(server.url));
    clients.push(client);
    return client;
  }

  beforeEach(async () => {
    engine = new Engine(new MemoryStore(), 'secret', { statusInterval: 0, checkInterval: 20 });
    server = await start(engine);
    await connect().query(fql`Collection.create({ name: "Note" })`);
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.close();
  });

  it('tells of adds, updates and removals as they happen', async () => {
    const client = connect();
    const stream = client.stream<Note>(fql`Note.all().eventSource()`, { status_events: true });
    const seen: string[] = [];
    const next = {
      status: fql`Note.create({ id: 1, n: 1 })`,
      add: fql`Note.byId("1")!.update({ n: 2 })`,
      update: fql`Note.byId("1")!.delete()`,
    };
    for await (const event of stream) {
      const last = seen.at(-1);
      if (event.type === 'status' && last !== undefined) continue;
      seen.push(event.type === 'status' ? 'status' : `${event.type} ${event.data.id} ${event.data.n}`);
      if (event.type === 'remove') break;
      await client.query(next[event.type]);
    }
    stream.close();
    await until(() => engine.events.size === 0);
    expect(seen).toEqual(['status', 'add 1 1', 'update 1 2', 'remove 1 2']);
  });

  it('hands status events to those who want them', async () => {
    const client = connect();
    const stream = client.stream<Note>(fql`Note.all().eventSource()`, { status_events: true });
    const types: string[] = [];
    const times: number[] = [];
    for await (const event of stream) {
      types.push(event.type);
      times.push(event.txn_ts);
      if (types.length === 3) break;
    }
    stream.close();
    expect(types).toEqual(['status', 'status', 'status']);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it('calls back, and goes on from a cursor', async () => {
    const client = connect();
    const { data: source } = await client.query<never>(fql`Note.all().map(.n).eventSource()`);
    const events: Event[] = [];
    const errors: Error[] = [];
    const stream = client.stream<Note>(source);
    stream.start(
      (event) => events.push(event),
      (error) => errors.push(error),
    );
    for (const n of [1, 2, 3]) {
      await client.query(fql`Note.create({ n: ${n} })`);
      await until(() => events.length === n);
    }
    expect(errors).toEqual([]);
    stream.close();
    const again: Event[] = [];
    const resumed = client.stream<Note>(source, { cursor: events[0]?.cursor as string });
    resumed.start((event) => again.push(event));
    await until(() => again.length === 2);
    resumed.close();
    expect(again.map((event) => (event.type === 'status' ? '' : event.data))).toEqual([2, 3]);
  });

  it('throws what ends a stream', async () => {
    const client = connect();
    const failing = client.stream(fql`Note.all().map(note => if (note.n == 1) abort("one") else note.n).eventSource()`);
    const failure = failed(failing);
    await until(() => engine.events.size === 1);
    await client.query(fql`Note.create({ n: 1 })`);
    const thrown = await failure;
    expect(thrown).toBeInstanceOf(AbortError);
    expect((thrown as AbortError).abort).toBe('one');

    const { data: source } = await client.query<never>(fql`Note.all().eventSource()`);
    expect(await failed(connect('wrong').stream(source))).toBeInstanceOf(AuthenticationError);

    const { data: key } = await client.query<{ id: string; secret: string }>(
      fql`Key.create({ role: "server" }) { id, secret }`,
    );
    const lost = failed(connect(key.secret).stream(source));
    await until(() => engine.events.size === 1);
    await client.query(fql`Key.byId(${key.id})!.delete()`);
    const loss = await lost;
    expect(loss).toBeInstanceOf(ServiceError);
    expect((loss as ServiceError).code).toBe('permission_loss');
  });

  it('gives feeds by the page', async () => {
    const client = connect();
    const { data: source } = await client.query<never>(fql`Note.all().map(.n).eventSource()`);
    for (const n of [1, 2, 3, 4, 5]) await client.query(fql`Note.create({ n: ${n} })`);
    const pages: number[][] = [];
    let cursor = '';
    for await (const page of client.feed<never>(source, { page_size: 2 })) {
      pages.push([...page.events].map(({ data }) => data));
      cursor = page.cursor;
    }
    expect(pages).toEqual([[1, 2], [3, 4], [5]]);
    await client.query(fql`Note.create({ n: 6 })`);
    const rest: number[] = [];
    for await (const event of client.feed<never>(source, { cursor }).flatten()) rest.push(event.data);
    expect(rest).toEqual([6]);
    const feed = client.feed<never>(fql`Note.all().eventSource()`, { start_ts: 1 });
    const { events } = await feed.nextPage();
    expect(() => [...events]).toThrow('is too far in the past');
    const bad = client.feed<never>(source, { cursor: 'bogus' }).nextPage();
    await expect(bad).rejects.toBeInstanceOf(InvalidRequestError);
  });
});

/** What reading the stream throws. */
async function failed(stream: AsyncIterable<unknown>): Promise<unknown> {
  try {
    for await (const _ of stream);
  } catch (error) {
    return error;
  }
  return undefined;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
