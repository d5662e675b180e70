/** What transactions did to the documents of a source, put together from the versions that are kept of them. */
import type { CollectionDefinition, IndexDefinition } from '../model/collection.ts';
import { documentsTable, historyTable, indexTable } from '../model/database.ts';
import { versionAt } from '../model/document-versions.ts';
import { idOf } from '../model/documents.ts';
import { documentOf, indexKeys } from '../model/index-entries.ts';
import type { Reader } from '../model/schema.ts';
import { contentsOf, keyOfId, readRow, rowKey, type StoredRow } from '../model/stored-row.ts';
import type { Context } from '../runtime/context.ts';
import { Document } from '../runtime/value.ts';
import type { Origin } from '../stdlib/event-token.ts';
import { DocumentsPlan } from '../stdlib/sets/documents-plan.ts';
import { IndexPlan } from '../stdlib/sets/index-plan.ts';
import type { SinglePlan } from '../stdlib/sets/single-plan.ts';
import { encodeInteger, prefixRange } from '../transaction/key.ts';
import { type Metrics, measure } from './metrics.ts';

/** The documents that a transaction touched: some of them may not have changed as far as the source is concerned. */
export interface Touched {
  /** The transaction's: microseconds. */
  readonly time: number;
  readonly ids: ReadonlySet<bigint>;
}

export interface Change {
  readonly time: number;
  /** Its number among those of the transaction, from 0. */
  readonly ordinal: number;
  readonly id: bigint;
  /** Into the set, within it, or out of it. */
  readonly action: 'create' | 'update' | 'delete';
  readonly before: StoredRow | undefined;
  readonly after: StoredRow | undefined;
  /** What finding it out has cost. */
  readonly cost: Pick<Metrics, 'readOps' | 'bytesRead'>;
}

/** Which rows change when the source does: those of a table whose keys begin with `prefix`. */
export interface Watch {
  readonly table: string;
  readonly prefix: string;
  readonly documentOf: (key: string) => bigint;
}

/** Undefined of a document that has no id: a schema document that is not there. */
export function watchOf(context: Context, origin: Origin): Watch | undefined {
  const { scope } = context.database;
  if (origin instanceof IndexPlan) {
    const table = indexTable(scope, origin.collection, origin.index);
    return { table, prefix: origin.stretch.range.from ?? '', documentOf };
  }
  const table = documentsTable(scope, collectionOf(origin));
  if (origin instanceof DocumentsPlan) return { table, prefix: '', documentOf: keyOfId };
  const id = idOfOne(context, origin);
  return id === undefined ? undefined : { table, prefix: rowKey(id), documentOf: keyOfId };
}

/** The id of the one document of a source; undefined for one that is known by its name, and is not there. */
export function idOfOne(context: Context, { element }: SinglePlan): bigint | undefined {
  return element instanceof Document ? idOf(context, element) : undefined;
}

/** The storage id of the collection that the documents are of. */
export function collectionOf(origin: Origin): string {
  if (origin instanceof DocumentsPlan || origin instanceof IndexPlan) return origin.collection;
  if (origin.element instanceof Document) return origin.element.collection;
  throw new Error('an event source of what is no document');
}

/**
 * The transactions after `after` that touched documents of a collection, or one document of it, in order. Reads all
 * that there is of them, now and in history.
 */
export function touchedInHistory(
  reader: Reader,
  scope: string,
  collection: string,
  after: number,
  id?: bigint,
): readonly Touched[] {
  const times = new Map<number, Set<bigint>>();
  const touch = (time: number, document: bigint) => {
    if (time <= after) return;
    const ids = times.get(time);
    if (ids) ids.add(document);
    else times.set(time, new Set([document]));
  };
  const range = id === undefined ? {} : prefixRange(rowKey(id));
  for (const [key, json] of reader.scan(documentsTable(scope, collection), range)) {
    touch(readRow(json).ts, keyOfId(key));
  }
  for (const [key, json] of reader.scan(historyTable(scope, collection), range)) {
    const { ts, until } = readRow(json);
    const document = keyOfId(key);
    touch(ts, document);
    if (until !== undefined) touch(until, document);
  }
  return [...times].sort(([a], [b]) => a - b).map(([time, ids]) => ({ time, ids }));
}

/**
 * The changes of one transaction, in the order of the original: by what an index knew of the documents before, or for
 * those that it did not know, of what it knows now; the index of a whole collection is sorted by the documents' times.
 */
export function changesOf(
  context: Context,
  origin: Origin,
  definition: CollectionDefinition,
  { time, ids }: Touched,
): readonly Change[] {
  const found: Found[] = [];
  for (const id of ids) {
    const finish = measure(context);
    const change = changeAt(context, origin, definition, id, time);
    if (change) found.push({ ...change, cost: finish() });
  }
  found.sort((a, b) => (a.position < b.position ? -1 : 1));
  return found.map(({ position: _, ...change }, ordinal) => ({ ...change, ordinal }));
}

/** A change, and a text by which those of a transaction are sorted. */
interface Found extends Omit<Change, 'ordinal'> {
  readonly position: string;
}

function changeAt(
  context: Context,
  origin: Origin,
  definition: CollectionDefinition,
  id: bigint,
  time: number,
): Omit<Found, 'cost'> | undefined {
  const { transaction, database } = context;
  const version = (at: number) => versionAt(transaction, database.scope, definition.id, id, at);
  const [before, after] = [version(time - 1), version(time)];
  if (before?.ts === after?.ts) return undefined;
  if (!(origin instanceof IndexPlan)) {
    const position = encodeInteger(before?.ts ?? time) + rowKey(id);
    return { time, id, action: !before ? 'create' : !after ? 'delete' : 'update', before, after, position };
  }
  const index = definition.indexes.find(({ name }) => name === origin.index);
  if (!index) return undefined;
  const keys = (row: StoredRow | undefined) => entriesOf(context, origin, definition, index, id, row);
  const [old, current] = [keys(before), keys(after)];
  const changed = [...old].filter((key) => !current.has(key)).concat([...current].filter((key) => !old.has(key)));
  const [position] = changed.sort();
  if (position === undefined) return undefined;
  const action = old.size === 0 ? 'create' : current.size === 0 ? 'delete' : 'update';
  return { time, id, action, before, after, position };
}

/**
 * The keys of a document's entries that the source looks at. DEPARTURE: where an index has several entries for a document,
 * for it has `mva` values, the original tells of an update whenever one of them changes, even if the last one goes.
 */
function entriesOf(
  context: Context,
  origin: IndexPlan,
  definition: CollectionDefinition,
  index: IndexDefinition,
  id: bigint,
  row: StoredRow | undefined,
): ReadonlySet<string> {
  if (!row) return new Set();
  const prefix = origin.stretch.range.from ?? '';
  const contents = contentsOf(row, context.transaction.time);
  return new Set(indexKeys(context, index, { definition, id, contents }).filter((key) => key.startsWith(prefix)));
}
