/**
 * The order of `order()` and of a set's `distinct()`, and the sameness that `distinct()`, `includes()` and `indexOf()`
 * go by. Both differ from the operators `<` and `==`: an order must hold for all values, and sameness looks at the
 * kind of a value more closely. Source: recorded `distinct`, generated expressions.
 */

import { equals, totalCompare } from '../runtime/compare.ts';
import type { Context } from '../runtime/context.ts';
import { isNumber, type NumberValue } from '../runtime/types.ts';
import {
  ArrayValue,
  BoundMethod,
  Bytes,
  Closure,
  DateValue,
  Document,
  Double,
  EventSource,
  Id,
  Module,
  Null,
  ObjectValue,
  SetCursor,
  SetValue,
  Time,
  TransactionTime,
  UserFunction,
  Uuid,
  type Value,
} from '../runtime/value.ts';
import { encodeValue } from './sets/encode-value.ts';

/** Negative, zero or positive. Values without an order of their own (sets, functions) are equal among themselves. */
export function compareForOrder(context: Context, a: Value, b: Value): number {
  if (a instanceof ArrayValue && b instanceof ArrayValue) return compareArrays(context, a, b);
  if (a instanceof ObjectValue && b instanceof ObjectValue) return compareObjects(context, a, b);
  if (a instanceof Id !== b instanceof Id) return compareWithId(context, a, b);
  if (isUnordered(a) && isUnordered(b) && a.constructor === b.constructor) return 0;
  return totalCompare(context, a, b);
}

function compareArrays(context: Context, a: ArrayValue, b: ArrayValue): number {
  const length = Math.min(a.elements.length, b.elements.length);
  for (let index = 0; index < length; index++) {
    const compared = compareForOrder(context, a.elements[index] as Value, b.elements[index] as Value);
    if (compared !== 0) return compared;
  }
  return a.elements.length - b.elements.length;
}

/** By the fields in the order of their names: name, then value. */
function compareObjects(context: Context, a: ObjectValue, b: ObjectValue): number {
  const left = sortedFields(a);
  const right = sortedFields(b);
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [leftName, leftValue] = left[index] as [string, Value];
    const [rightName, rightValue] = right[index] as [string, Value];
    if (leftName !== rightName) return leftName < rightName ? -1 : 1;
    const compared = compareForOrder(context, leftValue, rightValue);
    if (compared !== 0) return compared;
  }
  return left.length - right.length;
}

function sortedFields({ fields }: ObjectValue): [string, Value][] {
  return [...fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** An ID is a kind of its own here, whatever text or number it is equal to: it stands where a document would. */
function compareWithId(context: Context, a: Value, b: Value): number {
  const kindOf = (value: Value): Value => (value instanceof Id ? ANY_DOCUMENT : value);
  if (a instanceof Document) return 1;
  if (b instanceof Document) return -1;
  return totalCompare(context, kindOf(a), kindOf(b));
}

const ANY_DOCUMENT = new Document('', 0n);

function isUnordered(value: Value): value is SetValue | SetCursor | Closure | BoundMethod | UserFunction | EventSource {
  return (
    value instanceof SetValue ||
    value instanceof SetCursor ||
    value instanceof Closure ||
    value instanceof BoundMethod ||
    value instanceof UserFunction ||
    value instanceof EventSource
  );
}

/** Whether `includes` and `indexOf` take `a` for `b`: unlike `==`, a null is not a reference to a missing document. */
export function isSame(context: Context, a: Value, b: Value): boolean {
  if (a instanceof Null || b instanceof Null) return a instanceof Null && b instanceof Null;
  if (a instanceof Id || b instanceof Id) return isSameId(context, a, b);
  if (isNumber(a) && isNumber(b)) return isSameNumber(a, b);
  if (a instanceof ArrayValue && b instanceof ArrayValue) {
    if (a.elements.length !== b.elements.length) return false;
    return a.elements.every((element, index) => isSame(context, element, b.elements[index] as Value));
  }
  if (a instanceof ObjectValue && b instanceof ObjectValue) {
    if (a.fields.size !== b.fields.size) return false;
    for (const [name, value] of a.fields) {
      const other = b.fields.get(name);
      if (other === undefined || !isSame(context, value, other)) return false;
    }
    return true;
  }
  return equals(context, a, b);
}

/** NaN is the same as nothing, and the two zeros are the same. */
function isSameNumber(a: NumberValue, b: NumberValue): boolean {
  if (!(a instanceof Double) && !(b instanceof Double)) return BigInt(a) === BigInt(b);
  const double = (value: NumberValue) => (value instanceof Double ? value.value : Number(value));
  return double(a) === double(b);
}

function isSameId(context: Context, a: Value, b: Value): boolean {
  const comparable = (value: Value) => value instanceof Id || typeof value === 'string';
  return comparable(a) && comparable(b) && equals(context, a, b);
}

/** The first of the values that are the same: `1` and `1.0` are not, `1` and a Long of 1 are. */
export function distinct(context: Context, values: readonly Value[]): Value[] {
  const seen = new Map<string, Value>();
  let nans = 0;
  const nextNan = () => nans++;
  for (const value of values) {
    const key = keyOf(context, value, nextNan);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** Two values have one key when they are the same and of one kind. NaN is the same as nothing. */
function keyOf(context: Context, value: Value, nextNan: () => number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
  }
  if (value instanceof Double) return keyOfDouble(value.value, nextNan);
  if (value instanceof ArrayValue) return `[${value.elements.map((each) => keyOf(context, each, nextNan)).join()}]`;
  if (value instanceof ObjectValue) {
    const fields = sortedFields(value).map(
      ([name, field]) => `${JSON.stringify(name)}:${keyOf(context, field, nextNan)}`,
    );
    return `{${fields.join()}}`;
  }
  if (value instanceof Document) return `document ${JSON.stringify([value.collection, String(value.id)])}`;
  if (value instanceof Null) return 'null';
  if (value instanceof Time) return `time ${value.seconds} ${value.nanos}`;
  if (value instanceof DateValue) return `date ${value.epochDay}`;
  if (value instanceof Id) return `id ${value.value}`;
  if (value instanceof Uuid) return `uuid ${value.text}`;
  if (value instanceof Bytes) return `bytes ${value.data.join()}`;
  if (value instanceof TransactionTime) return 'transaction time';
  if (value instanceof Module) return `module ${value.name}`;
  return `other ${JSON.stringify(encodeValue(context, value))}`;
}

/** The zero of doubles is the same as the Int, the negative zero is not. */
function keyOfDouble(value: number, nextNan: () => number): string {
  if (Number.isNaN(value)) return `NaN ${nextNan()}`;
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0';
  return `double ${value}`;
}
