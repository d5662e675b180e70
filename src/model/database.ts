/**
 * A database as a query meets it: where its tables are, and its schema as of the start of the query. Schema changes
 * that the query makes show to later queries only.
 */
import type { CollectionDefinition } from './collection.ts';
import type { FunctionDefinition } from './function.ts';
import type { RoleDefinition } from './role.ts';
import type { StoredRow } from './stored-row.ts';

export interface Database {
  /**
   * The prefix of its tables: '' of the root database, else the storage names of the databases on the way down joined
   * by '/'. Unlike names, it never changes.
   */
  readonly scope: string;
  /** The names on the way down, for messages and the shell's prompt. */
  readonly path: readonly string[];
  /** Whether queries are checked before they run when the request does not say. */
  readonly typechecked: boolean;
  /** Whether schema changes that lose data are refused. */
  readonly protected?: boolean;
  readonly schema: Schema;
}

/** The definitions of a database, made from its schema documents and kept as long as those do not change. */
export interface Schema {
  /** When it was changed last, in microseconds since 1970: the time of that transaction; 0 when it never was. */
  readonly version: number;
  /** By storage id: user collections and the native ones ('Collection', 'Token' …). */
  collection(id: string): CollectionDefinition | undefined;
  /** By name or alias: user and native collections. */
  collectionNamed(name: string): CollectionDefinition | undefined;
  /** By name or alias. */
  functionNamed(name: string): FunctionDefinition | undefined;
  role(name: string): RoleDefinition | undefined;
  readonly collections: Iterable<CollectionDefinition>;
  readonly functions: Iterable<FunctionDefinition>;
  readonly roles: Iterable<RoleDefinition>;
  /** The indexes of FQL v4, as documents. */
  readonly indexDocuments: readonly { readonly id: bigint; readonly row: StoredRow }[];
  /** The id of the document of this name in `Collection`, `Function`, `Role`, `Database` or `AccessProvider`. */
  documentNamed(collection: string, name: string): bigint | undefined;
  /** The name of that document. */
  nameOf(collection: string, id: bigint): string | undefined;
}

/** The table that holds the newest version of each document of a collection. */
export function documentsTable(scope: string, collection: string): string {
  return `${scope}/${collection}`;
}

/** The table of older versions, by document and time. */
export function historyTable(scope: string, collection: string): string {
  return `${scope}/${collection}:history`;
}

/** The table of an index's entries. */
export function indexTable(scope: string, collection: string, index: string): string {
  return `${scope}/${collection}.${index}`;
}

/** The table of entries that an index no longer has, by entry and the time it was taken out. */
export function indexHistoryTable(scope: string, collection: string, index: string): string {
  return `${indexTable(scope, collection, index)}:history`;
}

/** The table of the entries by which a unique constraint finds documents with the same values. */
export function uniqueTable(scope: string, collection: string, terms: string): string {
  return `${scope}/${collection}.unique:${terms}`;
}

/** The table of what a database knows about itself. */
export function systemTable(scope: string): string {
  return `${scope}/:system`;
}
