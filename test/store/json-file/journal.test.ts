import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { OpenFile } from '../../../src/store/json-file/file-system.ts';
import { openJsonFile } from '../../../src/store/json-file/index.ts';
import { encodeCommit, encodeHeader, encodeLine, parseJournal } from '../../../src/store/json-file/journal-format.ts';
import { beginTransaction } from '../../../src/transaction/begin.ts';
import { SimulatedFiles } from './simulated-files.ts';

const header = encodeLine(encodeHeader({ database: 'd', version: 5, time: 50 }), 5);
const commit = (version: number, synced: number): Uint8Array =>
  encodeLine(
    encodeCommit({ version, after: version - 1, time: version * 10, writes: [{ table: 't', key: 'k', row: version }] }),
    synced,
  );
const parse = (...lines: Uint8Array[]): number[] =>
  parseJournal(Buffer.concat(lines), 'j').commits.map(({ version }) => version);

function damage(line: Uint8Array): Uint8Array {
  const damaged = line.slice();
  damaged[20]! ^= 1;
  return damaged;
}

test('what follows a damaged line decides: dropped when none of it was synced, refused when some was', () => {
  expect(parse(header, commit(6, 5), commit(7, 6), commit(8, 6))).toEqual([6, 7, 8]);
  // 7, 8 and 9 were written together, and the power went before they were synced.
  expect(parse(header, commit(6, 5), damage(commit(7, 6)), commit(8, 6), commit(9, 6))).toEqual([6]);
  // 9 was written when 8 was safe, so 7 was safe as well.
  expect(() => parse(header, commit(6, 5), damage(commit(7, 6)), commit(8, 6), commit(9, 8))).toThrow(
    'j: line 3 is damaged.',
  );
  // The file began with 7 safe in it.
  const later = encodeLine(encodeHeader({ database: 'd', version: 5, time: 50 }), 7);
  expect(() => parse(later, commit(6, 5), damage(commit(7, 6)))).toThrow('j: line 3 is damaged.');
});

test('what may not be safe yet is what came after the last line knew of', () => {
  const lines = [header, commit(6, 5), commit(7, 6), commit(8, 6)];
  const { length, safeLength } = parseJournal(Buffer.concat(lines), 'j');
  expect(length).toBe(Buffer.concat(lines).length);
  expect(safeLength).toBe(Buffer.concat(lines.slice(0, 2)).length);
});

test('a damaged first line, and one of a newer version', () => {
  expect(() => parse(damage(header), commit(6, 5))).toThrow('j: line 1 is damaged.');
  expect(() => parse(Buffer.from(header.subarray(0, 40)))).toThrow('j: line 1 is damaged.');
  expect(() => parse(Buffer.alloc(0))).toThrow('j is not a journal of Faunula');
  const newer = encodeHeader({ database: 'd', version: 5, time: 50 }).replace('"formatVersion":1', '"formatVersion":2');
  expect(() => parse(encodeLine(newer, 5))).toThrow('j was written by a newer Faunula (format 2, this one reads 1).');
});

test('commits that come together share one sync', async () => {
  const operations: string[] = [];
  const files = new SimulatedFiles(
    () => 0.5,
    (_, name) => void operations.push(name),
  );
  const store = await openJsonFile('db.json', { files, acquireLock: () => () => {} });
  const put = (key: string): Promise<void> => {
    const transaction = beginTransaction(store);
    transaction.put('t', key, key);
    return transaction.commit().durable();
  };
  await put('first');
  operations.length = 0;
  await Promise.all(Array.from({ length: 32 }, (_, i) => put(String(i))));
  expect(operations).toEqual(['write', 'sync']);
  operations.length = 0;
  await store.snapshot().durable();
  expect(operations).toEqual([]);
});

/** A disk that takes its time. */
class SlowFiles extends SimulatedFiles {
  override async create(path: string): Promise<OpenFile> {
    return slowed(await super.create(path));
  }
}

function slowed(file: OpenFile): OpenFile {
  return {
    write: (bytes, position) => file.write(bytes, position),
    truncate: (length) => file.truncate(length),
    sync: async () => {
      await setTimeout(200);
      await file.sync();
    },
    close: () => file.close(),
  };
}

test('clients that were answered together and come again one after the other share the next sync', async () => {
  const operations: string[] = [];
  const files = new SlowFiles(
    () => 0.5,
    (_, name) => void operations.push(name),
  );
  const store = await openJsonFile('db.json', { files, acquireLock: () => () => {} });
  const put = (key: string): Promise<void> => {
    const transaction = beginTransaction(store);
    transaction.put('t', key, key);
    return transaction.commit().durable();
  };
  await put('first');
  await Promise.all(['a', 'b', 'c', 'd'].map(put));
  operations.length = 0;
  const again = ['e', 'f', 'g', 'h'].map(async (key, turns) => {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    await put(key);
  });
  await Promise.all(again);
  expect(operations).toEqual(['write', 'sync']);
});

test('what is not safe yet shows at once, and is durable later', async () => {
  const files = new SimulatedFiles(() => 0.5);
  const store = await openJsonFile('db.json', { files, acquireLock: () => () => {} });
  const transaction = beginTransaction(store);
  transaction.put('t', 'a', 1);
  transaction.commit();
  const reader = beginTransaction(store);
  expect(reader.get('t', 'a')).toBe(1);
  expect(files.names()).toEqual(['db.json']);
  await reader.commit().durable();
  expect(files.contents('db.json.journal').toString()).toContain('[["t","a",1]]');
});
