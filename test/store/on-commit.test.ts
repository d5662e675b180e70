/** Whoever follows the commits of a store hears of each one that is safe, and of no other. */
import { expect, test } from 'vitest';
import { openJsonFile } from '../../src/store/json-file/index.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import { SimulatedFiles } from './json-file/simulated-files.ts';

function put(store: Store, key: string): Promise<void> {
  const transaction = beginTransaction(store);
  transaction.put('t', key, key);
  return transaction.commit().durable();
}

function follow(store: Store): { readonly heard: string[]; readonly stop: () => void } {
  const heard: string[] = [];
  const stop = store.onCommit(({ writes }) => void heard.push(...writes.map(({ key }) => key)));
  return { heard, stop };
}

test('a store in memory tells of each commit, with its writes and the snapshot after it', async () => {
  const store = new MemoryStore();
  const rows: unknown[] = [];
  store.onCommit(({ snapshot }) => void rows.push(snapshot.get('t', 'a')));
  const { heard, stop } = follow(store);
  await put(store, 'a');
  await put(store, 'b');
  expect(heard).toEqual(['a', 'b']);
  expect(rows).toEqual(['a', 'a']);
  stop();
  await put(store, 'c');
  expect(heard).toEqual(['a', 'b']);
});

test('a file tells of commits that were written together in their order, before their writers go on', async () => {
  const store = await openJsonFile('db.json', { files: new SimulatedFiles(() => 0.5), acquireLock: () => () => {} });
  const { heard } = follow(store);
  const first = put(store, 'a').then(() => [...heard]);
  const second = put(store, 'b');
  expect(heard).toEqual([]);
  expect(await first).toEqual(['a', 'b']);
  await second;
  await store.close();
});

test('a commit that could not be written is never told of', async () => {
  let failing = false;
  const files = new SimulatedFiles(
    () => 0.5,
    (_, name) => (failing && name === 'write' ? 'refused' : undefined),
  );
  const store = await openJsonFile('db.json', { files, acquireLock: () => () => {} });
  await put(store, 'a');
  const { heard } = follow(store);
  failing = true;
  await expect(put(store, 'b')).rejects.toThrow('could not be saved');
  failing = false;
  await put(store, 'c');
  expect(heard).toEqual(['c']);
  await store.close();
});
