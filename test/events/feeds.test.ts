/** Feeds: pages and cursors, what history is kept for them, and what a poll costs. */
import { expect, it } from 'vitest';
import { formatTime } from '../../src/runtime/time-text.ts';
import { Time } from '../../src/runtime/value.ts';
import type { MemoryStore } from '../../src/store/memory.ts';
import type { Snapshot } from '../../src/store/store.ts';
import { Followed, shown } from './follower.ts';

async function logs(store?: MemoryStore): Promise<Followed> {
  const db = new Followed(store);
  await db.run('Collection.create({ name: "Log" })');
  return db;
}

it('a page that found nothing moves the cursor on, so that a source can be polled for ever', async () => {
  const db = await logs();
  const token = await db.token('Log.all().eventSource()');
  const first = await db.feed(token);
  const second = await db.feed(token, undefined, { cursor: first.cursor });
  expect([first.events, first.has_next, second.events]).toEqual([[], false, []]);
  expect(second.cursor).not.toBe(first.cursor);
  await db.run('Log.create({ n: 1 })');
  expect((await db.feed(token, undefined, { cursor: second.cursor })).events).toHaveLength(1);
});

it('an error ends the page; the next one goes on behind what failed', async () => {
  const db = await logs();
  const token = await db.token('Log.all().map(log => if (log.n == 1) abort("oops") else log.n).eventSource()');
  for (const n of [0, 1, 2]) await db.run(`Log.create({ n: ${n} })`);
  const first = await db.feed(token);
  expect(shown(first.events)).toEqual(['add {"@int":"0"}', 'error abort']);
  expect(first.events[1]?.error).toEqual({ code: 'abort', message: 'Query aborted.', abort: 'oops' });
  expect(shown((await db.feed(token, undefined, { cursor: first.cursor })).events)).toEqual(['add {"@int":"2"}']);
});

it('what may be forgotten already can not be asked for; the cursor stays where it is', async () => {
  const db = await logs();
  await db.run('Collection.create({ name: "Kept", history_days: 2 })');
  const day = 86_400e6;
  const start = Date.now() * 1000 - day;
  const log = await db.feed(await db.token('Log.all().eventSource()'), undefined, { start });
  const time = formatTime(Time.ofMicros(start));
  expect(log.events[0]?.error).toEqual({
    code: 'invalid_stream_start_time',
    message: `Stream start time ${time} is too far in the past. Recreate the stream and try again.`,
  });
  const again = await db.feed(await db.token('Log.all().eventSource()'), undefined, { cursor: log.cursor });
  expect(again.events[0]?.error?.code).toBe('invalid_stream_start_time');
  expect((await db.feed(await db.token('Kept.all().eventSource()'), undefined, { start })).events).toEqual([]);
});

it('goes on after the service was closed and opened again', async () => {
  const db = await logs();
  const token = await db.token('Log.all().map(.n).eventSource()');
  const { cursor } = await db.feed(token);
  db.engine.events.close();
  await db.run('Log.create({ n: 1 })');
  const page = await db.feed(token, undefined, { cursor });
  await db.run('Log.create({ n: 2 })');
  expect(shown(page.events)).toEqual(['add {"@int":"1"}']);
  expect(shown((await db.feed(token, undefined, { cursor: page.cursor })).events)).toEqual(['add {"@int":"2"}']);
});

it('a poll costs what has changed since the last one, and not what there is', async () => {
  const db = await logs();
  const fill = 'Set.sequence(0, 2000).forEach(n => { Log.create({ n: n })\n null })';
  await db.run(fill);
  const token = await db.token('Log.all().eventSource()');
  let { cursor } = await db.feed(token);
  const reads = countReads(db.engine.store);
  for (let turn = 0; turn < 5; turn++) {
    await db.run('Log.create({})');
    const before = reads.rows;
    const page = await db.feed(token, undefined, { cursor });
    expect(page.events).toHaveLength(1);
    expect(reads.rows - before).toBeLessThan(20);
    cursor = page.cursor;
  }
});

/** Counts the rows that are scanned from now on. */
function countReads(store: unknown): { rows: number } {
  const counted = { rows: 0 };
  const prototype = Object.getPrototypeOf((store as MemoryStore).snapshot()) as Snapshot;
  const scan = prototype.scan;
  prototype.scan = function* (this: Snapshot, ...args) {
    for (const entry of scan.apply(this, args)) {
      counted.rows++;
      yield entry;
    }
  } as Snapshot['scan'];
  return counted;
}
