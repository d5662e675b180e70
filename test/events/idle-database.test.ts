/** A database in which nothing happens for longer than history is kept. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Followed, shown } from './follower.ts';

const days = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('is followed from now, and gone on with as long as its cursors are young', async () => {
  const db = new Followed();
  await db.run('Collection.create({ name: "Log" })');
  const old = await db.token('Log.all().map(.n).eventSource()');
  const { cursor: oldCursor } = await db.feed(old);

  vi.setSystemTime(Date.now() + 40 * days);
  const token = await db.token('Log.all().map(.n).eventSource()');
  const page = await db.feed(token);
  expect(page.events).toEqual([]);
  const stream = await db.stream(token);
  const { time } = await db.run('Log.create({ n: 1 })');
  expect(shown(await stream.upTo(time))).toEqual(['add {"@int":"1"}']);
  expect(shown((await db.feed(token, undefined, { cursor: page.cursor })).events)).toEqual(['add {"@int":"1"}']);

  // Whether something was forgotten since these, nobody knows.
  expect(shown((await db.feed(old)).events)).toEqual(['error invalid_stream_start_time']);
  const late = await db.feed(old, undefined, { cursor: oldCursor });
  expect(shown(late.events)).toEqual(['error invalid_stream_start_time']);
  const ended = await db.stream(old, undefined, { cursor: oldCursor });
  expect(shown(await ended.upTo(Number.POSITIVE_INFINITY))).toEqual(['error invalid_stream_start_time']);
});
