/** Keeps indexes current: told by the model of every write to a document, in either language. */
import type { CollectionDefinition } from '../../model/collection.ts';
import { documentsTable } from '../../model/database.ts';
import type { Change } from '../../model/document-entries.ts';
import type { KeptVersion } from '../../model/document-history.ts';
import { keepVersion, sweepHistory } from '../../model/document-versions.ts';
import { provideEntryKeeper } from '../../model/entry-keeper.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import { bumpSchema, readSchema } from '../../model/schema.ts';
import { contentsOf, isExpired, rowKey } from '../../model/stored-row.ts';
import type { Context } from '../../runtime/context.ts';
import type { DocumentContents } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { prefixRange } from '../../transaction/key.ts';
import type { Transaction } from '../../transaction/transaction.ts';
import '../forms/index.ts';
import type { Place } from '../place.ts';
import { sessionIn } from '../sessions.ts';
import { clearEntries } from './clear.ts';
import { type Index, indexesOf } from './definition.ts';
import {
  beforeDocument,
  collectionInKey,
  entriesOf,
  entriesTable,
  entryRow,
  type IndexEntry,
  indexPlace,
  pastEntriesTable,
  pastKey,
  readEntry,
} from './entries.ts';
import { dropTimeline, putTimeline } from './timeline.ts';

provideEntryKeeper({ update, rewrite, purge, tables });

function update(context: Context, change: Change, oldest: number): void {
  const { scope, schema } = context.database;
  if (schema.indexDocuments.length === 0) return;
  const place = indexPlace(sessionIn(context), scope);
  for (const index of indexesOf(place, scope)) updateIndex(context, place, index, change, oldest);
}

const none: ReadonlyMap<string, IndexEntry> = new Map();

function updateIndex(context: Context, place: Place, index: Index, change: Change, oldest: number): void {
  const { transaction } = context;
  const { definition, id, before, after } = change;
  const entries = (contents: DocumentContents | undefined) =>
    contents ? entriesOf(place, index, definition, id, contents) : none;
  const old = new Map(entries(before));
  const table = entriesTable(index);
  const ttl = after?.ttl?.micros;
  const ttlChanged = before?.ttl?.micros !== ttl;
  const added: string[] = [];
  for (const [key, entry] of entries(after)) {
    const kept = old.delete(key);
    if (kept && !ttlChanged) continue;
    const row = kept ? transaction.get(table, key) : takeRemoved(transaction, index, key);
    const ts = row === undefined ? transaction.time : readEntry(row).ts;
    transaction.put(table, key, entryRow(place, ts, ttl, entry));
    added.push(key);
  }
  for (const key of old.keys()) removeEntry(transaction, index, key);
  if (old.size > 0)
    sweepHistory(transaction, pastEntriesTable(index), (row) => readEntry(row as Json).until ?? 0, oldest);
  if (index.unique) for (const key of added) requireUnique(context, place, index, key);
}

function removeEntry(transaction: Transaction, index: Index, key: string): void {
  const table = entriesTable(index);
  const json = transaction.get(table, key);
  transaction.delete(table, key);
  if (json === undefined) return;
  const row = readEntry(json);
  if (row.ts === transaction.time) return;
  const past = { ...(json as object), until: transaction.time };
  transaction.put(pastEntriesTable(index), pastKey(key, transaction.time), past);
}

/** Of an entry that the transaction itself has removed before, it was never gone. */
function takeRemoved(transaction: Transaction, index: Index, key: string): Json | undefined {
  const [table, past] = [pastEntriesTable(index), pastKey(key, transaction.time)];
  const json = transaction.get(table, past);
  if (json !== undefined) transaction.delete(table, past);
  return json;
}

function rewrite(
  context: Context,
  definition: CollectionDefinition,
  id: bigint,
  before: readonly KeptVersion[],
  after: readonly KeptVersion[],
): void {
  const place = indexPlace(sessionIn(context), context.database.scope);
  for (const index of indexesOf(place, place.scope)) {
    const keys = new Set(currentKeys(place, index, definition, id, after));
    for (const key of currentKeys(place, index, definition, id, before)) keys.delete(key);
    dropTimeline(place, index, definition, id, before);
    putTimeline(place, index, definition, id, after);
    if (index.unique) for (const key of keys) requireUnique(context, place, index, key);
  }
}

/** The entries that the last of the versions has, where it holds still. */
function currentKeys(
  place: Place,
  index: Index,
  definition: CollectionDefinition,
  id: bigint,
  versions: readonly KeptVersion[],
): Iterable<string> {
  const last = versions.at(-1);
  if (!last || last.until !== undefined) return [];
  return entriesOf(place, index, definition, id, contentsOf(last.row, place.session.time)).keys();
}

/** Looking at all entries with its values makes them part of what the transaction has read. */
function requireUnique(context: Context, place: Place, index: Index, key: string): void {
  const { transaction } = context;
  const values = beforeDocument(key);
  if (values === '') return;
  const schema = place.session.database(index.scope)?.schema;
  for (const [other, json] of transaction.scan(entriesTable(index), prefixRange(values))) {
    if (other === key || beforeDocument(other) !== values) continue;
    if (isExpired(readEntry(json).ttl, transaction.time) || !schema?.collection(collectionInKey(other))) continue;
    const constraintFailures = [{ paths: [], message: 'Failed unique constraint' }];
    context.fail('constraint_failure', 'Failed unique constraint.', { constraintFailures });
  }
}

/** An index of the collection's documents alone goes with it; others lose their entries for them. */
function purge(context: Context, collection: string): void {
  const { transaction, database } = context;
  if (database.schema.indexDocuments.length === 0) return;
  const place = indexPlace(sessionIn(context), database.scope);
  for (const index of indexesOf(place, database.scope)) {
    const sources = index.sources.map(({ collections }) => collections);
    if (!sources.some((each) => each !== 'users' && each.has(collection))) {
      if (sources.includes('users')) clearEntries(transaction, index, collection);
    } else if (sources.every((each) => each !== 'users' && each.size === 1)) deleteIndex(context, index);
    else clearEntries(transaction, index, collection);
  }
}

/** The document of an index, and all its entries. */
function deleteIndex({ transaction, database }: Context, index: Index): void {
  const row = readSchema(transaction, database.scope).indexDocuments.find(({ id }) => id === index.id)?.row;
  if (!row) return;
  keepVersion(transaction, database.scope, indexCollectionId, index.id, row);
  transaction.delete(documentsTable(database.scope, indexCollectionId), rowKey(index.id));
  bumpSchema(transaction, database.scope);
  clearEntries(transaction, index);
}

function tables(transaction: Transaction, scope: string): readonly string[] {
  return readSchema(transaction, scope).indexDocuments.flatMap(({ id }) => {
    const index = { scope, id } as Index;
    return [entriesTable(index), pastEntriesTable(index)];
  });
}
