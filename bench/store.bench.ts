/** The storage alone: commits that are on the disk when they are acknowledged, opening a large file, and its memory. */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeCheckpoint } from '../src/store/json-file/checkpoint.ts';
import { diskFiles } from '../src/store/json-file/file-system.ts';
import { openJsonFile } from '../src/store/json-file/index.ts';
import type { Json, Store } from '../src/store/store.ts';
import { emptyTree } from '../src/store/tree.ts';
import { applyWrites } from '../src/store/tree-snapshot.ts';
import { beginTransaction } from '../src/transaction/begin.ts';
import { encodeInteger, encodeString } from '../src/transaction/key.ts';
import { alternate, printRows, type Row } from './row.ts';

const folder = process.env['FAUNULA_TEMP'] ?? '.';

const person = (i: number): Json => ({
  ts: 1689866519590000 + i,
  data: {
    name: `Person ${i}`,
    email: `person${i}@example.com`,
    age: i % 90,
    tags: ['customer', 'newsletter'],
    address: { street: `${i} Main Street`, city: 'Springfield', zip: `${10000 + (i % 90000)}` },
  },
});

async function commitPerson(store: Store, i: number): Promise<void> {
  const transaction = beginTransaction(store);
  transaction.put('People', encodeInteger(transaction.newId()), person(i));
  await transaction.commit().durable();
}

async function durableCommits(clients: number, goal: NonNullable<Row['goal']>): Promise<Row> {
  const path = join(folder, `commits-${clients}.json`);
  const store = await openJsonFile(path);
  // Until the code is compiled, which takes longer than the disk.
  await Promise.all(Array.from({ length: 2000 }, (_, i) => commitPerson(store, i)));
  await commitPerson(store, 0);
  const line = `${readFileSync(`${path}.journal`, 'utf8').trimEnd().split('\n').at(-1)}\n`;
  const file = openSync(join(folder, `commits-${clients}.log`), 'a');
  const commits = clients * Math.ceil(256 / clients);
  const [value, floor] = await alternate(
    9,
    async () => {
      const client = async (): Promise<void> => {
        for (let i = 0; i < commits / clients; i++) await commitPerson(store, i);
      };
      await Promise.all(Array.from({ length: clients }, client));
    },
    () => {
      for (let i = 0; i < commits; i++) {
        writeSync(file, line);
        fdatasyncSync(file);
      }
    },
  );
  closeSync(file);
  await store.close();
  const perSecond = clients > 1;
  return {
    name: `store: durable commits, ${clients} ${perSecond ? 'clients, per second' : 'client'}`,
    floorName: 'append and fdatasync',
    value: perSecond ? (commits / value) * 1000 : value / commits,
    floor: perSecond ? (commits / floor) * 1000 : floor / commits,
    goal,
  };
}

const documents = 100_000;

/** A file of documents with an index on their names. */
async function writeLargeFile(path: string): Promise<void> {
  function* writes(): Generator<{ table: string; key: string; row: Json }> {
    for (let i = 0; i < documents; i++) {
      const id = encodeInteger(370723013175279650n + BigInt(i) * 1048576n);
      yield { table: 'People', key: id, row: person(i) };
      yield { table: 'People byName', key: encodeString(`Person ${i}`) + id, row: [] };
    }
  }
  const tables = applyWrites(emptyTree(), [...writes()]);
  await writeCheckpoint(diskFiles, path, { database: 'bench', version: 1, time: 1, tables, length: 0 });
}

async function opening(path: string): Promise<Row> {
  const [value, floor] = await alternate(
    7,
    async () => {
      const store = await openJsonFile(path);
      if (store.snapshot().version !== 1) throw new Error('not opened');
      await store.close();
    },
    () => {
      if (JSON.parse(readFileSync(path, 'utf8')).version !== 1) throw new Error('not parsed');
    },
  );
  const name = `store: opening ${documents.toLocaleString('en')} documents, ms`;
  return { name, floorName: 'JSON.parse of the file', value, floor, goal: { bound: 'at most', ratio: 3 } };
}

async function memory(path: string): Promise<Row> {
  // Each is let go of when its function returns.
  const parsed = (): number => {
    const before = heapUsed();
    const data = JSON.parse(readFileSync(path, 'utf8'));
    const used = heapUsed() - before;
    if (data.version !== 1) throw new Error('not parsed');
    return used;
  };
  const opened = async (): Promise<number> => {
    const before = heapUsed();
    const store = await openJsonFile(path);
    const used = heapUsed() - before;
    await store.close();
    return used;
  };
  const floor = parsed() / 1e6;
  const value = (await opened()) / 1e6;
  const name = 'store: memory of that database, MB';
  return { name, floorName: 'the parsed JSON', value, floor, goal: { bound: 'at most', ratio: 2 } };
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const large = join(folder, 'large.json');
await writeLargeFile(large);
printRows([
  await durableCommits(1, { bound: 'at most', ratio: 1.5 }),
  await durableCommits(32, { bound: 'at least', ratio: 8 }),
  await opening(large),
  await memory(large),
]);
