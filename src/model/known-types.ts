/**
 * The types that a schema can name: those of the standard library, and for each collection that of its documents, of
 * the references to none, and of the collection itself. Source: the types of the recorded environment.
 */
import type { Schema } from './database.ts';

export interface KnownType {
  /** How many types it takes: 1 of `Array`. */
  readonly parameters: number;
  /** Whether documents can hold values of it. */
  readonly isKept: boolean;
  /** Of the types of documents: of which collection, and whether of a document or of none. */
  readonly document?: { readonly collection: string; readonly isNull: boolean };
}

const kept = [
  ...['Boolean', 'Bytes', 'Date', 'Double', 'Float', 'Int', 'Long', 'Null', 'Number', 'String', 'Time', 'UUID'],
  'object',
];

const modules = [
  ...['Array', 'Boolean', 'Bytes', 'Date', 'Doc', 'Double', 'EventSource', 'FQL', 'FQL.Schema', 'Float', 'ID', 'Int'],
  ...['Long', 'Math', 'Null', 'Number', 'Object', 'Query', 'Set', 'SetCursor', 'String', 'Struct', 'Time'],
  ...['TransactionTime', 'UUID'],
].map((name) => `${name}Module`);

/** The native collections and the types of their documents. */
const natives: Readonly<Record<string, string>> = {
  AccessProvider: 'AccessProvider',
  Collection: 'CollectionDef',
  Credential: 'Credential',
  Database: 'DatabaseDef',
  Function: 'FunctionDef',
  Key: 'Key',
  Role: 'Role',
  Token: 'Token',
};

const standard = new Map<string, KnownType>([
  ...kept.map((name) => [name, { parameters: 0, isKept: true }] as const),
  ...['ID', 'SetCursor', 'TransactionTime', ...modules].map(
    (name) => [name, { parameters: 0, isKept: false }] as const,
  ),
  ...['Array', 'Ref'].map((name) => [name, { parameters: 1, isKept: true }] as const),
  ...['EmptyNamedRef', 'EmptyRef', 'EventSource', 'NamedRef', 'Set', 'Stream', 'UserFunction'].map(
    (name) => [name, { parameters: 1, isKept: false }] as const,
  ),
  ...Object.entries(natives).flatMap(([name, type]) => typesOf(name, type)),
]);

/** The standard library's; `Any` and `Never` are words of the language. */
export const standardTypes: ReadonlyMap<string, KnownType> = standard;

/** What the collection of this name adds to the types. */
export function typesOf(collection: string, type = collection): readonly (readonly [string, KnownType])[] {
  const ofDocument = (isNull: boolean) => ({ parameters: 0, isKept: false, document: { collection: type, isNull } });
  return [
    [type, ofDocument(false)],
    [`Null${type}`, ofDocument(true)],
    [`${collection}Collection`, { parameters: 0, isKept: false }],
  ];
}

export function typesIn(schema: Schema): ReadonlyMap<string, KnownType> {
  const users = [...schema.collections].filter(({ kind }) => kind === 'user');
  const names = users.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  return new Map([...standard, ...names.flatMap((name) => typesOf(name))]);
}
