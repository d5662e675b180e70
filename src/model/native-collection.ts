/**
 * The collections every database has, described as data: which fields their documents take, and what else a write
 * does. `documents.ts` runs every write through the description of its collection.
 */
import type { Expression } from '../language/ast.ts';
import type { ConstraintFailure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import type { DocumentContents, ObjectValue, Value } from '../runtime/value.ts';

export type ScalarName =
  | 'Any'
  | 'String'
  | 'Boolean'
  | 'Int'
  | 'Long'
  | 'Double'
  | 'Number'
  | 'Time'
  | 'Date'
  | 'Bytes'
  | 'UUID'
  /** A function of FQL v4. */
  | 'Query';

/** The shape a field's value must have. */
export type Shape =
  | { readonly kind: 'scalar'; readonly type: ScalarName }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'null' }
  /** Nothing has it. */
  | { readonly kind: 'never' }
  | { readonly kind: 'document' }
  /** A document of the collection of this name; `name` is what messages call it: `Agent`, `NullAgent`. */
  | { readonly kind: 'reference'; readonly collection: string; readonly name: string }
  | { readonly kind: 'array'; readonly of: Shape }
  | { readonly kind: 'tuple'; readonly of: readonly Shape[] }
  | { readonly kind: 'union'; readonly of: readonly Shape[] }
  /** An object with these fields and, without a wildcard, no other. */
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, FieldRule>>; readonly wildcard?: Shape }
  /** An object with any keys, each with a value of this shape. */
  | { readonly kind: 'map'; readonly of: Shape };

export interface FieldRule {
  readonly shape: Shape;
  /** Gives the value of a field within a field, where none is given. */
  readonly default?: Expression;
  /** Null and absence are allowed; false by default. */
  readonly optional?: boolean;
  /** Set by Faunula; a write that names it is refused as unexpected. */
  readonly readonly?: boolean;
  /** Kept, but never shown: hashes of secrets and passwords. */
  readonly hidden?: boolean;
  /** Taken from the write and not kept as it is: a password. */
  readonly writeOnly?: boolean;
}

/** A write to a document of a native collection, while it is under way. `before` is undefined for a create. */
export interface NativeWrite {
  readonly kind: 'create' | 'update' | 'replace' | 'delete';
  readonly id: bigint | string;
  readonly before: DocumentContents | undefined;
  /** What is to be kept: undefined for a delete. */
  readonly after: ObjectValue | undefined;
  /** The fields as the query gave them, with those that are not kept. */
  readonly given: ObjectValue | undefined;
}

export interface NativeCollection {
  readonly name: string;
  readonly identifiedBy: 'id' | 'name';
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** Fields that together may occur once: `[['document']]` of Credential. The message is "Failed unique constraint". */
  readonly uniques?: readonly (readonly string[])[];
  /** Fields that documents are looked up by, under the name of the index: `{ byDocument: ['document'] }` of Token. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
  /** What is wrong with single fields, of which any may have the wrong shape; not asked of deletes. */
  readonly checkEach?: (context: Context, write: NativeWrite) => readonly ConstraintFailure[];
  /** What else is wrong with the write, after its fields were found well formed. */
  readonly check?: (context: Context, write: NativeWrite) => readonly ConstraintFailure[];
  /**
   * What is wrong with the write as the query leaves the database: asked after all of the query ran, of the last write
   * to each document, because a role may be named before it is created.
   */
  readonly recheck?: (context: Context, write: NativeWrite) => readonly ConstraintFailure[];
  /** What is kept in place of `write.after`: a password becomes a hash, an index gets its status. */
  readonly prepare?: (context: Context, write: NativeWrite) => ObjectValue;
  /** What else has to change: entries of a new index, privileges that name a renamed collection. */
  readonly afterWrite?: (context: Context, write: NativeWrite) => void;
  /** The fields as they are shown, from what is kept; the order of the answer. */
  readonly show?: (context: Context, contents: DocumentContents) => ObjectValue;
}

/** A field of the shown document that only the answer to its creation carries: `secret`. */
export type OneTimeFields = ReadonlyMap<string, Value>;
