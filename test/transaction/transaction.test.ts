import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import type { Transaction } from '../../src/transaction/transaction.ts';

function storeWith(rows: Record<string, Json>): MemoryStore {
  const store = new MemoryStore();
  const transaction = beginTransaction(store);
  for (const [key, row] of Object.entries(rows)) transaction.put('t', key, row);
  transaction.commit();
  return store;
}

const entries = (transaction: Transaction): [string, Json][] => [...transaction.scan('t')].map(([k, v]) => [k, v]);

test('sees its own writes before anybody else does', () => {
  const store = storeWith({ a: 1, b: 2, c: 3 });
  const transaction = beginTransaction(store);
  transaction.put('t', 'bb', 4);
  transaction.delete('t', 'c');
  transaction.put('t', 'a', 5);

  expect(transaction.get('t', 'c')).toBeUndefined();
  expect(entries(transaction)).toEqual([
    ['a', 5],
    ['b', 2],
    ['bb', 4],
  ]);
  expect([...transaction.scan('t', { from: 'b' }, true)]).toEqual([
    ['bb', 4],
    ['b', 2],
  ]);
  expect(entries(beginTransaction(store))).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);

  expect(transaction.commit().committed).toBe(true);
  expect(entries(beginTransaction(store))).toEqual([
    ['a', 5],
    ['b', 2],
    ['bb', 4],
  ]);
});

test('a scan shows what was there when it was asked for, whatever is written meanwhile', () => {
  const transaction = beginTransaction(storeWith({ a: 1, b: 2 }));
  transaction.put('t', 'c', 3);
  const scan = transaction.scan('t');
  const seen: string[] = [];
  transaction.put('t', 'aa', 0);
  for (const [key] of scan) {
    seen.push(key);
    transaction.put('t', `${key}+`, 0);
    transaction.delete('t', 'c');
  }
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(entries(transaction).map(([key]) => key)).toEqual(['a', 'a+', 'aa', 'b', 'b+', 'c+']);
});

test('of two that read and change the same row, the second has to run again', () => {
  const store = storeWith({ counter: 0 });
  const increment = (transaction: Transaction): void =>
    transaction.put('t', 'counter', (transaction.get('t', 'counter') as number) + 1);
  const first = beginTransaction(store);
  const second = beginTransaction(store);
  increment(first);
  increment(second);
  expect(first.commit().committed).toBe(true);
  expect(second.commit().committed).toBe(false);
  const again = beginTransaction(store);
  increment(again);
  expect(again.commit().committed).toBe(true);
  expect(beginTransaction(store).get('t', 'counter')).toBe(2);
});

test('only what was taken from a scan counts as read', () => {
  let now = 0;
  const clock = (): number => ++now * 1000;
  const store = storeWith({ a: 1, c: 1, e: 1 });
  const commitAfter = (key: string, read: (transaction: Transaction) => void): boolean => {
    const early = beginTransaction(store, { clock });
    const late = beginTransaction(store, { clock: () => early.time + 1 });
    read(late);
    late.put('other', key, 1);
    early.put('t', key, Math.random());
    expect(early.commit().committed).toBe(true);
    return late.commit().committed;
  };
  const takeOne = (transaction: Transaction): void => void transaction.scan('t').next();
  const takeLast = (transaction: Transaction): void => void transaction.scan('t', {}, true).next();
  const takeAll = (transaction: Transaction): void => void [...transaction.scan('t')];

  expect(commitAfter('c', takeOne)).toBe(true);
  expect(commitAfter('a', takeOne)).toBe(false);
  expect(commitAfter('0', takeOne)).toBe(false);
  expect(commitAfter('c', takeLast)).toBe(true);
  expect(commitAfter('e', takeLast)).toBe(false);
  expect(commitAfter('f', takeLast)).toBe(false);
  expect(commitAfter('zzz', takeAll)).toBe(false);
  expect(commitAfter('d', (transaction) => void [...transaction.scan('t', { from: 'b', to: 'd' })])).toBe(true);
});

test('one that only reads always succeeds, and sees one state', () => {
  const store = storeWith({ a: 1 });
  const reader = beginTransaction(store);
  const writer = beginTransaction(store);
  writer.put('t', 'a', 2);
  writer.commit();
  expect(reader.get('t', 'a')).toBe(1);
  expect(reader.commit().committed).toBe(true);
});

test('the time is later than every commit before, also when the clock stands still or goes back', () => {
  const store = new MemoryStore();
  for (const now of [1000, 1000, 5]) {
    const transaction = beginTransaction(store, { clock: () => now });
    transaction.put('t', 'a', now);
    transaction.commit();
  }
  expect(store.snapshot().time).toBe(1002);
});

test('the unchanged costs nothing: no commit without writes, no deletion of what is not there', () => {
  const store = storeWith({ a: 1 });
  const { version } = store.snapshot();
  const transaction = beginTransaction(store);
  transaction.delete('t', 'nobody');
  transaction.put('t', 'x', 1);
  transaction.delete('t', 'x');
  expect(transaction.commit().committed).toBe(true);
  expect(store.snapshot().version).toBe(version);
});

test('counts rows and bytes for the statistics', () => {
  const transaction = beginTransaction(storeWith({ a: { name: 'Ann' }, b: 2 }));
  transaction.get('t', 'a');
  transaction.get('t', 'nobody');
  [...transaction.scan('t')];
  transaction.put('t', 'c', { name: 'Bob' });
  expect(transaction.counters).toMatchObject({ reads: 4, writes: 1 });
  expect(transaction.counters.bytesRead).toBeGreaterThan(transaction.counters.bytesWritten);
});

test('an ended transaction cannot be used for more', () => {
  const transaction = beginTransaction(new MemoryStore());
  transaction.commit();
  expect(() => transaction.put('t', 'a', 1)).toThrow('ended');
  expect(() => transaction.commit()).toThrow('ended');
});

test('any sequence of writes behaves as a sorted map', () => {
  const key = fc.integer({ min: 0, max: 30 }).map((n) => String(n).padStart(2, '0'));
  const step = fc.oneof(
    fc.record({ do: fc.constant('put' as const), key, row: fc.nat() }),
    fc.record({ do: fc.constant('delete' as const), key }),
  );
  const range = fc.record({ from: key, to: key }, { requiredKeys: [] });
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.nat()),
      fc.array(step, { maxLength: 60 }),
      range,
      fc.boolean(),
      (rows, steps, range, reverse) => {
        const transaction = beginTransaction(storeWith(rows));
        const model = new Map<string, Json>(Object.entries(rows));
        for (const step of steps) {
          if (step.do === 'put') {
            transaction.put('t', step.key, step.row);
            model.set(step.key, step.row);
          } else {
            transaction.delete('t', step.key);
            model.delete(step.key);
          }
        }
        const expected = [...model]
          .filter(
            ([key]) => (range.from === undefined || key >= range.from) && (range.to === undefined || key < range.to),
          )
          .sort(([a], [b]) => (a < b !== reverse ? -1 : 1));
        expect([...transaction.scan('t', range, reverse)].map(([k, v]) => [k, v])).toEqual(expected);
        for (let i = 0; i <= 30; i++) {
          const key = String(i).padStart(2, '0');
          expect(transaction.get('t', key)).toBe(model.get(key));
        }
      },
    ),
  );
});
