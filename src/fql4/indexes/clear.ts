/** Taking entries out of indexes, all at once. */
import { encodeInteger } from '../../transaction/key.ts';
import type { Transaction } from '../../transaction/transaction.ts';
import type { Index } from './definition.ts';
import { collectionInKey, entriesTable, pastEntriesTable } from './entries.ts';

/** All entries of an index, or those of the documents of one collection. */
export function clearEntries(transaction: Transaction, index: Index, collection?: string): void {
  for (const [table, suffix] of [
    [entriesTable(index), 0],
    [pastEntriesTable(index), encodeInteger(0).length],
  ] as const) {
    for (const [key] of [...transaction.scan(table)]) {
      const entry = suffix === 0 ? key : key.slice(0, -suffix);
      if (collection === undefined || collectionInKey(entry) === collection) transaction.delete(table, key);
    }
  }
}
