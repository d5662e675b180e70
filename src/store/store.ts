/**
 * What a database is kept in: tables of rows in key order, read through snapshots, changed by atomic commits.
 * Nothing above this interface may assume that the data is in memory or that there is one process.
 */

/** What a row holds: plain JSON, never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A stretch of a table's keys, by UTF-16 code units: from `from` (inclusive) up to `to` (exclusive). */
export interface KeyRange {
  readonly from?: string;
  readonly to?: string;
}

export type Entry = readonly [key: string, row: Json];

/** The data as it was after one commit; it stays so for as long as it is held. */
export interface Snapshot {
  /** Counts commits: 0 is the empty store. */
  readonly version: number;
  /** The time of that commit in microseconds since 1970, 0 for the empty store. */
  readonly time: number;
  get(table: string, key: string): Json | undefined;
  /** Entries in key order, or in reverse; reads no more than is taken from the iterator. */
  scan(table: string, range?: KeyRange, reverse?: boolean): IterableIterator<Entry>;
  /**
   * Resolves when all that the snapshot shows is safe on disk: what was read may be shown to a client only then.
   * Rejects with a StoreError when it was lost before that.
   */
  durable(): Promise<void>;
}

/** A change to one row: `row` undefined deletes it. */
export interface Write {
  readonly table: string;
  readonly key: string;
  readonly row: Json | undefined;
}

/** What a transaction read, for the check that nobody else has changed it since. */
export interface ReadSet {
  readonly keys: readonly { readonly table: string; readonly key: string }[];
  readonly ranges: readonly { readonly table: string; readonly range: KeyRange }[];
}

export interface Commit {
  /** The snapshot the transaction read. */
  readonly base: Snapshot;
  readonly reads: ReadSet;
  readonly writes: readonly Write[];
  /** The transaction's time in microseconds: larger than that of every earlier commit. */
  readonly time: number;
}

export type CommitResult =
  /** The snapshot after the commit; await its `durable()` before acknowledging. */
  | { readonly committed: true; readonly snapshot: Snapshot }
  /** Something that was read has changed since `base`: run the transaction again. */
  | { readonly committed: false };

/** A commit that is safe on disk. */
export interface DurableCommit {
  /** The snapshot after it. */
  readonly snapshot: Snapshot;
  readonly writes: readonly Write[];
}

/** Runs on the way of the writer: it takes note and returns. */
export type CommitListener = (commit: DurableCommit) => void;

export interface Store {
  /** The newest snapshot. */
  snapshot(): Snapshot;
  /** Applies all writes, or none. Throws a StoreError when the store can no longer be written. */
  commit(commit: Commit): CommitResult;
  /** Tells of every commit from now on, in order, once it is durable. Gives what ends that. */
  onCommit(listener: CommitListener): () => void;
  /** Finishes what is under way and lets go of the files. */
  close(): Promise<void>;
}

/** What went wrong with the place the data is kept in: said to the user as it is, with what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
}

/** The database was opened for reading alone. */
export class ReadOnlyError extends StoreError {
  override name = 'ReadOnlyError';
}
