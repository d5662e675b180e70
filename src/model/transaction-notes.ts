/** What a query has to remember about its writes until it ends. */
import type { Span } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { NativeCollection, NativeWrite } from './native-collection.ts';

/** A write to a schema document that is looked at again when the query has ended. */
export interface Recheck {
  readonly native: NativeCollection;
  readonly write: NativeWrite;
  /** "Failed to create Function." */
  readonly message: string;
  readonly trace: readonly Span[];
}

interface Notes {
  /** By storage id: whether the collection itself was changed, or its documents. */
  readonly changed: Map<string, 'definition' | 'documents'>;
  /** By collection and id; the last write counts. */
  readonly rechecks: Map<string, Recheck>;
  /** What has to wait until the query has run. */
  readonly deferred: ((context: Context) => void)[];
  /** What has to wait until its result has been read. */
  readonly last: ((context: Context) => void)[];
}

const notes = new WeakMap<Transaction, Notes>();

export function notesOf(transaction: Transaction): Notes {
  let found = notes.get(transaction);
  if (!found) {
    found = { changed: new Map(), rechecks: new Map(), deferred: [], last: [] };
    notes.set(transaction, found);
  }
  return found;
}

/** Whether the query has anything to remember. */
export function hasNotes(transaction: Transaction): boolean {
  return notes.has(transaction);
}
