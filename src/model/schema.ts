/**
 * Schemas from schema documents. Each database has a row that every write to its schema replaces, its stamp; schemas
 * are kept by it, so a query costs one read to know its schema, and two databases never share what differs.
 */
import type { Json, KeyRange } from '../store/store.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { CollectionDefinition } from './collection.ts';
import { type Database, documentsTable, type Schema, systemTable } from './database.ts';
import { makeCollection, makeFunction, makeRole, nativeDefinitions } from './definitions.ts';
import type { FunctionDefinition } from './function.ts';
import type { RoleDefinition } from './role.ts';
import { keyOfId, readRow, type StoredRow } from './stored-row.ts';

/** A snapshot or a transaction. */
export interface Reader {
  get(table: string, key: string): Json | undefined;
  scan(table: string, range?: KeyRange, reverse?: boolean): IterableIterator<readonly [key: string, row: Json]>;
}

/** The native collections whose documents have names. */
export const namedCollections = ['Collection', 'Function', 'Role', 'AccessProvider', 'Database', ':Index'] as const;

const stampKey = 'schema';

/** Says that the schema of a database changes: every write to one of its schema documents calls it. */
export function bumpSchema(transaction: Transaction, scope: string): void {
  transaction.put(systemTable(scope), stampKey, { stamp: transaction.newId().toString(), time: transaction.time });
}

/**
 * The database at a scope with its schema; undefined when one of the databases on the way down is not there. Reading
 * the stamp is part of what the transaction has read: a query never commits under a schema that has changed.
 */
export function loadDatabase(reader: Reader, scope: string): Database | undefined {
  if (scope === '') return { scope, path: [], typechecked: true, protected: false, schema: schemaOf(reader, scope) };
  const cut = scope.lastIndexOf('/');
  const parent = loadDatabase(reader, cut < 0 ? '' : scope.slice(0, cut));
  const entry = (parent?.schema as DatabaseSchema | undefined)?.children.get(scope.slice(cut + 1));
  if (!parent || !entry) return undefined;
  const typechecked = entry.typechecked ?? parent.typechecked;
  return {
    scope,
    path: [...parent.path, entry.name],
    typechecked,
    protected: entry.protected ?? parent.protected ?? false,
    schema: schemaOf(reader, scope),
  };
}

const kept = new Map<string, DatabaseSchema>();
const capacity = 1_000;

interface Stamp {
  readonly stamp: string;
  readonly time?: number;
}

/** By the very row of the stamp, which stores in memory give every time: what most queries need to know. */
const ofRow = new WeakMap<Stamp, DatabaseSchema>();

function schemaOf(reader: Reader, scope: string): DatabaseSchema {
  const row = reader.get(systemTable(scope), stampKey) as Stamp | undefined;
  const known = row && ofRow.get(row);
  if (known) return known;
  const schema = keptSchema(reader, scope, row);
  if (row) ofRow.set(row, schema);
  return schema;
}

function keptSchema(reader: Reader, scope: string, row: Stamp | undefined): DatabaseSchema {
  const key = row ? row.stamp : `empty ${scope}`;
  const found = kept.get(key);
  if (found) {
    // Back to the end: what is used last is forgotten last.
    kept.delete(key);
    kept.set(key, found);
    return found;
  }
  const schema = new DatabaseSchema(reader, scope, row?.time);
  kept.set(key, schema);
  for (const oldest of kept.keys()) {
    if (kept.size <= capacity) break;
    kept.delete(oldest);
  }
  return schema;
}

/** The schema as the documents say that `reader` sees: of a transaction with its own writes. Not kept. */
export function readSchema(reader: Reader, scope: string): Schema & DatabaseSchema {
  return new DatabaseSchema(reader, scope);
}

interface Child {
  readonly name: string;
  readonly typechecked: boolean | undefined;
  readonly protected: boolean | undefined;
}

class DatabaseSchema implements Schema {
  readonly collections: readonly CollectionDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly RoleDefinition[];
  readonly indexDocuments: readonly { readonly id: bigint; readonly row: StoredRow }[];
  /** The databases within, by storage name. */
  readonly children = new Map<string, Child>();
  private readonly byId = new Map<string, CollectionDefinition>();
  private readonly byName = new Map<string, CollectionDefinition>();
  private readonly functionsByName = new Map<string, FunctionDefinition>();
  private readonly rolesByName = new Map<string, RoleDefinition>();
  private readonly ids = new Map<string, bigint>();
  private readonly names = new Map<string, string>();

  constructor(
    reader: Reader,
    scope: string,
    readonly version = 0,
  ) {
    const rows = (collection: string) => this.readNamed(reader, scope, collection);
    this.collections = [...nativeDefinitions(), ...rows('Collection').map(({ id, row }) => makeCollection(id, row))];
    this.functions = rows('Function').map(({ id, row }) => makeFunction(id, row));
    this.roles = rows('Role').map(({ row }) => makeRole(row));
    this.indexDocuments = rows(':Index');
    rows('AccessProvider');
    for (const { row } of rows('Database')) this.addChild(row);
    for (const each of this.collections) {
      this.byId.set(each.id, each);
      // FQL v4 lets users have collections of the names of native ones; v10 knows those by their native meaning.
      if (each.kind === 'native' || this.byName.get(each.name)?.kind !== 'native') this.byName.set(each.name, each);
    }
    for (const each of this.collections) if (each.alias !== undefined) this.byName.set(each.alias, each);
    for (const each of this.functions) this.functionsByName.set(each.name, each);
    for (const each of this.functions) if (each.alias !== undefined) this.functionsByName.set(each.alias, each);
    for (const each of this.roles) this.rolesByName.set(each.name, each);
  }

  collection(id: string): CollectionDefinition | undefined {
    return this.byId.get(id);
  }

  collectionNamed(name: string): CollectionDefinition | undefined {
    return this.byName.get(name);
  }

  functionNamed(name: string): FunctionDefinition | undefined {
    return this.functionsByName.get(name);
  }

  role(name: string): RoleDefinition | undefined {
    return this.rolesByName.get(name);
  }

  documentNamed(collection: string, name: string): bigint | undefined {
    return this.ids.get(`${collection} ${name}`);
  }

  nameOf(collection: string, id: bigint): string | undefined {
    return this.names.get(`${collection} ${id}`);
  }

  private readNamed(reader: Reader, scope: string, collection: string): { id: bigint; row: StoredRow }[] {
    return [...reader.scan(documentsTable(scope, collection))].map(([key, json]) => {
      const [id, row] = [keyOfId(key), readRow(json)];
      const name = String(row.data.name);
      this.ids.set(`${collection} ${name}`, id);
      this.names.set(`${collection} ${id}`, name);
      return { id, row };
    });
  }

  private addChild({ data }: StoredRow): void {
    const { name, storage, typechecked } = data;
    const child = {
      name: String(name),
      typechecked: typeof typechecked === 'boolean' ? typechecked : undefined,
      protected: typeof data.protected === 'boolean' ? data.protected : undefined,
    };
    this.children.set(String(storage ?? name), child);
  }
}
