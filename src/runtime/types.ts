/**
 * The types that natives ask of their arguments, and the names of types as messages print them.
 * Source: recorded `type_mismatch` and `invalid_argument` messages.
 */
import type { ArgumentType } from './native.ts';
import {
  ArrayValue,
  BoundMethod,
  Bytes,
  Closure,
  DateValue,
  Document,
  Double,
  EventSource,
  type FunctionValue,
  Id,
  Module,
  Null,
  ObjectValue,
  SetCursor,
  SetValue,
  StoredQuery,
  Time,
  TransactionTime,
  UserFunction,
  Uuid,
  type Value,
} from './value.ts';

export type NumberValue = number | bigint | Double;

/** The type of a value as messages print it: `Int`, `Array<Any>`, `{ *: Any }`, `Doc`; of a module its name. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'number':
      return 'Int';
    case 'bigint':
      return 'Long';
    case 'boolean':
      return 'Boolean';
  }
  if (value instanceof Module) return value.name;
  return classNames.get(value.constructor) ?? 'Any';
}

const classNames = new Map<unknown, string>([
  [Double, 'Double'],
  [Null, 'Null'],
  [ArrayValue, 'Array<Any>'],
  [ObjectValue, '{ *: Any }'],
  [Id, 'ID'],
  [Time, 'Time'],
  [DateValue, 'Date'],
  [TransactionTime, 'TransactionTime'],
  [Bytes, 'Bytes'],
  [Uuid, 'UUID'],
  [Document, 'Doc'],
  [SetValue, 'Set<Any>'],
  [SetCursor, 'SetCursor'],
  [EventSource, 'EventSource<Any>'],
  [Closure, 'Lambda'],
  [BoundMethod, 'Function'],
  [UserFunction, 'Function'],
  [StoredQuery, 'Function'],
]);

export function isNumber(value: Value): value is NumberValue {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double;
}

export function isFunction(value: Value): value is FunctionValue {
  return value instanceof Closure || value instanceof BoundMethod || value instanceof UserFunction;
}

const minLong = -(2n ** 63n);
const maxLong = 2n ** 63n - 1n;

export function fitsInt(value: number | bigint): boolean {
  return value >= -2147483648 && value <= 2147483647;
}

export function fitsLong(value: bigint): boolean {
  return value >= minLong && value <= maxLong;
}

/** A double as a long the way the original converts: towards zero, out of range to the nearest, NaN to 0. */
export function doubleToLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return maxLong;
  if (value <= -(2 ** 63)) return minLong;
  return BigInt(Math.trunc(value));
}

/** A text as a 64-bit integer: an optional sign and digits. */
export function parseLong(text: string): bigint | undefined {
  if (text.length > 64 || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return fitsLong(value) ? value : undefined;
}

function instance<T extends Value>(name: string, type: abstract new (...args: never[]) => T): ArgumentType<T> {
  return { name, cast: (value) => (value instanceof type ? value : undefined) };
}

function castInt(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return fitsInt(value) ? Number(value) : undefined;
  if (value instanceof Double) return value.value === (value.value | 0) ? value.value | 0 : undefined;
  return undefined;
}

function castLong(value: Value): bigint | undefined {
  if (typeof value === 'number') return BigInt(value);
  if (typeof value === 'bigint') return value;
  if (value instanceof Double) return Number.isInteger(value.value) ? doubleToLong(value.value) : undefined;
  return undefined;
}

function castDouble(value: Value): Double | undefined {
  if (typeof value === 'number') return new Double(value);
  if (typeof value === 'bigint') return new Double(Number(value));
  return value instanceof Double ? value : undefined;
}

function castId(value: Value): Id | undefined {
  if (value instanceof Id) return value;
  if (typeof value === 'number') return new Id(BigInt(value));
  if (typeof value === 'bigint') return new Id(value);
  if (typeof value !== 'string') return undefined;
  const id = parseLong(value);
  return id === undefined ? undefined : new Id(id);
}

export const types = {
  any: { name: 'Any', cast: (value: Value) => value } as ArgumentType<Value>,
  /** Also a Long or Double of the same value. */
  int: { name: 'Int', cast: castInt } as ArgumentType<number>,
  /** Also an Int, or a Double without a fraction. */
  long: { name: 'Long', cast: castLong } as ArgumentType<bigint>,
  /** Any number. */
  double: { name: 'Double', cast: castDouble } as ArgumentType<Double>,
  number: { name: 'Number', cast: (value) => (isNumber(value) ? value : undefined) } as ArgumentType<NumberValue>,
  string: { name: 'String', cast: (value) => (typeof value === 'string' ? value : undefined) } as ArgumentType<string>,
  boolean: {
    name: 'Boolean',
    cast: (value) => (typeof value === 'boolean' ? value : undefined),
  } as ArgumentType<boolean>,
  /** Also an Int, a Long, and a String of digits. */
  id: { name: 'ID', cast: castId } as ArgumentType<Id>,
  bytes: instance('Bytes', Bytes),
  time: instance('Time', Time),
  date: instance('Date', DateValue),
  transactionTime: instance('TransactionTime', TransactionTime),
  uuid: instance('UUID', Uuid),
  nullType: instance('Null', Null),
  /** An object that is no document. */
  object: instance('{ *: Any }', ObjectValue),
  /** An object, a document or a module: whoever takes it refuses the module with a message of its own. */
  anyObject: {
    name: '{ *: Any }',
    cast: (value) =>
      value instanceof ObjectValue || value instanceof Document || value instanceof Module ? value : undefined,
  } as ArgumentType<ObjectValue | Document | Module>,
  document: instance('Doc', Document),
  array: instance('Array<Any>', ArrayValue),
  set: instance('Set<Any>', SetValue),
  /** Also the text of one. */
  setCursor: {
    name: 'SetCursor',
    cast: (value) =>
      value instanceof SetCursor ? value : typeof value === 'string' ? new SetCursor(value) : undefined,
  } as ArgumentType<SetCursor>,
  eventSource: instance('EventSource<Any>', EventSource),
  func: { name: 'Function', cast: (value) => (isFunction(value) ? value : undefined) } as ArgumentType<FunctionValue>,
};
