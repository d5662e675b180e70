/**
 * The values a query computes with.
 *
 * Int is a JavaScript number, Long a bigint, Double its own class so that `1.0` is not `1`; String and Boolean are
 * themselves. Everything else is a class of this file. Values never change once made.
 */

import type { Lambda as LambdaNode } from '../language/ast.ts';
import type { Span } from '../language/source.ts';
import type { CompiledLambda, Frame } from './code.ts';
import type { Covering } from './covering.ts';
import type { NativeFunction } from './native.ts';
import type { Prototype } from './prototype.ts';
import type { SetPlan } from './set-plan.ts';

export type Value =
  | boolean
  | number
  | bigint
  | string
  | Double
  | Null
  | ArrayValue
  | ObjectValue
  | Id
  | Time
  | DateValue
  | TransactionTime
  | Bytes
  | Uuid
  | Document
  | SetValue
  | SetCursor
  | EventSource
  | Module
  | FunctionValue;

/** A 64-bit float that prints as one. */
export class Double {
  constructor(readonly value: number) {}
}

/** Why a null is null: messages say so. `span` is where it came to be. Source: `null_value` in recorded `language`. */
export type NullCause =
  | { readonly type: 'literal'; readonly span: Span }
  | { readonly type: 'missing field'; readonly of: Value; readonly field: string; readonly span: Span }
  | { readonly type: 'invalid number'; readonly text: string; readonly span: Span }
  /** `reason`: "empty array", "empty set", … */
  | { readonly type: 'no such element'; readonly reason: string; readonly span: Span }
  | {
      readonly type: 'not found' | 'deleted' | 'collection deleted' | 'permission denied';
      readonly document: Document;
      readonly span: Span;
    };

export class Null {
  constructor(readonly cause: NullCause) {}
}

export class ArrayValue {
  constructor(readonly elements: readonly Value[]) {}
}

/** Fields in the order written; a Map, because a JavaScript object would move integer-like keys to the front. */
export class ObjectValue {
  constructor(readonly fields: ReadonlyMap<string, Value>) {}

  static of(entries: Iterable<readonly [string, Value]>): ObjectValue {
    return new ObjectValue(new Map(entries));
  }
}

/** A document id: equal to a String or Long of the same number, and printed as a string. */
export class Id {
  constructor(readonly value: bigint) {}
}

/** An instant: whole seconds since 1970 (may be negative) and 0 … 999,999,999 nanoseconds. */
export class Time {
  constructor(
    readonly seconds: number,
    readonly nanos: number,
  ) {}

  static ofMicros(micros: number): Time {
    const seconds = Math.floor(micros / 1e6);
    return new Time(seconds, (micros - seconds * 1e6) * 1000);
  }

  /** Microseconds since 1970, rounded down: the precision of transaction times. */
  get micros(): number {
    return this.seconds * 1e6 + Math.floor(this.nanos / 1000);
  }
}

/** A calendar day, as days since 1970-01-01. */
export class DateValue {
  constructor(readonly epochDay: number) {}
}

/** The time of the transaction under way, not known before it commits. There is one. */
export class TransactionTime {
  static readonly value = new TransactionTime();
  /** What it prints as: a string can not hold a time that is not known yet. */
  readonly display = '[transaction time]';
}

export class Bytes {
  constructor(readonly data: Uint8Array) {}
}

/** Lower case, with dashes. */
export class Uuid {
  /** For the compiler alone: it would take one class for the other that has the same fields. */
  declare protected readonly brand: 'UUID';

  constructor(readonly text: string) {}
}

/**
 * A reference to a document, read when something of it is asked for. Collections are known by their storage id, which
 * outlives renaming. A schema document is known by its name, others by their numeric id.
 */
export class Document {
  /** What was found when it was last read: its fields are read one by one. */
  last: LastRead | undefined = undefined;

  constructor(
    /** The collection's storage id within its database: 'People', 'Collection', 'Token' … */
    readonly collection: string,
    readonly id: bigint | string,
    readonly options: DocumentOptions = {},
  ) {}
}

/** As of `at` (microseconds), in a transaction that has made no more than `writes` writes. */
interface LastRead {
  readonly contents: DocumentContents | undefined;
  /** Those of the transaction, which a document may outlive. */
  readonly counters: object;
  readonly writes: number;
  readonly at: number | undefined;
  /** By a scan, along with its id. */
  readonly scanned: boolean;
}

export interface DocumentOptions {
  /** Where the reference was made: a null that comes of it points there. */
  readonly span?: Span;
  /** Read as of this time (microseconds) instead of the transaction's: made under `at (…)`. */
  readonly at?: number;
  /** `at` is that of a cursor: whoever may read the document now may read it so. */
  readonly ofCursor?: boolean;
  /**
   * The contents to show instead of what is stored: a document as a predicate, check or computed field sees it, and
   * a token or key that still shows its secret.
   */
  readonly contents?: DocumentContents;
  /** What `delete()` gives: the document is gone, and says so. */
  readonly deleted?: boolean;
  /** Of a document that came out of an index: what of it the index holds. */
  readonly covering?: Covering | undefined;
}

/** One version of a document: `ts` undefined while it is not yet committed. */
export interface DocumentContents {
  readonly ts: number | undefined;
  readonly ttl: Time | undefined;
  /** All other fields in order, without `id`, `coll`, `ts`, `ttl` and computed fields. */
  readonly data: ObjectValue;
}

export class SetValue {
  constructor(readonly plan: SetPlan) {}
}

/** Where a page of a set ends, and how to go on: the text after `after:`. */
export class SetCursor {
  declare protected readonly brand: 'SetCursor';

  constructor(readonly text: string) {}
}

export class EventSource {
  constructor(
    readonly set: SetPlan,
    /** The fields of `eventsOn(.a, .b)`. */
    readonly watched: readonly (readonly (string | number)[])[],
    readonly cursor?: string,
  ) {}
}

/**
 * A named object without state: `Math`, `String`, `Collection`, a user's collection. `isa` asks `contains`; its fields
 * and methods are those of its prototype.
 */
export class Module {
  constructor(
    readonly name: string,
    readonly prototype: Prototype<Module>,
    readonly contains: (value: Value) => boolean,
    /** Of a collection: its storage id. */
    readonly collection?: string,
    /** The module it is a member of, where it is not known by its name alone: `FQL` of `FQL.Schema`. */
    readonly parent?: Module,
  ) {}
}

export type FunctionValue = Closure | BoundMethod | UserFunction;

/** A lambda with the variables around it. */
export class Closure {
  constructor(
    readonly lambda: CompiledLambda,
    /** The call the lambda was written in; null at the outermost place. */
    readonly frame: Frame | null,
  ) {}

  get node(): LambdaNode {
    return this.lambda.node;
  }
}

/** A method picked from its subject without being called (`"abc".slice`), or a function of the standard library. */
export class BoundMethod {
  constructor(
    readonly method: NativeFunction,
    readonly subject: Value,
  ) {}
}

/** A function of the database, known by the name of its document. */
export class UserFunction {
  constructor(readonly name: string) {}
}

/**
 * A function of FQL v4, kept in a document. Only that language can call it; here it is shown and passed on, and a call
 * finds no function of its name.
 */
export class StoredQuery extends UserFunction {
  constructor(
    /** The version of the API it was written for. */
    readonly version: string,
    /** Its `lambda` and `expr`, as that language writes them. */
    readonly body: ObjectValue,
  ) {
    super('<lambda>');
  }
}

export const TRUE = true;
export const FALSE = false;

/** A literal `null`, or one that the language makes at `span`. */
export function nullAt(span: Span): Null {
  return new Null({ type: 'literal', span });
}
