/**
 * Indexes of FQL v4 are documents of their own, over any number of collections. What they hold is kept by the same
 * transactions that write the documents: every write is told here, and the end of a collection.
 */
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { CollectionDefinition } from './collection.ts';
import type { Change } from './document-entries.ts';
import type { KeptVersion } from './document-history.ts';

export interface EntryKeeper {
  /** `oldest`: what history may be forgotten, in microseconds. Throws a Failure `constraint_failure`. */
  update(context: Context, change: Change, oldest: number): void;
  /** The past of a document has been written anew. */
  rewrite(
    context: Context,
    definition: CollectionDefinition,
    id: bigint,
    before: readonly KeptVersion[],
    after: readonly KeptVersion[],
  ): void;
  /** The documents of a collection are about to be deleted, all at once. */
  purge(context: Context, collection: string): void;
  /** The tables of a database's indexes. */
  tables(transaction: Transaction, scope: string): readonly string[];
}

let keeper: EntryKeeper | undefined;

/** Called by FQL v4 when it is loaded. */
export function provideEntryKeeper(implementation: EntryKeeper): void {
  keeper = implementation;
}

export function entryKeeper(): EntryKeeper | undefined {
  return keeper;
}
