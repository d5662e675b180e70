/**
 * What a change to a collection's definition does to its data: entries for new indexes and unique constraints, and the
 * end of those that are gone. A query that changes a collection changes none of its documents, so this can be done at
 * once.
 */
import type { Context } from '../runtime/context.ts';
import type { ObjectValue } from '../runtime/value.ts';
import type { CollectionDefinition, IndexDefinition, UniqueDefinition } from './collection.ts';
import { documentsTable, historyTable, indexHistoryTable, indexTable, uniqueTable } from './database.ts';
import { makeCollection } from './definitions.ts';
import { entryKeeper } from './entry-keeper.ts';
import { entryRow, indexKeys, type Subject, uniqueKeys, uniqueName } from './index-entries.ts';
import { documentKey } from './index-key.ts';
import type { NativeWrite } from './native-collection.ts';
import { contentsOf, isExpired, keyOfId, readRow, type StoredRow } from './stored-row.ts';
import { encodeObject } from './stored-value.ts';

/** Brings the entries in line with `after`, the fields that will be kept. */
export function buildIndexes(context: Context, write: NativeWrite, after: ObjectValue): void {
  const next = definitionFrom(context, write, after);
  const previous = write.before ? definitionFrom(context, write, write.before.data) : undefined;
  if (!previous) return;
  for (const index of previous.indexes) {
    if (!next.indexes.some((each) => isSameIndex(next, each, previous, index))) dropIndex(context, next.id, index.name);
  }
  for (const unique of previous.uniques) {
    if (!next.uniques.some((each) => isSameUnique(next, each, previous, unique))) {
      clear(context, uniqueTable(context.database.scope, next.id, uniqueName(unique)));
    }
  }
  const indexes = next.indexes.filter((each) => {
    return !previous.indexes.some((old) => isSameIndex(previous, old, next, each));
  });
  const uniques = next.uniques.filter((each) => {
    return !previous.uniques.some((old) => isSameUnique(previous, old, next, each));
  });
  if (indexes.length > 0 || uniques.length > 0) build(context, next, indexes, uniques);
}

function definitionFrom(context: Context, write: NativeWrite, fields: ObjectValue): CollectionDefinition {
  const data = encodeObject(fields, context.transaction.time) as StoredRow['data'];
  return makeCollection(typeof write.id === 'bigint' ? write.id : 0n, { ts: context.transaction.time, data });
}

/** The text that what an index holds follows from. */
function contentOf(definition: CollectionDefinition, parts: readonly IndexDefinition['terms'][]): string {
  const computed = parts.flat().map(({ path }) => definition.computedFields.get(String(path[0]))?.body.text ?? null);
  return JSON.stringify([parts, computed]);
}

function isSameIndex(a: CollectionDefinition, one: IndexDefinition, b: CollectionDefinition, other: IndexDefinition) {
  const same = contentOf(a, [one.terms, one.values]) === contentOf(b, [other.terms, other.values]);
  return one.name === other.name && same;
}

function isSameUnique(
  a: CollectionDefinition,
  one: UniqueDefinition,
  b: CollectionDefinition,
  other: UniqueDefinition,
) {
  return contentOf(a, [one.terms]) === contentOf(b, [other.terms]);
}

/** Adds the entries of all documents. Documents that already break a new constraint may stay. */
function build(
  context: Context,
  definition: CollectionDefinition,
  indexes: readonly IndexDefinition[],
  uniques: readonly UniqueDefinition[],
): void {
  const { transaction, database } = context;
  for (const [key, json] of transaction.scan(documentsTable(database.scope, definition.id))) {
    const row = readRow(json);
    if (isExpired(row.ttl, transaction.time)) continue;
    const contents = contentsOf(row, transaction.time);
    const subject: Subject = { definition, id: keyOfId(key), contents };
    const entry = entryRow(row.ts, contents.ttl);
    for (const index of indexes) {
      const table = indexTable(database.scope, definition.id, index.name);
      for (const each of indexKeys(context, index, subject)) transaction.put(table, each, entry);
    }
    for (const unique of uniques) {
      const table = uniqueTable(database.scope, definition.id, uniqueName(unique));
      for (const each of uniqueKeys(context, unique, subject)) {
        transaction.put(table, each + documentKey(subject.id), entry);
      }
    }
  }
}

function dropIndex(context: Context, collection: string, index: string): void {
  clear(context, indexTable(context.database.scope, collection, index));
  clear(context, indexHistoryTable(context.database.scope, collection, index));
}

function clear({ transaction }: Context, table: string): void {
  for (const [key] of transaction.scan(table)) transaction.delete(table, key);
}

/** Deletes all documents of a collection that is gone, and everything they are found by. */
export function purgeCollection(context: Context, collection: string): void {
  const { schema, scope } = context.database;
  const definition = schema.collection(collection);
  entryKeeper()?.purge(context, collection);
  for (const { name } of definition?.indexes ?? []) dropIndex(context, collection, name);
  for (const unique of definition?.uniques ?? []) clear(context, uniqueTable(scope, collection, uniqueName(unique)));
  clear(context, historyTable(scope, collection));
  clear(context, documentsTable(scope, collection));
}
