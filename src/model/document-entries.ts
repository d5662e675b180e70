/** Keeps the index entries of documents current, and unique constraints. */
import type { ConstraintFailure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import type { DocumentContents, Time } from '../runtime/value.ts';
import { prefixRange } from '../transaction/key.ts';
import type { CollectionDefinition, IndexDefinition, UniqueDefinition } from './collection.ts';
import { indexHistoryTable, indexTable, uniqueTable } from './database.ts';
import { sweepHistory } from './document-versions.ts';
import { entryKeeper } from './entry-keeper.ts';
import {
  documentOf,
  entryRow,
  indexKeys,
  readEntryRow,
  removalKey,
  type Subject,
  uniqueKeys,
  uniqueName,
  untilOfEntry,
} from './index-entries.ts';
import { documentKey } from './index-key.ts';
import { isExpired } from './stored-row.ts';

export interface Change {
  readonly definition: CollectionDefinition;
  readonly id: bigint;
  readonly before: DocumentContents | undefined;
  readonly after: DocumentContents | undefined;
}

function subjectOf({ definition, id }: Change, contents: DocumentContents | undefined): Subject | undefined {
  return contents && { definition, id, contents };
}

/** Writes the difference a change makes to every index of the collection. `oldest`: what history may be forgotten. */
export function updateEntries(context: Context, change: Change, oldest: number): void {
  for (const index of change.definition.indexes) updateIndex(context, index, change, oldest);
  updateUniques(context, change);
  entryKeeper()?.update(context, change, oldest);
}

function updateIndex(context: Context, index: IndexDefinition, change: Change, oldest: number): void {
  const { transaction, database } = context;
  const [before, after] = [subjectOf(change, change.before), subjectOf(change, change.after)];
  const old = new Set(before && indexKeys(context, index, before));
  const next = new Set(after && indexKeys(context, index, after));
  // An entry says when its document expires: with another time it is another entry.
  if (isSameTime(change.before?.ttl, change.after?.ttl)) {
    for (const key of old) if (next.delete(key)) old.delete(key);
  }
  const table = indexTable(database.scope, change.definition.id, index.name);
  const history = indexHistoryTable(database.scope, change.definition.id, index.name);
  for (const key of old) {
    const row = transaction.get(table, key);
    transaction.delete(table, key);
    if (row === undefined) continue;
    const { since, ttl = transaction.time } = readEntryRow(row);
    const until = Math.min(ttl, transaction.time);
    if (since < until && until > oldest) transaction.put(history, removalKey(key, transaction.time), [since, until]);
  }
  for (const key of next) transaction.put(table, key, entryRow(transaction.time, change.after?.ttl));
  if (old.size > 0) sweepHistory(transaction, history, untilOfEntry, oldest);
}

function isSameTime(a: Time | undefined, b: Time | undefined): boolean {
  return a?.seconds === b?.seconds && a?.nanos === b?.nanos;
}

export function updateUniques(context: Context, change: Change): void {
  for (const unique of change.definition.uniques) updateUnique(context, unique, change);
}

function updateUnique(context: Context, unique: UniqueDefinition, change: Change): void {
  if (unique.status === 'failed') return;
  const { transaction, database } = context;
  const [before, after] = [subjectOf(change, change.before), subjectOf(change, change.after)];
  const table = uniqueTable(database.scope, change.definition.id, uniqueName(unique));
  const id = documentKey(change.id);
  const kept = new Set(after && uniqueKeys(context, unique, after));
  for (const key of before ? uniqueKeys(context, unique, before) : []) {
    if (!kept.has(key)) transaction.delete(table, key + id);
  }
  for (const key of kept) transaction.put(table, key + id, entryRow(transaction.time, change.after?.ttl));
}

/**
 * The unique constraints that a document breaks as it is now. Looking at all entries with its values makes them part
 * of what the transaction has read, so that no other commit can add one meanwhile.
 */
export function brokenUniques(context: Context, change: Change): readonly ConstraintFailure[] {
  const after = subjectOf(change, change.after);
  if (!after) return [];
  const broken = change.definition.uniques.filter((unique) => {
    if (unique.status === 'failed') return false;
    return uniqueKeys(context, unique, after).some((key) => isTaken(context, change, unique, key));
  });
  return broken.map(({ terms }) => {
    const paths = terms.map(({ path }) => path);
    return { paths, message: 'Failed unique constraint', label: paths.map(formatLabel).join(',') };
  });
}

function formatLabel(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function isTaken(context: Context, change: Change, unique: UniqueDefinition, key: string): boolean {
  const { transaction, database } = context;
  const table = uniqueTable(database.scope, change.definition.id, uniqueName(unique));
  for (const [entry, row] of transaction.scan(table, prefixRange(key))) {
    // Entries of longer values begin with the same text only if they are the same: keys are self-delimiting.
    if (documentOf(entry) !== change.id && !isExpired(readEntryRow(row).ttl, transaction.time)) return true;
  }
  return false;
}
