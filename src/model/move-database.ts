/**
 * Moving a database into another one, with all that it holds: its tables get other names, and whoever has a secret of it
 * goes on with it. Source: the reference page "MoveDatabase".
 */
import type { Context } from '../runtime/context.ts';
import { prefixRange } from '../transaction/key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { childRows, scopeWithin, storageOf, tablesOf } from './child-database.ts';
import { documentsTable, historyTable } from './database.ts';
import { updateEntries } from './document-entries.ts';
import { storedRow } from './document-versions.ts';
import { queueExpiry } from './expiry.ts';
import { unusedStorage } from './native/database.ts';
import { bumpSchema } from './schema.ts';
import { registerSecret } from './secret.ts';
import { contentsOf, keyOfId, readRow, rowKey, type StoredRow } from './stored-row.ts';

/** `from` and `to`: the databases it leaves and enters. Gives the number of its document there, which is a new one. */
export function moveDatabase(from: Context, to: Context, id: bigint): bigint {
  const { transaction } = from;
  const row = storedRow(transaction, from.database.scope, 'Database', id);
  if (!row) throw new Error('a database was to be moved that is not there');
  const name = String(row.data.name);
  const storage = unusedStorage(to, name);
  moveContents(transaction, scopeWithin(from.database.scope, storageOf(row)), scopeWithin(to.database.scope, storage));
  for (const [key, json] of [...transaction.scan(documentsTable(from.database.scope, 'Key'))]) {
    const { data } = readRow(json);
    if (data.database === name) moveDocument(from, to, { collection: 'Key', id: keyOfId(key), data });
  }
  const moved = transaction.newId();
  moveDocument(from, to, { collection: 'Database', id, data: { ...row.data, storage }, newId: moved });
  bumpSchema(transaction, from.database.scope);
  bumpSchema(transaction, to.database.scope);
  return moved;
}

function moveContents(transaction: Transaction, from: string, to: string): void {
  for (const child of childRows(transaction, from)) {
    const storage = storageOf(child);
    moveContents(transaction, scopeWithin(from, storage), scopeWithin(to, storage));
  }
  for (const collection of ['Key', 'Token'] as const) {
    for (const [key, json] of transaction.scan(documentsTable(from, collection))) {
      const { hashed_secret: hash } = readRow(json).data;
      if (typeof hash === 'string') registerSecret(transaction, hash, { scope: to, collection, id: keyOfId(key) });
    }
  }
  for (const table of tablesOf(transaction, from)) {
    const target = to + table.slice(from.length);
    for (const [key, json] of [...transaction.scan(table)]) {
      transaction.delete(table, key);
      transaction.put(target, key, json);
    }
  }
  bumpSchema(transaction, to);
}

interface Moved {
  readonly collection: 'Key' | 'Database';
  readonly id: bigint;
  readonly data: StoredRow['data'];
  readonly newId?: bigint;
}

/** Nothing is left of it where it was, its history included. */
function moveDocument(from: Context, to: Context, { collection, id, data, newId = id }: Moved): void {
  const { transaction } = from;
  const row = storedRow(transaction, from.database.scope, collection, id);
  if (!row) return;
  transaction.delete(documentsTable(from.database.scope, collection), rowKey(id));
  const past = historyTable(from.database.scope, collection);
  for (const [key] of [...transaction.scan(past, prefixRange(rowKey(id)))]) transaction.delete(past, key);
  const moved = { ...row, ts: transaction.time, data };
  transaction.put(documentsTable(to.database.scope, collection), rowKey(newId), moved);
  queueExpiry(transaction, from.database.scope, { collection, id }, row, undefined);
  queueExpiry(transaction, to.database.scope, { collection, id: newId }, undefined, moved);
  keepEntries(from, collection, { id, before: row, after: undefined });
  keepEntries(to, collection, { id: newId, before: undefined, after: moved });
  const { hashed_secret: hash } = data;
  if (collection === 'Key' && typeof hash === 'string') {
    registerSecret(transaction, hash, { scope: to.database.scope, collection, id: newId });
  }
}

interface Rows {
  readonly id: bigint;
  readonly before: StoredRow | undefined;
  readonly after: StoredRow | undefined;
}

function keepEntries(context: Context, collection: string, { id, before, after }: Rows): void {
  const { transaction, database } = context;
  const definition = database.schema.collection(collection);
  if (!definition) return;
  const contents = (row: StoredRow | undefined) => row && contentsOf(row, transaction.time);
  updateEntries(context, { definition, id, before: contents(before), after: contents(after) }, transaction.time);
}
