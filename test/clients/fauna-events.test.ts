/** The official JavaScript driver: `stream()` and `feed()`. */
import {
  AbortError,
  AuthenticationError,
  type Client,
  type DocumentT,
  fql,
  InvalidRequestError,
  QueryRuntimeError,
  ServiceError,
  type StreamEventData,
  type StreamEventStatus,
} from 'fauna';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine.ts';
import { type Driven, drive, transports } from '../support/driver.ts';

type Note = DocumentT<{ n: number }>;
type Event = StreamEventData<Note> | StreamEventStatus;

describe.each(transports)('over %s', (transport) => {
  let database: Driven;
  let engine: Engine;
  let connect: (secret?: string) => Client;

  beforeEach(async () => {
    database = await drive(transport, { statusInterval: 0, checkInterval: 20 });
    ({ engine, connect } = database);
    await connect().query(fql`Collection.create({ name: "Note" })`);
  });

  afterEach(() => database.close());

  it('tells of adds, updates and removals as they happen', async () => {
    const client = connect();
    const stream = client.stream<Note>(fql`Note.all().eventSource()`, { status_events: true });
    const seen: string[] = [];
    // Over HTTP/2 the driver loses what comes while its reader waits for something else.
    const writes: Promise<unknown>[] = [];
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
      writes.push(client.query(next[event.type]));
    }
    stream.close();
    await Promise.all(writes);
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

    const dividing = failed(client.stream(fql`Note.all().map(1 / (.n - 2)).eventSource()`));
    await until(() => engine.events.size === 1);
    await client.query(fql`Note.create({ n: 2 })`);
    expect(await dividing).toBeInstanceOf(QueryRuntimeError);

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
