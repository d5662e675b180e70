/**
 * Equality and order of values. Values of one kind have an order; values of different kinds have none (every
 * comparison is false), but `order()` and indexes need one among all: `totalCompare`.
 * Source: recorded `operators conditions and null`, generated expressions.
 */
import type { Context } from './context.ts';
import { isNumber, type NumberValue, parseLong } from './types.ts';
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
} from './value.ts';

export function equals(context: Context, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a instanceof ArrayValue) {
    if (!(b instanceof ArrayValue) || a.elements.length !== b.elements.length) return false;
    return a.elements.every((element, index) => equals(context, element, b.elements[index] as Value));
  }
  if (a instanceof ObjectValue) {
    if (!(b instanceof ObjectValue) || a.fields.size !== b.fields.size) return false;
    for (const [name, value] of a.fields) {
      const other = b.fields.get(name);
      if (other === undefined || !equals(context, value, other)) return false;
    }
    return true;
  }
  if (a instanceof Document && b instanceof Null) return !documentExists(context, a);
  if (a instanceof Null && b instanceof Document) return !documentExists(context, b);
  return compare(context, a, b) === 0;
}

/** Where documents may not be read, none is known to exist. */
function documentExists(context: Context, document: Document): boolean {
  if (!document.options.contents && !context.allows('read')) return false;
  return context.evaluation.documents.nullCause(context, document, '`exists`') === undefined;
}

/** Negative, zero or positive; undefined when `a` and `b` are of kinds that have no order among them. */
export function compare(context: Context, a: Value, b: Value): number | undefined {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (a instanceof ObjectValue && b instanceof ObjectValue) return compareObjects(context, a, b);
  if (a instanceof ArrayValue && b instanceof ArrayValue) {
    return compareLists(a.elements, b.elements, (left, right) => totalCompare(context, left, right));
  }
  if (a instanceof Null && b instanceof Null) return 0;
  if (a instanceof Id) return compareId(a, b);
  if (b instanceof Id) {
    const compared = compareId(b, a);
    return compared === undefined ? undefined : -compared;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Time && b instanceof Time) return a.seconds - b.seconds || a.nanos - b.nanos;
  if (a instanceof DateValue && b instanceof DateValue) return a.epochDay - b.epochDay;
  if (a instanceof Bytes && b instanceof Bytes) return compareBytes(a.data, b.data);
  if (a instanceof Uuid && b instanceof Uuid) return compareUuids(a.text, b.text);
  if (a instanceof Document && b instanceof Document) return compareDocuments(context, a, b);
  if (a instanceof Module && b instanceof Module) return compareModules(a, b);
  if (a instanceof TransactionTime && b instanceof TransactionTime) return 0;
  if (a instanceof SetCursor && b instanceof SetCursor) return order(a.text, b.text);
  if (a instanceof SetValue && b instanceof SetValue) return order(recipe(context, a), recipe(context, b));
  if (a instanceof EventSource && b instanceof EventSource) return compareEventSources(context, a, b);
  if (a instanceof Closure && b instanceof Closure) return compareClosures(a, b);
  return compareNatives(context, a, b);
}

/** An order among all values: by kind where they have no order of their own. Null comes last. */
export function totalCompare(context: Context, a: Value, b: Value): number {
  return compare(context, a, b) ?? kindPosition(a) - kindPosition(b);
}

const kindPositions = new Map<unknown, number>([
  [Double, 0],
  [Bytes, 1],
  [ArrayValue, 3],
  [ObjectValue, 4],
  [Id, 5],
  [Document, 6],
  [Time, 7],
  [TransactionTime, 8],
  [DateValue, 9],
  [Uuid, 10],
  [Module, 12],
  [SetValue, 13],
  [SetCursor, 14],
  [Closure, 15],
  [BoundMethod, 16],
  [UserFunction, 16],
  [EventSource, 17],
  [Null, 18],
]);

function kindPosition(value: Value): number {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 0;
    case 'string':
      return 2;
    case 'boolean':
      return 11;
    default:
      return kindPositions.get(value.constructor) ?? 18;
  }
}

function order<T extends string | bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** NaN equals itself and is the largest, -0.0 is less than 0; a Long meets a Double as the double nearest to it. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === 'number' && typeof b === 'number') return order(a, b);
  if (!(a instanceof Double) && !(b instanceof Double)) return order(BigInt(a), BigInt(b));
  const left = a instanceof Double ? a.value : Number(a);
  const right = b instanceof Double ? b.value : Number(b);
  if (left < right) return -1;
  if (left > right) return 1;
  return rank(left) - rank(right);
}

/** Tells apart the doubles that `<` and `>` do not. */
function rank(value: number): number {
  if (Number.isNaN(value)) return 2;
  return Object.is(value, -0) ? 0 : 1;
}

function compareId(a: Id, b: Value): number | undefined {
  if (b instanceof Id) return order(a.value, b.value);
  if (isNumber(b)) return compareNumbers(a.value, b);
  if (typeof b !== 'string') return undefined;
  const id = parseLong(b);
  return id === undefined ? undefined : order(a.value, id);
}

/**
 * The first difference decides. A list that ends first is less, and so is the left one of two equal lists: `[] < []`
 * is true in the original.
 */
function compareLists<T>(a: readonly T[], b: readonly T[], compareElements: (a: T, b: T) => number): number {
  for (let index = 0; index < a.length; index++) {
    if (index === b.length) return 1;
    const compared = compareElements(a[index] as T, b[index] as T);
    if (compared !== 0) return compared;
  }
  return -1;
}

/** By the fields in the order of their names: first the names, then the values. */
function compareObjects(context: Context, a: ObjectValue, b: ObjectValue): number {
  const sorted = ({ fields }: ObjectValue) => [...fields].sort(([left], [right]) => order(left, right));
  return compareLists(sorted(a), sorted(b), ([aName, aValue], [bName, bValue]) => {
    return order(aName, bName) || totalCompare(context, aValue, bValue);
  });
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** As two signed 64-bit halves: what starts with 8 or more is less than what starts with 7 or less. */
function compareUuids(a: string, b: string): number {
  const halves = (text: string) => {
    const hex = text.replaceAll('-', '');
    return [hex.slice(0, 16), hex.slice(16)].map((half) => BigInt.asIntN(64, BigInt(`0x${half}`))) as [bigint, bigint];
  };
  const [aHigh, aLow] = halves(a);
  const [bHigh, bLow] = halves(b);
  return order(aHigh, bHigh) || order(aLow, bLow);
}

/** References, by id and then by the age of their collections: what the documents hold does not count. */
function compareDocuments(context: Context, a: Document, b: Document): number {
  const { schema } = context.database;
  const idOf = ({ collection, id }: Document) => (typeof id === 'bigint' ? id : schema.documentNamed(collection, id));
  const [one, other] = [idOf(a), idOf(b)];
  const ofIds = one !== undefined && other !== undefined ? order(one, other) : order(String(a.id), String(b.id));
  if (ofIds !== 0 || a.collection === b.collection) return ofIds;
  const collections = [...schema.collections];
  const ages = [a, b].map((each) => collections.findIndex(({ id }) => id === each.collection));
  return order(ages[0] ?? 0, ages[1] ?? 0) || order(a.collection, b.collection);
}

function compareModules(a: Module, b: Module): number {
  if (a.parent && b.parent) return compareModules(a.parent, b.parent) || order(a.name, b.name);
  if (a.parent) return 1;
  return b.parent ? -1 : order(a.name, b.name);
}

/** Equal sets are those made the same way. */
function recipe(context: Context, set: SetValue): string {
  return JSON.stringify(set.plan.recipe(context));
}

function compareEventSources(context: Context, a: EventSource, b: EventSource): number {
  const text = ({ set, watched, cursor }: EventSource) => JSON.stringify([set.recipe(context), watched, cursor]);
  return order(text(a), text(b));
}

/** By the names of their parameters. No lambda but itself is equal to a lambda. */
function compareClosures(a: Closure, b: Closure): number {
  const names = ({ node }: Closure) => node.parameters.map((parameter) => parameter?.text ?? '');
  return compareLists(names(a), names(b), order);
}

/** By what they belong to, then by name; a function of the database belongs to nothing. */
function compareNatives(context: Context, a: Value, b: Value): number | undefined {
  const subject = (value: Value) => (value instanceof BoundMethod ? value.subject : undefined);
  const name = (value: Value) => {
    if (value instanceof BoundMethod) return value.method.name;
    return value instanceof UserFunction ? value.name : undefined;
  };
  const aName = name(a);
  const bName = name(b);
  if (aName === undefined || bName === undefined) return undefined;
  const aSubject = subject(a);
  const bSubject = subject(b);
  if (aSubject === undefined || bSubject === undefined) {
    if (aSubject === bSubject) return order(aName, bName);
    return aSubject === undefined ? 1 : -1;
  }
  return totalCompare(context, aSubject, bSubject) || order(aName, bName);
}
