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

let registered: ValuePrototypes | undefined;

export function registerPrototypes(prototypes: ValuePrototypes): void {
  registered = prototypes;
}

let orphanPrototype: OrphanPrototype | undefined;

/** Set by the standard library: what a document of a deleted collection can do. */
export function registerOrphanPrototype(prototype: OrphanPrototype): void {
  orphanPrototype = prototype;
}

/** The prototype of `value`; its members take a subject of the type of `value`. */
export function prototypeOf(context: Context, value: Value): Prototype<never> {
  if (!registered) throw new Error('the standard library is not loaded');
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
  if (value instanceof Document) return documentPrototype(context, value);
  if (value instanceof Module) return value.prototype;
  return ofClass(registered, value);
}

function documentPrototype(context: Context, { collection }: Document): Prototype<never> {
  const found = context.database.schema.collection(collection)?.documentPrototype ?? orphanPrototype;
  if (!found) throw new Error('the standard library is not loaded');
  return found;
}

function ofClass(prototypes: ValuePrototypes, value: Exclude<Value, Document | Module>): Prototype<never> {
  if (value instanceof ObjectValue) return prototypes.object;
  if (value instanceof ArrayValue) return prototypes.array;
  if (value instanceof SetValue) return prototypes.set;
  if (value instanceof Null) return prototypes.null;
  if (value instanceof Double) return prototypes.double;
  if (value instanceof Id) return prototypes.id;
  if (value instanceof Time) return prototypes.time;
  if (value instanceof DateValue) return prototypes.date;
  if (value instanceof TransactionTime) return prototypes.transactionTime;
  if (value instanceof Bytes) return prototypes.bytes;
  if (value instanceof Uuid) return prototypes.uuid;
  if (value instanceof SetCursor) return prototypes.setCursor;
  if (value instanceof EventSource) return prototypes.eventSource;
  if (value instanceof UserFunction) return prototypes.userFunction;
  return prototypes.function;
}
