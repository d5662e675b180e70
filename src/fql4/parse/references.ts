/** References as drivers send them: `{ id, collection, database }`, or a path like `collections/spells/1`. */
import { badArgument, collect, fail, invalidLiteral, invalidNativeName, wrongType } from '../failure.ts';
import { nativeNamed } from '../native-names.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { databaseScope, findNamed, identityRef, isValidName, referenceTo } from '../references.ts';
import { ObjectValue, Ref, UnresolvedRef, type Value } from '../value.ts';
import { asParsing } from './escapes.ts';
import type { Surroundings } from './surroundings.ts';

/** Throws Fql4Failure. */
export function parseRef(json: ObjectValue, around: Surroundings, position: Position): Ref | UnresolvedRef {
  return asParsing(() => resolve(describeRef(json, position), around.place, position));
}

/** What a reference says, before anything is looked up. */
export type RefShape =
  | { readonly kind: 'native'; readonly collection: string; readonly database: RefShape | undefined }
  | {
      readonly kind: 'named';
      readonly collection: string;
      readonly name: string;
      readonly database: RefShape | undefined;
    }
  | { readonly kind: 'document'; readonly collection: RefShape; readonly id: bigint }
  | { readonly kind: 'self'; readonly collection: RefShape };

const keySets = new Set(
  ['@ref', 'id', 'id,class', 'id,collection', 'id,database', 'id,class,database', 'id,collection,database'].map(
    (keys) => keys.split(',').sort().join(','),
  ),
);

function describeRef(json: Value, position: Position): RefShape {
  const refuse = () => fail(wrongType(['Ref'], json, position));
  if (!(json instanceof ObjectValue)) return refuse();
  const { fields } = json;
  if (!keySets.has([...fields.keys()].sort().join(','))) return refuse();
  const inner = fields.get('@ref');
  if (inner !== undefined) return describeRef(inner, position);
  const [id, collection, database] = collect<string | bigint | RefShape | undefined>([
    () => idOf(fields.get('id') ?? null, position.at('id')),
    () => partOf(fields.get('collection') ?? fields.get('class'), 'collection', position.at('class')),
    () => partOf(fields.get('database'), 'database', position.at('database')),
  ]) as [string | bigint, RefShape | undefined, RefShape | undefined];
  return collection ? within(collection, id, database, position) : native(id, database, position);
}

function idOf(json: Value, position: Position): string | bigint {
  if (typeof json === 'string' || typeof json === 'bigint') return json;
  return fail(wrongType(['String', 'Integer'], json, position));
}

function partOf(json: Value | undefined, part: 'collection' | 'database', position: Position): RefShape | undefined {
  if (json === undefined || json === null) return undefined;
  const shape = describeRef(json, position);
  const isDatabase = shape.kind === 'named' && shape.collection === 'Database';
  const isCollection = shape.kind === 'native' || (shape.kind === 'named' && shape.collection === 'Collection');
  if (part === 'database' ? isDatabase : isCollection) return shape;
  const expected = part === 'database' ? 'Database Ref' : 'Collection Ref';
  return fail(badArgument(position, `${expected} expected, ${typeOfShape(shape)} provided.`));
}

function typeOfShape(shape: RefShape): string {
  if (shape.kind === 'native') return 'Collection Ref';
  if (shape.kind !== 'named') return 'Ref';
  const names: Readonly<Record<string, string>> = {
    Database: 'Database Ref',
    Collection: 'Collection Ref',
    ':Index': 'Index Ref',
    Function: 'User Function Ref',
    Role: 'Role Ref',
    AccessProvider: 'Access Provider Ref',
  };
  return names[shape.collection] ?? 'Ref';
}

function native(id: string | bigint, database: RefShape | undefined, position: Position): RefShape {
  if (typeof id === 'bigint') return fail(badArgument(position.at('id'), 'String expected, Number provided.'));
  const collection = nativeNamed(id);
  if (collection === undefined) return fail(invalidNativeName(id, position.at('id')));
  return { kind: 'native', collection, database };
}

const named = new Set(['Database', 'Collection', ':Index', 'Function', 'Role', 'AccessProvider']);

function within(
  collection: RefShape,
  id: string | bigint,
  database: RefShape | undefined,
  position: Position,
): RefShape {
  const inNative = collection.kind === 'native' ? collection.collection : undefined;
  if (typeof id === 'string' && inNative !== undefined && named.has(inNative)) {
    return { kind: 'named', collection: inNative, name: id, database: database ?? databaseOf(collection) };
  }
  if (database) return fail(badArgument(position.at('database'), 'Null expected, Database Ref provided.'));
  if (id === 'self') return { kind: 'self', collection };
  return { kind: 'document', collection, id: typeof id === 'bigint' ? id : numberIn(id, position.at('id')) };
}

function databaseOf(shape: RefShape): RefShape | undefined {
  return shape.kind === 'native' || shape.kind === 'named' ? shape.database : undefined;
}

const maxId = 2n ** 63n - 1n;

/** The number in a text. Throws Fql4Failure. */
export function numberIn(text: string, position: Position): bigint {
  if (/^[+-]?\d+$/.test(text)) {
    const id = BigInt(text.replace(/^\+/, ''));
    if (id <= maxId && id >= -maxId - 1n) return id;
    if (/^\d+$/.test(text)) return fail(badArgument(position, `The id provided is too large: '${text}'`));
  }
  return fail(badArgument(position, `Number or numeric String expected, non-numeric '${text}' provided.`));
}

/** Throws Fql4Failure. */
export function resolve(shape: RefShape, place: Place, position: Position): Ref | UnresolvedRef {
  switch (shape.kind) {
    case 'native': {
      const scope = scopeOf(shape.database, place);
      const database = nameOf(shape.database);
      if (scope === undefined) return new UnresolvedRef('native', shape.collection, database);
      return new Ref(scope, 'Collection', shape.collection);
    }
    case 'named': {
      const scope = scopeOf(shape.database, place);
      return findNamed(place, shape.collection, shape.name, scope, nameOf(shape.database));
    }
    case 'document': {
      const collection = resolve(shape.collection, place, position);
      return referenceTo(collection, shape.id);
    }
    case 'self': {
      const collection = resolve(shape.collection, place, position);
      const found = collection instanceof Ref ? identityRef(place, collection) : undefined;
      return found ?? fail(invalidLiteral('ref', position));
    }
  }
}

function nameOf(database: RefShape | undefined): string | undefined {
  return database?.kind === 'named' ? database.name : undefined;
}

/** The scope of the database a reference says; undefined when there is none. */
function scopeOf(database: RefShape | undefined, place: Place): string | undefined {
  if (!database) return place.scope;
  if (database.kind !== 'named') return undefined;
  const parent = scopeOf(database.database, place);
  return parent === undefined ? undefined : databaseScope(place, parent, database.name);
}

/** `collections/spells/1`, `indexes/by_name`, `databases`. Throws Fql4Failure. */
export function parseRefText(text: string, place: Place, position: Position): Ref | UnresolvedRef {
  const shape = shapeOfPath(text);
  return shape ? resolve(shape, place, position) : fail(invalidLiteral('ref', position));
}

function shapeOfPath(text: string): RefShape | undefined {
  const [head = '', second, third, ...more] = text.split('/');
  const collection = nativeNamed(head);
  if (collection === undefined || more.length > 0) return undefined;
  const inNative: RefShape = { kind: 'native', collection, database: undefined };
  if (second === undefined) return inNative;
  if (['keys', 'tokens', 'credentials'].includes(head)) {
    return third === undefined ? documentShape(inNative, second) : undefined;
  }
  if (!isValidName(second)) return undefined;
  const shape: RefShape = { kind: 'named', collection, name: second, database: undefined };
  if (third === undefined) return shape;
  return collection === 'Collection' ? documentShape(shape, third) : undefined;
}

function documentShape(collection: RefShape, id: string): RefShape | undefined {
  if (id === 'self') return { kind: 'self', collection };
  if (!/^\d+$/.test(id) || BigInt(id) > maxId) return undefined;
  return { kind: 'document', collection, id: BigInt(id) };
}
