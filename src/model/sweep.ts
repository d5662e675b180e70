/**
 * Takes away what nobody may ask for any more: expired documents, and older versions of documents and index entries.
 * Every query that writes looks at a few rows of one table, each time some further on, so that a commit pays for a
 * little and no table grows without bound, those that nobody writes to included.
 */
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable, indexHistoryTable, type Schema, systemTable } from './database.ts';
import { updateEntries } from './document-entries.ts';
import { oldestReadable, shortestHistory, storedRow, sweepHistory, untilOfVersion } from './document-versions.ts';
import { type Expiry, expiriesBefore, expiryOfRow, readExpiryKey } from './expiry.ts';
import { untilOfEntry } from './index-entries.ts';
import { forgetSecret } from './secret.ts';
import { contentsOf, rowKey } from './stored-row.ts';
import { notesOf } from './transaction-notes.ts';

const asked = new WeakSet<Transaction>();

/** Has the query sweep when its result has been read. */
export function sweepLater({ transaction }: Context): void {
  if (asked.has(transaction)) return;
  asked.add(transaction);
  notesOf(transaction).last.push((context) => {
    sweepExpired(context);
    sweepPast(context);
  });
}

/** How many rows, and at most how many tables, a query looks at. */
const step = 4;

/** How far the sweeps of each database have come: hints, which are as good as new after a restart. */
const places = new Map<string, { expiry: string | undefined; table: number }>();

function placeOf(scope: string): { expiry: string | undefined; table: number } {
  const place = places.get(scope) ?? { expiry: undefined, table: 0 };
  places.set(scope, place);
  return place;
}

/** What it looks at does not count as read, but for what it deletes: nobody can have written that meanwhile. */
function sweepExpired(context: Context): void {
  const { transaction, database } = context;
  const table = systemTable(database.scope);
  const place = placeOf(database.scope);
  const { from, to } = expiriesBefore(transaction.time - shortestHistory);
  let seen = 0;
  let last: string | undefined;
  for (const [key] of transaction.snapshot.scan(table, { from: place.expiry ?? from, to })) {
    last = key;
    if (isDone(context, readExpiryKey(key))) transaction.delete(table, key);
    if (++seen === step) break;
  }
  place.expiry = seen === step && last !== undefined ? `${last}\0` : undefined;
}

/** Whether nothing is left to be done about an expiry, now that its document is deleted, or has another. */
function isDone(context: Context, expiry: Expiry): boolean {
  const { transaction, database } = context;
  const { collection, id, time } = expiry;
  const definition = database.schema.collection(collection);
  if (!definition) return true;
  const oldest = oldestReadable(definition, transaction.time);
  if (time >= oldest) return false;
  const row = storedRow(transaction, database.scope, collection, id);
  if (!row || expiryOfRow(row) !== time) return true;
  transaction.delete(documentsTable(database.scope, collection), rowKey(id));
  const { hashed_secret: secret } = row.data;
  if (definition.kind === 'native' && typeof secret === 'string') forgetSecret(transaction, secret);
  const change = { definition, id, before: contentsOf(row, transaction.time), after: undefined };
  updateEntries(context, change, oldest);
  return true;
}

interface Past {
  readonly definition: CollectionDefinition;
  /** Of an index, its name; the history of the documents otherwise. */
  readonly index: string | undefined;
}

const known = new WeakMap<Schema, readonly Past[]>();

function pastsOf(schema: Schema): readonly Past[] {
  const found =
    known.get(schema) ??
    [...schema.collections].flatMap((definition): Past[] => [
      { definition, index: undefined },
      ...definition.indexes.map(({ name }) => ({ definition, index: name })),
    ]);
  known.set(schema, found);
  return found;
}

function sweepPast({ transaction, database }: Context): void {
  const { scope, schema } = database;
  const pasts = pastsOf(schema);
  const place = placeOf(scope);
  for (let tables = 0, seen = 0; tables < Math.min(step, pasts.length) && seen < step; tables++) {
    place.table = (place.table + 1) % pasts.length;
    const { definition, index } = pasts[place.table] as Past;
    const oldest = oldestReadable(definition, transaction.time);
    seen +=
      index === undefined
        ? sweepHistory(transaction, historyTable(scope, definition.id), untilOfVersion, oldest)
        : sweepHistory(transaction, indexHistoryTable(scope, definition.id, index), untilOfEntry, oldest);
  }
}
