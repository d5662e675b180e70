/**
 * Values as they are kept in rows: plain JSON that a person can read and that gives back the very value.
 *
 * Strings, booleans, nulls and integers are themselves, and so are doubles with a fraction. What JSON has no type for
 * is an object with one key that starts with '@': `{"@time": "…"}`. An object with a key like that, or with keys whose
 * order a JavaScript object does not keep, is `{"@object": [[key, value], …]}`.
 */
import { NO_SPAN } from '../language/source.ts';
import { decodeBase64, encodeBase64 } from '../runtime/base64.ts';
import { formatDate, formatTime, parseDate, parseTime } from '../runtime/time-text.ts';
import { fitsInt } from '../runtime/types.ts';
import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  Null,
  nullAt,
  ObjectValue,
  StoredQuery,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import type { Json } from '../store/store.ts';

/** The row does not hold what this version writes: the file was changed by hand, or by a newer version. */
export class CorruptRow extends Error {
  override name = 'CorruptRow';
}

/** Says where in a document a value stands that can not be kept. */
export class NotPersistable extends Error {
  constructor(
    readonly path: readonly (string | number)[],
    readonly value: Value,
  ) {
    super('not persistable');
  }
}

type JsonObject = { readonly [key: string]: Json };

export function isJsonArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/**
 * The row form of a value. `time` is the transaction's, in microseconds, which a pending transaction time stands for.
 * Throws NotPersistable.
 */
export function encodeValue(value: Value, time: number, path: readonly (string | number)[] = []): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : { '@long': value.toString() };
  }
  if (value instanceof ObjectValue) return encodeObject(value, time, path);
  if (value instanceof ArrayValue) {
    return value.elements.map((element, index) => encodeValue(element, time, [...path, index]));
  }
  if (value instanceof Null) return null;
  if (value instanceof Double) return encodeDouble(value.value);
  if (value instanceof Document) return { '@ref': { coll: value.collection, id: encodeId(value.id) } };
  if (value instanceof Time) return { '@time': formatTime(value) };
  if (value instanceof DateValue) return { '@date': formatDate(value) };
  if (value instanceof TransactionTime) return { '@transactionTime': time };
  if (value instanceof Bytes) return { '@bytes': encodeBase64(value.data) };
  if (value instanceof Uuid) return { '@uuid': value.text };
  if (value instanceof StoredQuery)
    return { '@query': { version: value.version, body: encodeObject(value.body, time, path) } };
  throw new NotPersistable(path, value);
}

/** Numbers would lose digits and names must stay apart from them: ids are strings of digits, names start with ':'. */
function encodeId(id: bigint | string): string {
  return typeof id === 'bigint' ? id.toString() : `:${id}`;
}

function decodeId(text: string): bigint | string {
  return text.startsWith(':') ? text.slice(1) : BigInt(text);
}

function encodeDouble(value: number): Json {
  if (Number.isFinite(value) && !Number.isInteger(value)) return value;
  return { '@double': Object.is(value, -0) ? '-0' : String(value) };
}

/** Keys that a JavaScript object would move to its front, or take for something else. */
function needsList(key: string): boolean {
  return key.startsWith('@') || key === '__proto__' || (/^\d/.test(key) && String(Number(key)) === key);
}

export function encodeObject(object: ObjectValue, time: number, path: readonly (string | number)[] = []): Json {
  const plain: Record<string, Json> = {};
  let list: (readonly [string, Json])[] | undefined;
  for (const [key, value] of object.fields) {
    const encoded = encodeValue(value, time, [...path, key]);
    if (!list && needsList(key)) list = Object.entries(plain);
    if (list) list.push([key, encoded]);
    else plain[key] = encoded;
  }
  return list ? { '@object': list } : plain;
}

/** The value of a row form; `time` is the transaction's, whose own transaction times are still pending. */
export function decodeValue(json: Json, time: number): Value {
  switch (typeof json) {
    case 'string':
    case 'boolean':
      return json;
    case 'number':
      if (Number.isInteger(json)) return fitsInt(json) ? json : BigInt(json);
      return new Double(json);
  }
  if (json === null) return STORED_NULL;
  if (isJsonArray(json)) return new ArrayValue(json.map((element) => decodeValue(element, time)));
  for (const key in json)
    return key.startsWith('@') ? decodeTagged(key, json[key] as Json, time) : decodeObject(json, time);
  return new ObjectValue(new Map());
}

/** A null in an array; it came to be in a query that is long over. */
const STORED_NULL = nullAt(NO_SPAN);

export function decodeObject(json: Json, time: number): ObjectValue {
  if (json === null || typeof json !== 'object' || isJsonArray(json)) throw new CorruptRow('not an object');
  const fields = new Map<string, Value>();
  const list = json['@object'];
  if (list !== undefined) {
    for (const [key, value] of list as readonly (readonly [string, Json])[]) fields.set(key, decodeValue(value, time));
  } else {
    for (const key in json) fields.set(key, decodeValue(json[key] as Json, time));
  }
  return new ObjectValue(fields);
}

/** One field of what `decodeObject` decodes. */
export function decodeField(json: JsonObject, name: string, time: number): Value | undefined {
  if (json['@object'] !== undefined) return decodeObject(json, time).fields.get(name);
  return Object.hasOwn(json, name) ? decodeValue(json[name] as Json, time) : undefined;
}

function decodeTagged(tag: string, json: Json, time: number): Value {
  const value = tagged(tag, json, time);
  if (value === undefined) throw new CorruptRow(`${tag}: ${JSON.stringify(json)}`);
  return value;
}

function tagged(tag: string, json: Json, time: number): Value | undefined {
  if (tag === '@object') return decodeObject({ '@object': json }, time);
  if (tag === '@ref') {
    const { coll, id } = json as JsonObject;
    return typeof coll === 'string' && typeof id === 'string' ? new Document(coll, decodeId(id)) : undefined;
  }
  if (tag === '@query') {
    const { version, body } = json as JsonObject;
    return typeof version === 'string' ? new StoredQuery(version, decodeObject(body ?? null, time)) : undefined;
  }
  if (tag === '@transactionTime') {
    if (typeof json !== 'number') return undefined;
    return json === time ? TransactionTime.value : Time.ofMicros(json);
  }
  if (typeof json !== 'string') return undefined;
  switch (tag) {
    case '@long':
      return BigInt(json);
    case '@double':
      return new Double(Number(json));
    case '@time':
      return parseTime(json);
    case '@date':
      return parseDate(json);
    case '@bytes': {
      const data = decodeBase64(json);
      return data && new Bytes(data);
    }
    case '@uuid':
      return new Uuid(json);
    default:
      return undefined;
  }
}

/** Throws NotPersistable for the first part of a value that can not be kept. */
export function requirePersistable(value: Value, path: readonly (string | number)[] = []): void {
  if (typeof value !== 'object') return;
  if (value instanceof ObjectValue) {
    for (const [key, each] of value.fields) if (typeof each === 'object') requirePersistable(each, [...path, key]);
  } else if (value instanceof ArrayValue) {
    for (const [index, each] of value.elements.entries()) {
      if (typeof each === 'object') requirePersistable(each, [...path, index]);
    }
  } else if (!kept.some((type) => value instanceof type)) throw new NotPersistable(path, value);
}

const kept = [Null, Double, Document, Time, DateValue, TransactionTime, Bytes, Uuid, StoredQuery];
