/**
 * Values as parts of keys whose order is FQL's: numbers, bytes, strings, arrays, objects, ids, documents, times, dates,
 * uuids, booleans, nulls last. Source: recorded `ordering of mixed types`, the original's order of values.
 */

import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  Id,
  Null,
  ObjectValue,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import { encodeBytes, encodeInteger, encodeList, encodeNumber, encodeString, invert } from '../transaction/key.ts';

/** The mark of null, which is above those of all other types. */
export const NULL_KEY = 'z';

/** The key of a document in its table, and the end of each key in its indexes. */
export function documentKey(id: bigint): string {
  return encodeInteger(id);
}

/** `time` is the transaction's, which its pending times stand for. Undefined for what can not be looked up. */
export function valueKey(value: Value, time: number): string | undefined {
  return keyOf(value, time, 'a');
}

/**
 * The key of a value that is looked up, not sorted by. There a Double is no whole number, whatever their order says:
 * an index finds 5.0 by 5.0 and not by 5, and both may be there once where they are to be unique.
 */
export function termKey(value: Value, time: number): string | undefined {
  return keyOf(value, time, 'A');
}

/** `double` is the mark of a Double; whole numbers have `a`. */
function keyOf(value: Value, time: number, double: 'a' | 'A'): string | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return `a${encodeNumber(value)}`;
    case 'string':
      return `c${encodeString(value)}`;
    case 'boolean':
      return value ? 'l1' : 'l0';
  }
  if (value instanceof Null) return NULL_KEY;
  if (value instanceof Double) return `${double}${encodeNumber(value.value)}`;
  if (value instanceof Bytes) return `b${encodeBytes(value.data)}`;
  if (value instanceof ArrayValue) return listKey('d', value.elements, time, double);
  if (value instanceof ObjectValue) return objectKey(value, time, double);
  if (value instanceof Id) return `f${encodeInteger(value.value)}`;
  if (value instanceof Document) {
    const id = typeof value.id === 'bigint' ? documentKey(value.id) : `:${encodeString(value.id)}`;
    return `g${id}${encodeString(value.collection)}`;
  }
  if (value instanceof Time) return timeKey(value);
  if (value instanceof TransactionTime) return timeKey(Time.ofMicros(time));
  if (value instanceof DateValue) return `j${encodeInteger(value.epochDay)}`;
  if (value instanceof Uuid) return `k${encodeString(value.text)}`;
  return undefined;
}

function timeKey(time: Time): string {
  return `h${encodeInteger(time.seconds)}${time.nanos.toString().padStart(9, '0')}`;
}

function listKey(mark: string, elements: readonly Value[], time: number, double: 'a' | 'A'): string | undefined {
  const keys: string[] = [];
  for (const element of elements) {
    const key = keyOf(element, time, double);
    if (key === undefined) return undefined;
    keys.push(key);
  }
  return mark + encodeList(keys);
}

/** Objects compare by their sorted keys, each followed by its value. */
function objectKey(object: ObjectValue, time: number, double: 'a' | 'A'): string | undefined {
  const sorted = [...object.fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return listKey('e', sorted.flat(), time, double);
}

/** A component in the order an index wants it. */
export function ordered(key: string, order: 'asc' | 'desc'): string {
  return order === 'asc' ? key : invert(key);
}
