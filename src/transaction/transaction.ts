/**
 * One query's view of the data: a snapshot under its own writes. Reads are noted, writes are kept in an overlay until
 * `commit` hands both to the store. Everything a query can observe is pinned here, so that running it again from its
 * start does the same: the time, new ids, what was read.
 */
import type { Entry, Json, KeyRange, Snapshot, Store } from '../store/store.ts';

/** Counted for the statistics of an answer. */
export interface Counters {
  reads: number;
  writes: number;
  bytesRead: number;
  bytesWritten: number;
}

export interface Transaction {
  /**
   * The time of this transaction in microseconds since 1970: what `Time.now()` shows and what its writes carry as
   * `ts`. Larger than the time of every commit before it.
   */
  readonly time: number;
  readonly snapshot: Snapshot;
  readonly counters: Counters;
  get(table: string, key: string): Json | undefined;
  scan(table: string, range?: KeyRange, reverse?: boolean): IterableIterator<Entry>;
  put(table: string, key: string, row: Json): void;
  delete(table: string, key: string): void;
  /** A new document id, larger than every earlier one of this process and unique among processes. */
  newId(): bigint;
  /** Commits, or answers false when the query must run again. Await `durable` before showing the result to anybody. */
  commit(): { committed: boolean; durable: () => Promise<void> };
}

export type BeginTransaction = (store: Store) => Transaction;
