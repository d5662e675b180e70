/**
 * Documents that expire are gone for every reader from that time on; their rows stay until nobody may ask for the time
 * before. A queue in the system table has a row for each of them, in the order of their times, so that what is due is
 * found without a look at all documents.
 */
import { decodeInteger, encodeInteger } from '../transaction/key.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { systemTable } from './database.ts';
import { expiryOf, type StoredRow } from './stored-row.ts';

export interface Expiry {
  /** The storage id of the collection. */
  readonly collection: string;
  readonly id: bigint;
  /** When the document expires: microseconds since 1970. */
  readonly time: number;
}

const queue = 'expires ';

export function expiryKey({ collection, id, time }: Expiry): string {
  return `${queue}${encodeInteger(time)} ${encodeInteger(id)} ${collection}`;
}

export function readExpiryKey(key: string): Expiry {
  const [, time = '', id = '', collection = ''] = key.split(' ');
  return { time: Number(decodeInteger(time)), id: decodeInteger(id), collection };
}

/** The queue up to a time, exclusive. */
export function expiriesBefore(time: number): { readonly from: string; readonly to: string } {
  return { from: queue, to: queue + encodeInteger(time) };
}

/** Keeps the queue current when a document is written: `before` and `after` are its rows. */
export function queueExpiry(
  transaction: Transaction,
  scope: string,
  document: Omit<Expiry, 'time'>,
  before: StoredRow | undefined,
  after: StoredRow | undefined,
): void {
  if (before?.ttl === after?.ttl) return;
  const keyOf = (ttl: number | string) => expiryKey({ ...document, time: expiryOf(ttl) });
  if (before?.ttl !== undefined) transaction.delete(systemTable(scope), keyOf(before.ttl));
  if (after?.ttl !== undefined) transaction.put(systemTable(scope), keyOf(after.ttl), true);
}

/** When the document of a row expires; undefined when it does not. */
export function expiryOfRow({ ttl }: StoredRow): number | undefined {
  return ttl === undefined ? undefined : expiryOf(ttl);
}
