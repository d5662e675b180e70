/**
 * Values as parts of keys whose order is the language's: numbers, bytes, strings, arrays, objects, references, times,
 * dates, UUIDs, booleans, nulls last. Indexes and cursors are made of them, and comparisons.
 */
import { Bytes, DateValue, Double, Time, Uuid } from '../runtime/value.ts';
import { encodeBytes, encodeInteger, encodeList, encodeNumber, encodeString, invert } from '../transaction/key.ts';
import { literalOf } from './expression.ts';
import { fail, invalidRef } from './failure.ts';
import { plain } from './plain.ts';
import { Position } from './position.ts';
import type { Session } from './session.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, UnresolvedRef, type Value } from './value.ts';

/** Errors: `invalid ref`, of a reference that was not found; whoever can say where it stands has refused it before. */
export function valueKey(value: Value, session: Session): string {
  switch (typeof value) {
    case 'bigint':
      return `a${encodeNumber(value)}`;
    case 'string':
      return `c${encodeString(value)}`;
    case 'boolean':
      return value ? 'l1' : 'l0';
  }
  if (value === null) return 'z';
  if (value instanceof Double) return `a${encodeNumber(value.value)}`;
  if (value instanceof Bytes) return `b${encodeBytes(value.data)}`;
  if (value instanceof ArrayValue) return `d${encodeList(value.elements.map((each) => valueKey(each, session)))}`;
  if (value instanceof ObjectValue) return objectKey(value, session);
  if (value instanceof Ref) return refKey(value, session);
  if (value instanceof Time) return `h${encodeInteger(value.seconds)}${value.nanos.toString().padStart(9, '0')}`;
  if (value instanceof DateValue) return `j${encodeInteger(value.epochDay)}`;
  if (value instanceof Uuid) return `k${encodeString(value.text)}`;
  if (value instanceof Lambda) return `q${valueKey(literalOf(value.expression), session)}`;
  if (value instanceof UnresolvedRef) fail(invalidRef(value, Position.root));
  const object = plain(value);
  if (object === value) throw new Error('a value without a place in the order was to be ordered');
  return valueKey(object, session);
}

/** The key of a value that is looked up, not sorted by: there a double is no integer, whatever their order says. */
export function termKey(value: Value, session: Session): string {
  const key = valueKey(value, session);
  return value instanceof Double ? `A${key.slice(1)}` : key;
}

/** What the keys of references begin with. */
export const refMark = 'g';

/** By number, then by collection. */
export function refKey(ref: Ref, session: Session): string {
  return `${refMark}${encodeInteger(session.numberOf(ref) ?? -1n)}${encodeString(ref.collection)}`;
}

/** Objects compare by their sorted keys, each followed by its value. */
function objectKey(object: ObjectValue, session: Session): string {
  const sorted = [...object.fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `e${encodeList(sorted.flatMap(([name, each]) => [valueKey(name, session), valueKey(each, session)]))}`;
}

export function ordered(key: string, reverse: boolean): string {
  return reverse ? invert(key) : key;
}
