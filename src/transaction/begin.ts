import type { Entry, Json, KeyRange, Snapshot, Store } from '../store/store.ts';
import { scanTree } from '../store/tree-snapshot.ts';
import { newId } from './new-id.ts';
import { deleted, Overlay, type Pending } from './overlay.ts';
import { Reads } from './reads.ts';
import { rowSize } from './row-size.ts';
import type { Counters, Transaction } from './transaction.ts';

export interface TransactionOptions {
  /** The time in microseconds since 1970; the system's clock when absent. */
  readonly clock?: () => number;
}

const millisecond = 1_000;
/** How far times may run ahead of the clock for the sake of whole milliseconds, in microseconds. */
const longestLead = 20 * millisecond;

let lastTime = 0;

/**
 * The system's clock, made to advance with every look: a time that a query has read lies before all later commits.
 * Times are whole milliseconds, which are easier to read, unless queries come faster than those pass.
 */
function systemClock(): number {
  const now = Date.now() * millisecond;
  const nextWhole = (Math.floor(lastTime / millisecond) + 1) * millisecond;
  lastTime = Math.max(now, nextWhole - now <= longestLead ? nextWhole : lastTime + 1);
  return lastTime;
}

/** Begins a transaction on the newest snapshot of a store. */
export function beginTransaction(store: Store, options: TransactionOptions = {}): Transaction {
  return new StoreTransaction(store, options.clock ?? systemClock);
}

class StoreTransaction implements Transaction {
  readonly time: number;
  readonly snapshot: Snapshot;
  readonly counters: Counters = { reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 };
  readonly #store: Store;
  readonly #overlay = new Overlay();
  readonly #reads = new Reads();
  #ended = false;

  constructor(store: Store, clock: () => number) {
    this.#store = store;
    this.snapshot = store.snapshot();
    // A clock that stands still or was set back must not reorder commits.
    this.time = Math.max(clock(), this.snapshot.time + 1);
  }

  get(table: string, key: string): Json | undefined {
    let row: Pending | undefined = this.#overlay.get(table, key);
    if (row === undefined) {
      row = this.snapshot.get(table, key);
      this.#reads.addKey(table, key);
    }
    this.counters.reads++;
    if (row === undefined || row === deleted) return undefined;
    this.counters.bytesRead += rowSize(row);
    return row;
  }

  /**
   * What the transaction sees at the moment of the call: writes made while the scan goes on do not show in it, so a
   * loop that writes to what it reads comes to its end.
   */
  scan(table: string, range: KeyRange = {}, reverse = false): IterableIterator<Entry> {
    const pending = this.#overlay.copy(table);
    if (pending === undefined) return this.#readStored(table, range, reverse, true);
    const stored = this.#readStored(table, range, reverse, false);
    return this.#count(merge(stored, scanTree(pending, range, reverse), reverse));
  }

  put(table: string, key: string, row: Json): void {
    this.#write(table, key, row);
    this.counters.bytesWritten += rowSize(row);
  }

  delete(table: string, key: string): void {
    this.#write(table, key, deleted);
  }

  #write(table: string, key: string, row: Pending): void {
    if (this.#ended) throw new Error('The transaction has ended');
    this.#overlay.set(table, key, row);
    this.counters.writes++;
  }

  newId(): bigint {
    return newId(this.time);
  }

  commit(): { committed: boolean; durable: () => Promise<void> } {
    if (this.#ended) throw new Error('The transaction has ended');
    this.#ended = true;
    const { snapshot } = this;
    if (this.#overlay.isEmpty) return { committed: true, durable: () => snapshot.durable() };
    // Nothing to delete where nothing is; and one that only read needs no place in the order of commits.
    const writes = [...this.#overlay.writes()].filter(
      ({ table, key, row }) => row !== undefined || snapshot.get(table, key) !== undefined,
    );
    if (writes.length === 0) return { committed: true, durable: () => snapshot.durable() };
    const result = this.#store.commit({ base: snapshot, reads: this.#reads.toReadSet(), writes, time: this.time });
    if (!result.committed) return { committed: false, durable: () => snapshot.durable() };
    return { committed: true, durable: () => result.snapshot.durable() };
  }

  /** Entries of the snapshot; how far they were read is noted for the check at the commit. */
  *#readStored(table: string, range: KeyRange, reverse: boolean, counted: boolean): Generator<Entry, void> {
    const scanned = this.#reads.addScan(table, range, reverse);
    for (const entry of this.snapshot.scan(table, range, reverse)) {
      scanned.last = entry[0];
      if (counted) this.#countRow(entry[1]);
      yield entry;
    }
    scanned.complete = true;
  }

  *#count(entries: Iterable<Entry>): Generator<Entry, void> {
    for (const entry of entries) {
      this.#countRow(entry[1]);
      yield entry;
    }
  }

  #countRow(row: Json): void {
    this.counters.reads++;
    this.counters.bytesRead += rowSize(row);
  }
}

/** Two runs of entries in the same order as one: what is pending hides what is stored under the same key. */
function* merge(
  stored: Iterator<Entry, void>,
  pending: Iterator<[string, Pending], void>,
  reverse: boolean,
): Generator<Entry, void> {
  let a = stored.next();
  let b = pending.next();
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareInOrder(a.value[0], b.value[0], reverse);
    if (order < 0) {
      yield a.value as Entry;
      a = stored.next();
      continue;
    }
    const [key, row] = b.value as [string, Pending];
    if (row !== deleted) yield [key, row];
    if (order === 0) a = stored.next();
    b = pending.next();
  }
}

function compareInOrder(a: string, b: string, reverse: boolean): number {
  if (a === b) return 0;
  return a < b !== reverse ? -1 : 1;
}
