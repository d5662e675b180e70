/**
 * The values of FQL v4. Integers are 64 bits and always a bigint, for `1` and `1.0` are different types; strings,
 * booleans and null are themselves; doubles, times, dates, bytes and UUIDs are those of FQL v10. Values never change
 * once made.
 */
import type { Bytes, DateValue, Double, Time, Uuid } from '../runtime/value.ts';
import type { ApiVersion } from './api-version.ts';
import type { Bindings, LambdaExpression } from './expression.ts';
import type { EventPoint } from './sets/event-point.ts';
import type { SetPlan } from './sets/set-plan.ts';

export type Value =
  | null
  | boolean
  | bigint
  | string
  | Double
  | Time
  | DateValue
  | Bytes
  | Uuid
  | Action
  | ArrayValue
  | ObjectValue
  | Page
  | Element
  | Version
  | DocumentEvent
  | SetEvent
  | Cursor
  | Ref
  | UnresolvedRef
  | SetRef
  | Lambda;

export class ArrayValue {
  #weight: number | undefined;

  constructor(readonly elements: readonly Value[]) {}

  /** See `weightOf`; known once it was asked for, for what holds it asks again. */
  get weight(): number {
    this.#weight ??= weigh(this.elements);
    return this.#weight;
  }
}

/** Fields in the order written. */
export class ObjectValue {
  #weight: number | undefined;

  constructor(readonly fields: ReadonlyMap<string, Value>) {}

  /** As that of an array. */
  get weight(): number {
    this.#weight ??= weigh(this.fields.values());
    return this.#weight;
  }

  static of(entries: Iterable<readonly [string, Value]>): ObjectValue {
    return new ObjectValue(new Map(entries));
  }
}

/** What writing a value takes, roughly: the values within it, and its text in sixteens of characters. */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return 1 + (value.length >> 4);
  if (value instanceof ArrayValue || value instanceof ObjectValue) return value.weight;
  if (value instanceof Page) return weigh(value.elements);
  return value instanceof Element ? weightOf(value.value) : 1;
}

function weigh(values: Iterable<Value>): number {
  let weight = 1;
  for (const value of values) weight += weightOf(value);
  return weight;
}

/**
 * A reference to a document that has been found by its name, or that is known by its number. The database is known by
 * its scope, collections by their storage id: both outlive renaming.
 */
export class Ref {
  constructor(
    readonly scope: string,
    /** The storage id of the document's collection: a user's, 'Collection', 'Token' … */
    readonly collection: string,
    /** Of a collection its storage id, native or not: `Tokens()` is `Collection` `'Token'`. Of others the number. */
    readonly id: bigint | string,
  ) {}
}

export type UnresolvedKind =
  | 'database'
  | 'collection'
  | 'index'
  | 'function'
  | 'role'
  | 'access_provider'
  | 'key'
  | 'native'
  | 'document';

/** A reference by a name that nothing has. It may be shown and asked for existence, and nothing else. */
export class UnresolvedRef {
  constructor(
    readonly kind: UnresolvedKind,
    /** Of a document: that of its collection. */
    readonly name: string,
    /** The name of the database it was looked for in, where that is not the query's own. */
    readonly database?: string,
    /** Of a document. */
    readonly id?: bigint,
  ) {}
}

export class SetRef {
  constructor(readonly plan: SetPlan) {}
}

/** What `Paginate` gives. `cursors` are those of the elements, kept for `Take` and `Drop`. */
export class Page {
  constructor(
    readonly elements: readonly Value[],
    readonly cursors: readonly Value[],
    readonly before: Value | undefined,
    readonly after: Value | undefined,
  ) {}
}

/** An element of a page with the sets it comes from. */
export class Element {
  constructor(
    readonly value: Value,
    readonly sources: readonly SetPlan[],
  ) {}
}

/** A document at a time. */
export class Version {
  constructor(
    readonly ref: Ref,
    /** Microseconds since 1970. */
    readonly ts: number,
    /** All fields but `ref` and `ts`. */
    readonly fields: ReadonlyMap<string, Value>,
    /** Whether this query created it: the answer's status is 201 then. */
    readonly isNew: boolean,
  ) {}
}

export type DocumentAction = 'create' | 'update' | 'delete';
export type SetAction = 'add' | 'remove';

/** What happened, of an event; as good as a string. */
export class Action {
  constructor(readonly name: DocumentAction | SetAction) {}
}

export class DocumentEvent {
  constructor(
    readonly ts: number,
    readonly ref: Ref,
    readonly action: DocumentAction,
    /** What the version holds; null of a delete. */
    readonly fields: ReadonlyMap<string, Value> | null,
  ) {}
}

export class SetEvent {
  constructor(
    readonly ts: number,
    readonly ref: Ref,
    readonly action: SetAction,
    /** The values the index covers. */
    readonly values: readonly Value[],
  ) {}
}

/** Where a page begins or ends: an array, or an event. */
export class Cursor {
  constructor(readonly at: ArrayValue | DocumentEvent | SetEvent | EventPoint) {}
}

/** A function without a name, with the variables around it. */
export class Lambda {
  constructor(
    readonly expression: LambdaExpression,
    readonly bindings: Bindings | null,
    readonly version: ApiVersion,
  ) {}
}
