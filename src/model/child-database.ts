/** Databases within a database: where their tables are, and taking them away with all that is in them. */
import type { Transaction } from '../transaction/transaction.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable, indexHistoryTable, indexTable, systemTable, uniqueTable } from './database.ts';
import { entryKeeper } from './entry-keeper.ts';
import { newGlobalId } from './global-id.ts';
import { uniqueName } from './index-entries.ts';
import { type Reader, readSchema } from './schema.ts';
import { forgetSecret } from './secret.ts';
import { readRow, type StoredRow } from './stored-row.ts';

/** The scope of a database within the one at `scope`, by its storage name. */
export function scopeWithin(scope: string, storage: string): string {
  return scope === '' ? storage : `${scope}/${storage}`;
}

/** The scope of the child with this name; undefined when there is none. */
export function childScope(reader: Reader, scope: string, name: string): string | undefined {
  for (const row of childRows(reader, scope)) {
    if (row.data.name === name) return scopeWithin(scope, storageOf(row));
  }
  return undefined;
}

/** The id that access providers of the database are told to issue tokens for. The root database has a fixed one. */
export function globalIdOf(reader: Reader, scope: string): string {
  if (scope === '') return newGlobalId(0n);
  const cut = scope.lastIndexOf('/');
  const storage = scope.slice(cut + 1);
  for (const row of childRows(reader, scope.slice(0, Math.max(cut, 0)))) {
    if (storageOf(row) === storage) return String(row.data.global_id);
  }
  return newGlobalId(0n);
}

/** The scope of the database with this global id. */
export function scopeOfGlobalId(reader: Reader, id: string, scope = ''): string | undefined {
  if (scope === '' && id === newGlobalId(0n)) return scope;
  for (const row of childRows(reader, scope)) {
    const child = scopeWithin(scope, storageOf(row));
    if (row.data.global_id === id) return child;
    const found = scopeOfGlobalId(reader, id, child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Deletes all that the database at `scope` holds, databases within it and their secrets included. Its own document,
 * in its parent, is the caller's to delete.
 */
export function deleteContents(transaction: Transaction, scope: string): void {
  for (const row of childRows(transaction, scope)) deleteContents(transaction, scopeWithin(scope, storageOf(row)));
  for (const collection of ['Key', 'Token']) {
    for (const [, json] of transaction.scan(documentsTable(scope, collection))) {
      const { hashed_secret: hash } = readRow(json).data;
      if (typeof hash === 'string') forgetSecret(transaction, hash);
    }
  }
  for (const table of tablesOf(transaction, scope)) {
    for (const [key] of [...transaction.scan(table)]) transaction.delete(table, key);
  }
}

/** All tables of the database at `scope`; not those of databases within it. */
export function tablesOf(transaction: Transaction, scope: string): readonly string[] {
  const ofCollections = [...readSchema(transaction, scope).collections].flatMap((each) => tablesFor(scope, each));
  const ofIndexes = entryKeeper()?.tables(transaction, scope) ?? [];
  return [...ofCollections, ...ofIndexes, systemTable(scope)];
}

function tablesFor(scope: string, { id, indexes, uniques }: CollectionDefinition): string[] {
  return [
    documentsTable(scope, id),
    historyTable(scope, id),
    ...indexes.flatMap(({ name }) => [indexTable(scope, id, name), indexHistoryTable(scope, id, name)]),
    ...uniques.map((unique) => uniqueTable(scope, id, uniqueName(unique))),
  ];
}

/** The documents of the databases within the one at `scope`. */
export function childRows(reader: Reader, scope: string): StoredRow[] {
  return [...reader.scan(documentsTable(scope, 'Database'))].map(([, json]) => readRow(json));
}

/** What the tables of the database are called by, whatever it is called now. */
export function storageOf({ data }: StoredRow): string {
  return String(data.storage ?? data.name);
}
