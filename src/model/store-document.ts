/** Where documents are put, with everything that they are found by. */
import type { Context } from '../runtime/context.ts';
import type { DocumentContents } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable } from './database.ts';
import { brokenUniques, type Change, updateEntries } from './document-entries.ts';
import { keepVersion, oldestReadable, storedRow, sweepHistory, untilOfVersion } from './document-versions.ts';
import { queueExpiry } from './expiry.ts';
import { contentsOf, readRow, rowKey, rowOf, type StoredRow } from './stored-row.ts';
import { sweepLater } from './sweep.ts';

/**
 * Puts a document in its place; takes it away where `after` is undefined. `isNew`: the id was just made, so that nothing
 * can be there. Errors: `constraint_failure` of a unique constraint.
 */
export function storeDocument(
  context: Context,
  definition: CollectionDefinition,
  id: bigint,
  after: DocumentContents | undefined,
  isNew = false,
): void {
  const { transaction, database } = context;
  const { scope } = database;
  const row = isNew ? undefined : storedRow(transaction, scope, definition.id, id);
  const before = row && contentsOf(row, transaction.time);
  if (row) keepVersion(transaction, scope, definition.id, id, row);
  const table = documentsTable(scope, definition.id);
  const newRow = after ? readRow(rowOf(after, transaction.time)) : undefined;
  if (newRow) transaction.put(table, rowKey(id), newRow as unknown as Json);
  else transaction.delete(table, rowKey(id));
  noteWrite(context, definition, id, row, newRow);
  queueExpiry(transaction, scope, { collection: definition.id, id }, row, newRow);
  sweepLater(context);
  const oldest = oldestReadable(definition, transaction.time);
  const change: Change = { definition, id, before, after };
  updateEntries(context, change, oldest);
  const broken = brokenUniques(context, change);
  if (broken.length > 0) {
    context.fail('constraint_failure', 'Failed unique constraint.', { constraintFailures: broken });
  }
  if (row) sweepHistory(transaction, historyTable(scope, definition.id), untilOfVersion, oldest);
}

/** Of several writes to a document, what it was before the first and what it is after the last is kept. */
function noteWrite(
  context: Context,
  definition: CollectionDefinition,
  id: bigint,
  before: StoredRow | undefined,
  after: StoredRow | undefined,
): void {
  const { written } = context.evaluation.operations;
  const key = `${context.database.scope}/${definition.id}/${id}`;
  written.set(key, { definition, before: written.has(key) ? written.get(key)?.before : before, after });
}
