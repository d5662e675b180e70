/**
 * Versions of documents: the newest in the collection's table, older ones in its history as long as somebody may ask
 * for them. Source: the reference page "Document history", recorded `ttl and history`.
 */

import { Failure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import { formatTime } from '../runtime/time-text.ts';
import { Time } from '../runtime/value.ts';
import { encodeInteger } from '../transaction/key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable } from './database.ts';
import type { Reader } from './schema.ts';
import { isExpired, readRow, rowKey, type StoredRow } from './stored-row.ts';

/** A cursor goes on reading the set as it was when its first page was read, for this long: microseconds. */
export const shortestHistory = 15 * 60 * 1e6;

const day = 24 * 60 * 60 * 1e6;

/** The row that holds for a document now, expired or not; undefined when there is none. */
export function storedRow(reader: Reader, scope: string, collection: string, id: bigint): StoredRow | undefined {
  const json = reader.get(documentsTable(scope, collection), rowKey(id));
  return json === undefined ? undefined : readRow(json);
}

/** The version of a document at a time; undefined when it was not there, or had expired. */
export function versionAt(
  reader: Reader,
  scope: string,
  collection: string,
  id: bigint,
  time: number,
): StoredRow | undefined {
  const current = storedRow(reader, scope, collection, id);
  const version = current && current.ts <= time ? current : olderVersion(reader, scope, collection, id, time);
  return version && !isExpired(version.ttl, time) ? version : undefined;
}

function olderVersion(
  reader: Reader,
  scope: string,
  collection: string,
  id: bigint,
  time: number,
): StoredRow | undefined {
  const range = { from: rowKey(id), to: versionKey(id, time + 1) };
  for (const [, json] of reader.scan(historyTable(scope, collection), range, true)) {
    const row = readRow(json);
    return row.until !== undefined && row.until > time ? row : undefined;
  }
  return undefined;
}

/** Where an older version is kept. */
export function versionKey(id: bigint, ts: number): string {
  return rowKey(id) + encodeInteger(ts);
}

/** Fields whose values must not outlive them: hashes of what opens the database. */
const secrets: Readonly<Record<string, string>> = {
  Credential: 'hashed_password',
  Key: 'hashed_secret',
  Token: 'hashed_secret',
};

/** Keeps a version that this transaction replaces or deletes; one of its own it just forgets. */
export function keepVersion(
  transaction: Transaction,
  scope: string,
  collection: string,
  id: bigint,
  row: StoredRow,
): void {
  if (row.ts === transaction.time) return;
  const secret = secrets[collection];
  const data = secret === undefined ? row.data : withoutField(row.data, secret);
  const version = { ...row, data, until: transaction.time };
  transaction.put(historyTable(scope, collection), versionKey(id, row.ts), version);
}

function withoutField(data: StoredRow['data'], name: string): StoredRow['data'] {
  const { [name]: _, ...others } = data;
  return others;
}

/** When a version that is kept in history was replaced or deleted. */
export function untilOfVersion(row: unknown): number {
  return Number((row as { readonly until?: number }).until);
}

/** Before this time (microseconds), nobody may ask for versions of the collection's documents. */
export function oldestReadable(definition: CollectionDefinition | undefined, now: number): number {
  return now - Math.max(shortestHistory, (definition?.historyDays ?? 0) * day);
}

/** Ends the query when versions of that time may be gone already. Errors: `invalid_request`. */
export function requireKept(context: Context, definition: CollectionDefinition | undefined, time: number): void {
  if (definition?.kind !== 'user') return;
  const oldest = oldestReadable(definition, context.transaction.time);
  if (time >= oldest) return;
  const [asked, allowed] = [time, oldest].map((micros) => formatTime(Time.ofMicros(micros)));
  const message = `Requested timestamp ${asked} less than minimum allowed timestamp ${allowed}.`;
  throw new Failure('invalid_request', message, [], { diagnostics: [] });
}

/** How far the sweep of each table has come: a hint, shared by all databases of the process. */
const swept = new Map<string, string>();
const sweepStep = 4;

/**
 * Takes a few rows that nobody may ask for any more out of a history table, each time some further on, so that every
 * write pays for a little and the table stays in proportion. What it reads does not count as read: two transactions
 * that sweep the same rows do not disturb each other. Says how many rows it looked at.
 */
export function sweepHistory(
  transaction: Transaction,
  table: string,
  until: (row: unknown) => number,
  oldest: number,
): number {
  const from = swept.get(table);
  let last: string | undefined;
  let seen = 0;
  for (const [key, row] of transaction.snapshot.scan(table, from === undefined ? {} : { from: `${from}\0` })) {
    last = key;
    if (until(row) < oldest) transaction.delete(table, key);
    if (++seen === sweepStep) break;
  }
  if (seen < sweepStep || last === undefined) swept.delete(table);
  else swept.set(table, last);
  return seen;
}
