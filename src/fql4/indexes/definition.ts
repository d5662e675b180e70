/** Indexes, as made from their documents. Source: recorded `indexes`, `transforms and bindings`. */
import type { Schema } from '../../model/database.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import type { StoredRow } from '../../model/stored-row.ts';
import { decodeObject } from '../../model/stored-value.ts';
import { fromStored } from '../documents/convert.ts';
import type { Place } from '../place.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, type Value } from '../value.ts';

export interface IndexTerm {
  /** What it takes of a document: what stands at a path, or what a binding of the source computes. */
  readonly from: { readonly path: readonly (string | bigint)[] } | { readonly binding: string };
  readonly reverse: boolean;
  /** An entry for each element of an array; true unless said otherwise. */
  readonly mva: boolean;
  readonly casefold: boolean;
}

export interface IndexSource {
  /** Storage ids; 'users' stands for all collections of users. */
  readonly collections: ReadonlySet<string> | 'users';
  readonly bindings: ReadonlyMap<string, Lambda>;
}

export interface Index {
  readonly scope: string;
  readonly id: bigint;
  readonly name: string;
  readonly sources: readonly IndexSource[];
  readonly terms: readonly IndexTerm[];
  readonly values: readonly IndexTerm[];
  readonly unique: boolean;
  readonly partitions: number;
  readonly active: boolean;
}

const known = new WeakMap<Schema, readonly Index[]>();

export function indexesOf(place: Place, scope: string): readonly Index[] {
  const schema = place.session.database(scope)?.schema;
  if (!schema || schema.indexDocuments.length === 0) return [];
  const found = known.get(schema);
  if (found) return found;
  const indexes = schema.indexDocuments.map(({ id, row }) => makeIndex(place, scope, id, row));
  known.set(schema, indexes);
  return indexes;
}

export function indexAt(place: Place, { scope, id }: Ref): Index | undefined {
  return indexesOf(place, scope).find((index) => index.id === id);
}

export function refToIndex({ scope, id }: Index): Ref {
  return new Ref(scope, indexCollectionId, id);
}

function makeIndex(place: Place, scope: string, id: bigint, { data }: StoredRow): Index {
  const fields = fromStored(place, scope, decodeObject(data, place.session.time)) as ObjectValue;
  const { fields: given } = fields;
  const partitions = given.get('partitions');
  return {
    scope,
    id,
    name: String(given.get('name')),
    sources: oneOrMore(given.get('source')).map(sourceOf),
    terms: oneOrMore(given.get('terms')).map(termOf),
    values: oneOrMore(given.get('values')).map(termOf),
    unique: given.get('unique') === true,
    partitions: given.get('unique') === true || typeof partitions !== 'bigint' ? 1 : Number(partitions),
    active: given.get('active') === true,
  };
}

export function oneOrMore(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return value instanceof ArrayValue ? value.elements : [value];
}

function sourceOf(source: Value): IndexSource {
  if (!(source instanceof ObjectValue)) return { collections: collectionsOf(source), bindings: new Map() };
  const { fields } = source;
  const bindings = fields.get('fields');
  const lambdas = bindings instanceof ObjectValue ? [...bindings.fields] : [];
  return {
    collections: collectionsOf(fields.get('collection') ?? fields.get('class') ?? null),
    bindings: new Map(lambdas.filter((entry): entry is [string, Lambda] => entry[1] instanceof Lambda)),
  };
}

function collectionsOf(value: Value): ReadonlySet<string> | 'users' {
  if (value === '_') return 'users';
  return new Set(oneOrMore(value).flatMap((each) => (each instanceof Ref ? [String(each.id)] : [])));
}

function termOf(term: Value): IndexTerm {
  const fields = term instanceof ObjectValue ? term.fields : new Map<string, Value>();
  const binding = fields.get('binding');
  const path = oneOrMore(fields.get('field')).filter((step) => typeof step === 'string' || typeof step === 'bigint');
  return {
    from: typeof binding === 'string' ? { binding } : { path },
    reverse: fields.get('reverse') === true,
    mva: fields.get('mva') !== false,
    casefold: fields.get('transform') === 'casefold',
  };
}

/** What computes the bindings of a collection's documents; undefined where the index does not have them. */
export function sourceFor(index: Index, collection: string, isUsers: boolean): IndexSource | undefined {
  const own = index.sources.findLast(({ collections }) => collections !== 'users' && collections.has(collection));
  if (own) return own;
  return isUsers ? index.sources.findLast(({ collections }) => collections === 'users') : undefined;
}

/** The collections whose documents the index has, in a schema. */
export function collectionsIn(index: Index, schema: Schema): readonly string[] {
  return [...schema.collections].filter(({ id, kind }) => sourceFor(index, id, kind === 'user')).map(({ id }) => id);
}
