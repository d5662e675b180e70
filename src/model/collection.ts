/** What a collection is: a user's, made from its Collection document, or a native one like Token or Role. */
import type { Prototype } from '../runtime/prototype.ts';
import type { Document, Module } from '../runtime/value.ts';

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
