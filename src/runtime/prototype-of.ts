/** Which prototype a value has. The standard library registers its prototypes here; the runtime never imports it. */
import type { Context } from './context.ts';
import type { Prototype } from './prototype.ts';
import {
  ArrayValue,
  type BoundMethod,
  Bytes,
  type Closure,
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

/** One prototype for each kind of value; documents and modules carry their own. */
export interface ValuePrototypes {
  readonly int: Prototype<number>;
  readonly long: Prototype<bigint>;
  readonly double: Prototype<Double>;
  readonly string: Prototype<string>;
  readonly boolean: Prototype<boolean>;
  readonly null: Prototype<Null>;
  readonly array: Prototype<ArrayValue>;
  readonly object: Prototype<ObjectValue>;
  readonly id: Prototype<Id>;
  readonly time: Prototype<Time>;
  readonly date: Prototype<DateValue>;
  readonly transactionTime: Prototype<TransactionTime>;
  readonly bytes: Prototype<Bytes>;
  readonly uuid: Prototype<Uuid>;
  readonly set: Prototype<SetValue>;
  readonly setCursor: Prototype<SetCursor>;
  readonly eventSource: Prototype<EventSource>;
  /** Of lambdas and natives. */
  readonly function: Prototype<Closure | BoundMethod>;
  readonly userFunction: Prototype<UserFunction>;
}

/** Of documents whose collection was deleted. */
export type OrphanPrototype = Prototype<Document>;

const registered: Partial<ValuePrototypes> = {};

export function registerPrototypes(prototypes: Partial<ValuePrototypes>): void {
  Object.assign(registered, prototypes);
}

let orphanPrototype: OrphanPrototype | undefined;

/** Set by `model/`: what a document of a deleted collection can do. */
export function registerOrphanPrototype(prototype: OrphanPrototype): void {
  orphanPrototype = prototype;
}

/** The prototype of `value`; its members take a subject of the type of `value`. */
export function prototypeOf(context: Context, value: Value): Prototype<never> {
  const found = find(context, value);
  if (!found) throw new Error('a prototype is not registered');
  return found;
}

function find(context: Context, value: Value): Prototype<never> | undefined {
  switch (typeof value) {
    case 'string':
      return registered.string;
    case 'number':
      return registered.int;
    case 'bigint':
      return registered.long;
    case 'boolean':
      return registered.boolean;
  }
  if (value instanceof ObjectValue) return registered.object;
  if (value instanceof Document) {
    const collection = context.database.schema.collection(value.collection);
    return collection ? collection.documentPrototype : orphanPrototype;
  }
  if (value instanceof Module) return value.prototype;
  if (value instanceof ArrayValue) return registered.array;
  if (value instanceof SetValue) return registered.set;
  if (value instanceof Null) return registered.null;
  if (value instanceof Double) return registered.double;
  if (value instanceof Id) return registered.id;
  if (value instanceof Time) return registered.time;
  if (value instanceof DateValue) return registered.date;
  if (value instanceof TransactionTime) return registered.transactionTime;
  if (value instanceof Bytes) return registered.bytes;
  if (value instanceof Uuid) return registered.uuid;
  if (value instanceof SetCursor) return registered.setCursor;
  if (value instanceof EventSource) return registered.eventSource;
  if (value instanceof UserFunction) return registered.userFunction;
  return registered.function;
}
