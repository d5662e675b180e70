import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json, KeyRange, ReadSet, Snapshot, Store, Write } from '../../src/store/store.ts';

const nothingRead: ReadSet = { keys: [], ranges: [] };

function write(store: Store, writes: readonly Write[], reads = nothingRead, base = store.snapshot()): boolean {
  return store.commit({ base, reads, writes, time: store.snapshot().time + 1 }).committed;
}

const put = (key: string, row: Json, table = 't'): Write => ({ table, key, row });
const remove = (key: string, table = 't'): Write => ({ table, key, row: undefined });
const keysOf = (snapshot: Snapshot, range?: KeyRange, reverse?: boolean): string[] =>
  [...snapshot.scan('t', range, reverse)].map(([key]) => key);

test('a snapshot stays as it was when it was taken', () => {
  const store = new MemoryStore();
  const empty = store.snapshot();
  write(store, [put('a', 1), put('b', 2)]);
  const first = store.snapshot();
  write(store, [put('a', 3), remove('b'), put('c', 4)]);

  expect([...empty.scan('t')]).toEqual([]);
  expect([...first.scan('t')]).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect([...store.snapshot().scan('t')]).toEqual([
    ['a', 3],
    ['c', 4],
  ]);
  expect([empty.version, first.version, store.snapshot().version]).toEqual([0, 1, 2]);
});

test('a range begins with `from` and ends before `to`, in both directions', () => {
  const store = new MemoryStore();
  write(store, [put('a', 1), put('b', 2), put('c', 3), put('d', 4)]);
  const snapshot = store.snapshot();
  expect(keysOf(snapshot, { from: 'b', to: 'd' })).toEqual(['b', 'c']);
  expect(keysOf(snapshot, { from: 'b', to: 'd' }, true)).toEqual(['c', 'b']);
  expect(keysOf(snapshot, { to: 'bb' }, true)).toEqual(['b', 'a']);
  expect(keysOf(snapshot, { from: 'bb' })).toEqual(['c', 'd']);
  expect(keysOf(snapshot, { from: 'x' })).toEqual([]);
  expect(keysOf(snapshot, { from: 'x' }, true)).toEqual([]);
  expect(keysOf(snapshot, { to: 'a' }, true)).toEqual([]);
});

test.each<[string, ReadSet, Write, boolean]>([
  ['a key that it read was changed', { keys: [{ table: 't', key: 'a' }], ranges: [] }, put('a', 9), false],
  ['a key that it read was deleted', { keys: [{ table: 't', key: 'a' }], ranges: [] }, remove('a'), false],
  ['a key that it missed was made', { keys: [{ table: 't', key: 'x' }], ranges: [] }, put('x', 9), false],
  ['another key was changed', { keys: [{ table: 't', key: 'a' }], ranges: [] }, put('b', 9), true],
  ['that key changed in another table', { keys: [{ table: 't', key: 'a' }], ranges: [] }, put('a', 9, 'u'), true],
  [
    'a key came into a range',
    { keys: [], ranges: [{ table: 't', range: { from: 'a', to: 'c' } }] },
    put('ab', 9),
    false,
  ],
  ['a key left a range', { keys: [], ranges: [{ table: 't', range: { from: 'a', to: 'c' } }] }, remove('b'), false],
  [
    'the end of a range was changed',
    { keys: [], ranges: [{ table: 't', range: { from: 'a', to: 'c' } }] },
    put('c', 9),
    true,
  ],
  ['a whole table was read and changed', { keys: [], ranges: [{ table: 't', range: {} }] }, put('z', 9), false],
  ['an empty table was read and filled', { keys: [], ranges: [{ table: 'u', range: {} }] }, put('z', 9, 'u'), false],
])('a commit after another one, when %s', (_, reads, interfering, committed) => {
  const store = new MemoryStore();
  write(store, [put('a', 1), put('b', 2), put('c', 3)]);
  const base = store.snapshot();
  write(store, [interfering]);
  const before = store.snapshot();
  expect(write(store, [put('mine', 1)], reads, base)).toBe(committed);
  if (!committed) expect(store.snapshot()).toBe(before);
});

test('times of commits increase: one that is late has to run again', () => {
  const store = new MemoryStore();
  const base = store.snapshot();
  expect(store.commit({ base, reads: nothingRead, writes: [put('a', 1)], time: 20 }).committed).toBe(true);
  expect(store.commit({ base, reads: nothingRead, writes: [put('b', 1)], time: 20 }).committed).toBe(false);
  expect(store.commit({ base, reads: nothingRead, writes: [put('b', 1)], time: 21 }).committed).toBe(true);
  expect(store.snapshot().time).toBe(21);
});

test('a closed store takes no more commits', async () => {
  const store = new MemoryStore();
  await store.close();
  expect(() => write(store, [put('a', 1)])).toThrow('The database is closed.');
});

test('thousands of tables and rows behave as a map of maps, and every snapshot keeps its own', () => {
  const key = fc.integer({ min: 0, max: 200 }).map(String);
  const table = fc.constantFrom('t', 'u', 'v');
  const writes = fc.array(fc.record({ table, key, row: fc.option(fc.nat(), { nil: undefined }) }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(writes, { maxLength: 20 }), (commits) => {
      const store = new MemoryStore();
      const model = new Map<string, Map<string, Json>>();
      const history: [Snapshot, Map<string, [string, Json][]>][] = [];
      for (const commit of commits) {
        write(store, commit);
        for (const { table, key, row } of commit) {
          const rows = model.get(table) ?? new Map<string, Json>();
          model.set(table, rows);
          if (row === undefined) rows.delete(key);
          else rows.set(key, row);
        }
        const sorted = new Map(
          [...model].map(([name, rows]) => [name, [...rows].sort(([a], [b]) => (a < b ? -1 : 1))]),
        );
        history.push([store.snapshot(), sorted]);
      }
      for (const [snapshot, tables] of history) {
        for (const [name, rows] of tables) {
          expect([...snapshot.scan(name)]).toEqual(rows);
          expect([...snapshot.scan(name, {}, true)]).toEqual([...rows].reverse());
        }
      }
    }),
    { numRuns: 50 },
  );
});
