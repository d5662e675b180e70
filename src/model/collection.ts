/** What a collection is: a user's, made from its Collection document, or a native one like Token or Role. */
import type { Source } from '../language/source.ts';
import type { Prototype } from '../runtime/prototype.ts';
import type { Document, Module } from '../runtime/value.ts';
import type { NativeCollection, Shape } from './native-collection.ts';

export interface CollectionDefinition {
  /** Where its documents are kept; the name it was first made under, made unique. Never changes. */
  readonly id: string;
  readonly name: string;
  readonly alias: string | undefined;
  /** A user's collection, or one that every database has. */
  readonly kind: 'user' | 'native';
  /** How a document is told from the others: by `id`, or by `name` (Collection, Function, Role, Database, AccessProvider). */
  readonly identifiedBy: 'id' | 'name';
  /** The module that stands for it in queries: `People`, `Token`. */
  readonly module: Module;
  /** What its documents can do beyond their fields. */
  readonly documentPrototype: Prototype<Document>;
  readonly historyDays: number;
  readonly ttlDays: number | undefined;
  readonly indexes: readonly IndexDefinition[];
  readonly uniques: readonly UniqueDefinition[];
  /** Of a user's collection: the fields that documents must have, by name; none where every field is allowed. */
  readonly fields: ReadonlyMap<string, DefinedField>;
  /** The shape of all other fields; undefined where there may be none beside those defined. */
  readonly wildcard: Shape | undefined;
  /** The type of those other fields, where it was written. */
  readonly wildcardSignature: string | undefined;
  /** Whether its documents may have a time to live of their own. */
  readonly documentTtls: boolean;
  readonly computedFields: ReadonlyMap<string, ComputedField>;
  readonly checks: readonly CheckConstraint[];
  /** Of a user's collection: the id of its Collection document. */
  readonly document: bigint | undefined;
  /** Of a native collection: what its documents are. */
  readonly native: NativeCollection | undefined;
}

/** A path into a document: `.address.zip`, `.tags[0]`. */
export type FieldPath = readonly (string | number)[];

export interface IndexTerm {
  readonly path: FieldPath;
  /** An entry for each element of an array. */
  readonly mva: boolean;
}

export interface IndexValue extends IndexTerm {
  readonly order: 'asc' | 'desc';
}

export interface IndexDefinition {
  readonly name: string;
  readonly terms: readonly IndexTerm[];
  readonly values: readonly IndexValue[];
  readonly queryable: boolean;
  readonly status: 'building' | 'complete' | 'failed';
}

export interface UniqueDefinition {
  readonly terms: readonly IndexTerm[];
  readonly status: 'pending' | 'active' | 'failed';
}

export interface DefinedField {
  readonly name: string;
  /** Its type, as it was written. */
  readonly signature: string;
  readonly shape: Shape;
  /** The text of the value it has where none is given; its source is named `*field:COLLECTION:NAME*`. */
  readonly default: Source | undefined;
}

export interface ComputedField {
  readonly name: string;
  /** The text of its lambda; its source is named `*computed_field:COLLECTION:NAME*`. */
  readonly body: Source;
  readonly signature: string | undefined;
}

export interface CheckConstraint {
  readonly name: string;
  /** The text of its lambda; its source is named `*check_constraint:NAME*`. */
  readonly body: Source;
}
