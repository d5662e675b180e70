/** Reading as of a time: what a replay of the writes up to that time would give. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepHistory } from '../../src/model/document-versions.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import { Session } from '../support/session.ts';

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('create', 'update', 'delete'),
    id: fc.integer({ min: 1, max: 4 }),
    n: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 20 },
);

const everything = `[
  Thing.all().map(d => [d.id, d.n, d.other]).toArray(),
  Thing.all().reverse().map(.id).toArray(),
  Thing.sorted().map(d => [d.n, d.id]).toArray(),
  Thing.byN(1).map(.id).toArray(),
  [1, 2, 3, 4].map(id => Thing.byId(id)?.n)
]`;

describe('the past', () => {
  it('is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (writes) => {
        const session = new Session();
        await session.get(`Collection.create({ name: "Thing", history_days: 1, indexes: {
          sorted: { values: [{ field: "n", order: "desc" }] }, byN: { terms: [{ field: "n" }] } } }).name`);
        const seen: { readonly time: string; readonly then: unknown }[] = [];
        for (const { what, id, n } of writes) {
          const document = `Thing("${id}")`;
          if (what === 'create') {
            await session.get(
              `if (${document}.exists()) ${document}!.replace({ n: ${n} }) else Thing.create({ id: "${id}", n: ${n} })`,
            );
          } else if (what === 'delete') await session.get(`${document}?.delete()`);
          else await session.get(`${document}?.update({ n: ${n}, other: ${n} })`);
          const [time, then] = (await session.get(`[Time.now().toString(), ${everything}]`)) as [string, unknown];
          seen.push({ time, then });
        }
        for (const { time, then } of seen) {
          expect(await session.get(`at (Time("${time}")) ${everything}`)).toEqual(then);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('can not be written to, nor asked for when it is gone', async () => {
    const session = new Session();
    await session.get('Collection.create({ name: "Thing" }).name');
    await session.get('Thing.create({ id: "1" }).id');
    expect(await session.ask('at (Time.now().subtract(1, "minute")) { Thing.create({}) }')).toBe(
      'invalid_write: Cannot write at a snapshot time in the past.',
    );
    expect(await session.ask('at (Time.now().subtract(16, "minutes")) { Thing("1")!.id }')).toMatch(
      /^invalid_request: Requested timestamp .* less than minimum allowed timestamp .*\.$/,
    );
    expect(await session.ask('at (Time.now().subtract(14, "minutes")) { Thing("1") }')).toContain('not found');
  });

  it('is forgotten bit by bit when nobody may ask for it any more', async () => {
    const session = new Session();
    await session.get('Collection.create({ name: "Thing" }).name');
    await session.get('Set.sequence(0, 30).forEach(n => Thing.create({ id: (n + 1).toString(), n: 0 }))');
    await session.get('Thing.all().forEach(d => d.update({ n: 1 }))');
    const versions = () => [...session.store.snapshot().scan('/Thing:history')].length;
    expect(versions()).toBe(30);
    for (let sweep = 0; sweep < 10; sweep++) {
      const transaction = beginTransaction(session.store);
      const until = (row: unknown) => (row as { until: number }).until;
      sweepHistory(transaction, '/Thing:history', until, transaction.time + 1);
      transaction.commit();
    }
    expect(versions()).toBe(0);
  });
});
