/** Finding the credential of a document. */
import type { Context } from '../runtime/context.ts';
import type { Document } from '../runtime/value.ts';
import { prefixRange } from '../transaction/key.ts';
import { uniqueTable } from './database.ts';
import { documentOf, readEntryRow, termsKey, uniqueName } from './index-entries.ts';
import { isExpired } from './stored-row.ts';

/** The id of the credential, found by the constraint that a document has one at most. */
export function credentialOf({ transaction, database }: Context, document: Document): bigint | undefined {
  const unique = database.schema.collection('Credential')?.uniques[0];
  const prefix = termsKey([document], transaction.time);
  if (!unique || prefix === undefined) return undefined;
  const table = uniqueTable(database.scope, 'Credential', uniqueName(unique));
  for (const [entry, row] of transaction.scan(table, prefixRange(prefix))) {
    if (!isExpired(readEntryRow(row).ttl, transaction.time)) return documentOf(entry);
  }
  return undefined;
}
