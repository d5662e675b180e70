/**
 * Whatever is written: a stream tells the same as a feed of any page size, and whoever follows either ends up with the
 * set as a query shows it.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../src/store/store.ts';
import { type Event, Followed, rootSecret } from './follower.ts';

const sources = [
  'Sensor.all()',
  'Sensor.where(.value > 2)',
  'Sensor.byRoom("hall")',
  'Sensor.byRoom("hall").where(.value > 2)',
  'Sensor.byTag("new")',
  'Sensor.sorted()',
  'Set.single(Sensor.byId("1"))',
];
const watching = ['Sensor.all().eventsOn(.value)', 'Sensor.byRoom("hall").eventsOn(.room, .value)'];

const id = fc.integer({ min: 1, max: 4 });
const fields = fc.record(
  {
    room: fc.constantFrom('hall', 'attic', null),
    value: fc.integer({ min: 0, max: 5 }),
    tags: fc.subarray(['new', 'old', 'broken']),
  },
  { requiredKeys: [] },
);

/** What a query does to a document, if it can. */
const step = fc.oneof(
  fc
    .tuple(id, fields)
    .map(([which, given]) => `if (!Sensor.byId("${which}").exists()) Sensor.create(${text({ id: which, ...given })})`),
  fc.tuple(id, fields).map(([which, given]) => `Sensor.byId("${which}")?.update(${text(given)})`),
  fc.tuple(id, fields).map(([which, given]) => `Sensor.byId("${which}")?.replace(${text(given)})`),
  id.map((which) => `Sensor.byId("${which}")?.delete()`),
);
const transactions = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

function text(given: Record<string, unknown>): string {
  return JSON.stringify(given);
}

async function database(): Promise<Followed> {
  const db = new Followed();
  await db.run(`Collection.create({
    name: "Sensor",
    indexes: {
      byRoom: { terms: [{ field: "room" }], values: [{ field: "value", order: "desc" }] },
      byTag: { terms: [{ field: "tags", mva: true }] },
      sorted: { values: [{ field: "tags", mva: true }, { field: "value" }] }
    }
  })`);
  await db.run(`Role.create({
    name: "some",
    privileges: [{ resource: "Sensor", actions: { read: "sensor => sensor.value > 1" } }]
  })`);
  return db;
}

async function pages(db: Followed, token: string, size: number): Promise<Event[]> {
  const events: Event[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await db.feed(token, undefined, { cursor }, size);
    expect(page.events.length).toBeLessThanOrEqual(size);
    events.push(...page.events);
    if (!page.has_next) return events;
    cursor = page.cursor;
  }
}

const withoutStats = (events: readonly Event[]) => events.map(({ stats: _, ...event }) => event);

/** The documents that a follower knows of in the end; refuses what makes no sense to it. */
function followed(events: readonly Event[]): string[] {
  const known = new Set<string>();
  for (const { type, data } of events) {
    const { id: which } = (data as { readonly '@doc': { readonly id: string } })['@doc'];
    expect(known.has(which)).toBe(type !== 'add');
    if (type === 'remove') known.delete(which);
    else known.add(which);
  }
  return [...known].sort();
}

it('a stream, a feed and a query agree', async () => {
  await fc.assert(
    fc.asyncProperty(transactions, fc.integer({ min: 1, max: 5 }), async (written, size) => {
      const db = await database();
      const texts = [...sources.map((source) => `${source}.eventSource()`), ...watching];
      const tokens = await Promise.all(texts.map((each) => db.token(each)));
      const streams = await Promise.all(tokens.map((token) => db.stream(token)));
      let last = 0;
      for (const steps of written) last = (await db.run(`${steps.join('\n')}\nnull`)).time;
      for (const [index, token] of tokens.entries()) {
        const live = await streams[index]?.upTo(last);
        expect(withoutStats(await pages(db, token, size))).toEqual(withoutStats(live ?? []));
        const replayed = await (await db.stream(token)).upTo(last);
        expect(withoutStats(replayed)).toEqual(withoutStats(live ?? []));
        const source = sources[index];
        if (source === undefined) continue;
        const now = (await db.get(`${source}.map(each => if (each.exists()) each.id else null).toArray()`)) as Json[];
        const expected = new Set(now.filter((each) => each !== null).map(String));
        expect(followed(live ?? [])).toEqual([...expected].sort());
      }
      db.engine.events.close();
      expect(db.faults).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('whoever may see some documents follows those', async () => {
  const reader = { secret: `${rootSecret}:@role/some` };
  await fc.assert(
    fc.asyncProperty(transactions, async (written) => {
      const db = await database();
      const streams = await Promise.all(
        sources.slice(0, 4).map(async (source) => db.stream(await db.token(`${source}.eventSource()`), reader)),
      );
      let last = 0;
      for (const steps of written) last = (await db.run(`${steps.join('\n')}\nnull`)).time;
      for (const [index, stream] of streams.entries()) {
        const now = (await db.get(`${sources[index]}.map(.id).toArray()`, reader)) as Json[];
        expect(followed(await stream.upTo(last))).toEqual(now.map(String).sort());
      }
      db.engine.events.close();
    }),
    { numRuns: 40 },
  );
});
