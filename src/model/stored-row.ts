/** Documents as rows: `{ ts, ttl, data }`, older versions with `until`, the time they were replaced or deleted. */
import { formatTime, parseTime } from '../runtime/time-text.ts';
import { type DocumentContents, type ObjectValue, Time, type Value } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import { decodeInteger, encodeInteger } from '../transaction/key.ts';
import { CorruptRow, decodeField, decodeObject, encodeObject, isJsonArray } from './stored-value.ts';

export interface StoredRow {
  /** When this version was written: microseconds since 1970. */
  readonly ts: number;
  /** Microseconds since 1970, or a text where those are not exact. */
  readonly ttl?: number | string;
  /** The fields, `{ "@object": … }` where a plain object would not keep them. */
  readonly data: { readonly [key: string]: Json };
  /** Of an older version: when the next one took its place. */
  readonly until?: number;
}

export function rowKey(id: bigint): string {
  return encodeInteger(id);
}

export function keyOfId(key: string): bigint {
  return decodeInteger(key);
}

/** The row as what it is; throws CorruptRow when it is none. */
export function readRow(json: Json): StoredRow {
  if (json === null || typeof json !== 'object' || isJsonArray(json)) throw new CorruptRow('not a document');
  const { ts, data } = json;
  if (typeof ts !== 'number' || data === null || typeof data !== 'object') throw new CorruptRow('not a document');
  return json as unknown as StoredRow;
}

/** What a row says. Fields are made values of when they are asked for: most reads want one or two of them. */
export class StoredContents implements DocumentContents {
  /** Undefined where the transaction that reads has written the row: its writes have no time yet. */
  readonly ts: number | undefined;
  readonly ttl: Time | undefined;
  #data: ObjectValue | undefined;

  constructor(
    readonly row: StoredRow,
    /** The transaction's. */
    readonly time: number,
  ) {
    this.ts = row.ts === time ? undefined : row.ts;
    this.ttl = row.ttl === undefined ? undefined : decodeTtl(row.ttl);
  }

  get data(): ObjectValue {
    this.#data ??= decodeObject(this.row.data, this.time);
    return this.#data;
  }

  /** One field of `data`. */
  field(name: string): Value | undefined {
    return this.#data ? this.#data.fields.get(name) : decodeField(this.row.data, name, this.time);
  }
}

export function contentsOf(row: StoredRow, time: number): DocumentContents {
  return new StoredContents(row, time);
}

/** The field of contents, wherever they come from. */
export function fieldOf(contents: DocumentContents, name: string): Value | undefined {
  return contents instanceof StoredContents ? contents.field(name) : contents.data.fields.get(name);
}

/** The row of contents that the transaction of `time` writes. Throws NotPersistable. */
export function rowOf(contents: DocumentContents, time: number): Json {
  const data = encodeObject(contents.data, time);
  const { ttl } = contents;
  return ttl ? { ts: time, ttl: encodeTtl(ttl), data } : { ts: time, data };
}

function encodeTtl(ttl: Time): number | string {
  return ttl.nanos % 1000 === 0 && Number.isSafeInteger(ttl.micros) ? ttl.micros : formatTime(ttl);
}

function decodeTtl(ttl: number | string): Time {
  if (typeof ttl === 'number') return Time.ofMicros(ttl);
  const time = parseTime(ttl);
  if (!time) throw new CorruptRow(`ttl: ${ttl}`);
  return time;
}

/** A `ttl` in microseconds since 1970. */
export function expiryOf(ttl: number | string): number {
  return typeof ttl === 'number' ? ttl : decodeTtl(ttl).micros;
}

/** Whether a document with this `ttl` is gone at `now` (microseconds). */
export function isExpired(ttl: number | string | undefined, now: number): boolean {
  if (ttl === undefined) return false;
  return expiryOf(ttl) <= now;
}
