/**
 * Whatever fails, and wherever the power goes: what was acknowledged is there afterwards, what was reported as undone is
 * not, and no transaction is there by half.
 */
import { describe, expect, test } from 'vitest';
import { openJsonFile } from '../../../src/store/json-file/index.ts';
import { type Snapshot, type Store, StoreError } from '../../../src/store/store.ts';
import { beginTransaction } from '../../../src/transaction/begin.ts';
import { type Fault, SimulatedFiles } from './simulated-files.ts';

type Outcome = 'acknowledged' | 'undone' | 'uncertain';
type History = Map<number, Outcome>;

const slots = 5;
const key = (n: number): string => String(n).padStart(6, '0');

const open = (files: SimulatedFiles, warn?: (message: string) => void): Promise<Store> =>
  openJsonFile('db.json', { files, acquireLock: () => () => {}, minimumJournal: 300, ...(warn ? { warn } : {}) });

/** One transaction: three rows that only make sense together, and one that comes and goes. */
async function transact(store: Store, n: number, history: History): Promise<void> {
  try {
    const transaction = beginTransaction(store);
    transaction.put('left', key(n), { n, text: 'äöü'.repeat(n % 4) });
    transaction.put('right', key(n), n);
    transaction.put('slots', key(n % slots), n);
    if (n % 2 === 0) transaction.put('odd', 'row', n);
    else transaction.delete('odd', 'row');
    const { committed, durable } = transaction.commit();
    expect(committed).toBe(true);
    await durable();
    history.set(n, 'acknowledged');
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    history.set(
      n,
      /undone|no more are taken/.test(error.message) && !/not certain/.test(error.message) ? 'undone' : 'uncertain',
    );
  }
}

/** Three sessions, each of some rounds of one to three transactions at once; goes on after errors as a user would. */
async function runSessions(files: SimulatedFiles, history: History): Promise<void> {
  let n = 0;
  for (let session = 0; session < 3; session++) {
    let store: Store;
    try {
      store = await open(files);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreError);
      continue;
    }
    check(store.snapshot(), history);
    for (let round = 0; round < 6; round++) {
      const together = 1 + (round % 3);
      await Promise.all(Array.from({ length: together }, () => transact(store, ++n, history)));
      await store.snapshot().durable();
      check(store.snapshot(), history);
    }
    await store.close();
  }
}

function check(snapshot: Snapshot, history: History): void {
  const there = [...snapshot.scan('left')].map(([, row]) => (row as { n: number }).n);
  const has = new Set(there);
  const withOutcome = (outcome: Outcome): number[] =>
    [...history].filter((entry) => entry[1] === outcome).map(([n]) => n);
  const last = there.at(-1);
  // As text, for comparing takes most of the time of these tests.
  const found = JSON.stringify({
    lost: withOutcome('acknowledged').filter((n) => !has.has(n)),
    back: withOutcome('undone').filter((n) => has.has(n)),
    right: [...snapshot.scan('right')].map(([, n]) => n),
    slots: [...snapshot.scan('slots')],
    odd: snapshot.get('odd', 'row'),
  });
  const expected = JSON.stringify({
    lost: [],
    back: [],
    right: there,
    slots: [...new Map(there.map((n) => [key(n % slots), n]))].sort(([a], [b]) => (a < b ? -1 : 1)),
    odd: last !== undefined && last % 2 === 0 ? last : undefined,
  });
  if (found !== expected) expect(JSON.parse(found)).toEqual(JSON.parse(expected));
}

async function checkReopened(files: SimulatedFiles, history: History): Promise<void> {
  const store = await open(files);
  check(store.snapshot(), history);
  // It can be worked with, and what came back stays.
  await transact(store, 999_999, history);
  expect(history.get(999_999)).toBe('acknowledged');
  check(store.snapshot(), history);
  await store.close();
  const again = await open(files);
  check(again.snapshot(), history);
  await again.close();
  history.delete(999_999);
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function runWithFaults(
  seed: number,
  faultAt: (operation: number, name: string) => Fault | undefined,
): Promise<number> {
  const files = new SimulatedFiles(randomFrom(seed), faultAt);
  const history: History = new Map();
  await runSessions(files, history);
  const afterPowerFailure = Array.from({ length: 6 }, () => files.afterPowerFailure());
  for (const disk of [...afterPowerFailure, files.afterKill()]) await checkReopened(disk, new Map(history));
  return files.operations;
}

test('without faults all is acknowledged, and only the database file is left', async () => {
  const files = new SimulatedFiles(randomFrom(1));
  const history: History = new Map();
  await runSessions(files, history);
  expect(new Set(history.values())).toEqual(new Set(['acknowledged']));
  expect(files.names()).toEqual(['db.json']);
});

/** Runs as often as there are operations, the k-th time with faults from the k-th operation on. */
async function atEveryOperation(...faults: (Fault | undefined)[]): Promise<void> {
  let operations = await runWithFaults(7, () => undefined);
  for (let k = 1; k <= operations; k++) {
    operations = Math.max(await runWithFaults(7 + k, (operation) => faults[operation - k]), operations);
  }
  expect(operations).toBeGreaterThan(60);
}

describe('at every operation in turn', () => {
  test('it fails', () => atEveryOperation('refused'));
  test('it fails when a part of it is done', () => atEveryOperation('partial'));
  test('the power goes', () => atEveryOperation('power'));
  test('it fails, and so does what is done about it', () => atEveryOperation('partial', 'refused'));
  test('it fails, and the power goes', () => atEveryOperation('partial', 'power'));
  test('it fails, and the power goes a little later', () => atEveryOperation('partial', undefined, 'power'));
  test.each([8, 9, 10, 11])(
    'it fails, so does what is done about it, and the power goes %i operations later',
    (later) => atEveryOperation('partial', 'refused', ...Array.from({ length: later }, () => undefined), 'power'),
  );
});

test('a failed sync ends writing until the database is opened again, a full disk does not', async () => {
  for (const [name, fault, goesOn] of [
    ['sync', 'refused', false],
    ['write', 'refused', true],
    ['write', 'partial', true],
  ] as const) {
    const files = new SimulatedFiles(randomFrom(3));
    const store = await open(files);
    const history: History = new Map();
    await transact(store, 1, history);
    let failed = false;
    files.faultAt = (_, operation) => {
      if (failed || operation !== name) return undefined;
      failed = true;
      return fault;
    };
    await transact(store, 2, history);
    expect(history.get(2)).toBe(goesOn ? 'undone' : 'uncertain');
    await transact(store, 3, history);
    expect(history.get(3)).toBe(goesOn ? 'acknowledged' : 'uncertain');
    // Reads go on, and show what is safe.
    expect(store.snapshot().get('right', key(1))).toBe(1);
    expect(store.snapshot().get('right', key(2))).toBeUndefined();
    await store.close();
  }
});

test('a checkpoint that cannot be written is reported, and nothing is lost', async () => {
  const warnings: string[] = [];
  const files = new SimulatedFiles(randomFrom(4));
  const store = await open(files, (message) => warnings.push(message));
  const history: History = new Map();
  files.faultAt = (_, operation) =>
    operation === 'rename' && files.names().includes('db.json.journal') ? 'refused' : undefined;
  for (let n = 1; n <= 20; n++) await transact(store, n, history);
  await store.close();
  expect(warnings[0]).toBe(
    'db.json could not be written anew: no space is left on the disk. Nothing is lost: its journal has all changes.',
  );
  expect(new Set(history.values())).toEqual(new Set(['acknowledged']));
  await checkReopened(files.afterPowerFailure(), history);
});

test('many faults at random', async () => {
  for (let seed = 100; seed < 300; seed++) {
    const random = randomFrom(seed);
    const rate = random() * 0.1;
    const kinds: readonly Fault[] = seed % 4 === 0 ? ['refused', 'partial', 'power'] : ['refused', 'partial'];
    await runWithFaults(seed, () => (random() < rate ? kinds[Math.floor(random() * kinds.length)] : undefined));
  }
});
