/**
 * The entries of an index, or the documents of a collection, in order: as they are now, or as they were at a time. The
 * past is put together from what is there still and what was taken out since.
 */
import type { Context } from '../runtime/context.ts';
import type { Json, KeyRange } from '../store/store.ts';
import { documentsTable, historyTable, indexHistoryTable, indexTable } from './database.ts';
import { requireKept } from './document-versions.ts';
import { readEntryRow } from './index-entries.ts';
import { isExpired, readRow } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';

/** Since when a row has been there, until when, and when its document expires: microseconds. */
interface Lifetime {
  readonly since: number;
  readonly until: number | undefined;
  readonly ttl: number | string | undefined;
}

export interface EntrySource {
  /** The storage id of the collection. */
  readonly collection: string;
  readonly table: string;
  readonly history: string;
  readonly lifetime: (row: Json) => Lifetime;
}

export function documentsSource(scope: string, collection: string): EntrySource {
  return {
    collection,
    table: documentsTable(scope, collection),
    history: historyTable(scope, collection),
    lifetime: (json) => {
      const { ts, until, ttl } = readRow(json);
      return { since: ts, until, ttl };
    },
  };
}

export function indexSource(scope: string, collection: string, index: string): EntrySource {
  return {
    collection,
    table: indexTable(scope, collection, index),
    history: indexHistoryTable(scope, collection, index),
    lifetime: (json) => {
      const { since, ttl } = readEntryRow(json);
      return { since, until: undefined, ttl };
    },
  };
}

/** A key, and the row under it where that is what is there now. */
export type ScannedEntry = readonly [key: string, row: Json | undefined];

/** The entries in a range whose documents have not expired, at `context.readTime` or now. */
export function* scanEntries(
  context: Context,
  source: EntrySource,
  range: KeyRange,
  reverse: boolean,
): Generator<ScannedEntry> {
  const { transaction, readTime } = context;
  const current = transaction.scan(source.table, range, reverse);
  if (readTime === undefined) {
    for (const entry of current) {
      if (!isExpired(source.lifetime(entry[1]).ttl, transaction.time)) yield entry;
    }
    return;
  }
  requireKept(context, context.database.schema.collection(source.collection), readTime);
  const now = keysAt(current, source.lifetime, readTime, 0);
  const past = keysAt(transaction.scan(source.history, range, reverse), removedLifetime(source), readTime, timeLength);
  for (const key of inOrder(now, past, range, reverse)) yield [key, undefined];
}

/** The time at the end of a key of a history table. */
const timeLength = 19;

/** Entries that were taken out say from when until when they were there. */
function removedLifetime(source: EntrySource): (row: Json) => Lifetime {
  return (row) => {
    if (!isJsonArray(row)) return source.lifetime(row);
    return { since: Number(row[0]), until: Number(row[1]), ttl: undefined };
  };
}

function* keysAt(
  entries: Iterable<readonly [string, Json]>,
  lifetime: (row: Json) => Lifetime,
  time: number,
  suffix: number,
): Generator<string, void> {
  for (const [key, row] of entries) {
    const { since, until, ttl } = lifetime(row);
    if (since > time || (until !== undefined && until <= time) || isExpired(ttl, time)) continue;
    yield suffix === 0 ? key : key.slice(0, -suffix);
  }
}

/** Two runs of keys in the same order as one; what lies outside the range is left out. */
function* inOrder(
  a: Generator<string, void>,
  b: Generator<string, void>,
  { from, to }: KeyRange,
  reverse: boolean,
): Generator<string> {
  const inRange = (key: string) => (from === undefined || key >= from) && (to === undefined || key < to);
  let [one, other] = [a.next(), b.next()];
  while (!one.done || !other.done) {
    const takeOne = other.done || (!one.done && one.value < other.value !== reverse);
    const key = (takeOne ? one.value : other.value) as string;
    if (takeOne) one = a.next();
    else other = b.next();
    if (inRange(key)) yield key;
  }
}
