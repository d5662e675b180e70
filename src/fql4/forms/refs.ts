/** References made of names and numbers. Source: recorded `collections`. */
import { any, argument, databaseRef, nothing, nullable, string } from '../cast.ts';
import { badArgument, collect, fail, wrongType } from '../failure.ts';
import { form, optional } from '../form.ts';
import { collectionIds } from '../native-names.ts';
import { numberIn } from '../parse/references.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';

import { findNamed, referenceTo } from '../references.ts';
import { Ref, UnresolvedRef, type Value } from '../value.ts';

/** A reference to a document of a native collection by its name, here or in a database within. */
function named(key: string, collection: string, since: '2.0' | '4' = '2.0') {
  return form(
    { [key]: string, scope: optional(databaseRef) },
    (values, place) => {
      const [name, within] = [values[key] as string, values.scope as Ref | undefined];
      if (!within) return findNamed(place, collection, name, place.scope);
      const scope = place.session.scopeOf(within);
      const database = scope === place.scope ? undefined : databaseName(place, within);
      return findNamed(place, collection, name, scope, database);
    },
    { since },
  );
}

function databaseName({ session }: Place, { scope, id }: Ref): string | undefined {
  return typeof id === 'bigint' ? session.database(scope)?.schema.nameOf('Database', id) : undefined;
}

/** The reference to a native collection, which stands for the set of its documents. */
function native(key: string, collection: string, since: '2.0' | '4' = '2.0') {
  return form(
    { [key]: nullable(databaseRef, 'Database Ref') },
    (values, place, position) => {
      const within = values[key] as Ref | null;
      const scope = within ? place.session.scopeOf(within) : place.scope;
      if (scope === undefined) fail(wrongType(['Database Ref'], within, position.at('scope')));
      return new Ref(scope as string, 'Collection', collection);
    },
    { since },
  );
}

const idArgument = argument<bigint>((value, position) => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') return numberIn(value, position);
  return fail(wrongType(['String', 'Number'], value, position));
});

function documentRef(collection: Value, id: Value, place: Place, position: Position, within: Ref | undefined): Value {
  const [of, number] = collect<Ref | UnresolvedRef | bigint>([
    () => collectionOf(collection, position.at('ref')),
    () => idArgument.cast(id, position.at('id'), place),
  ]) as [Ref | UnresolvedRef, bigint];
  const scope = within && place.session.scopeOf(within);
  const found = referenceTo(of, number);
  return scope !== undefined && found instanceof Ref ? new Ref(scope, found.collection, found.id) : found;
}

/** Documents of schema collections are known by name. */
function collectionOf(value: Value, position: Position): Ref | UnresolvedRef {
  if (value instanceof UnresolvedRef && value.kind === 'collection') return value;
  if (!(value instanceof Ref) || value.collection !== 'Collection') {
    return fail(wrongType(['Collection Ref'], value, position));
  }
  const numbered = ['Key', 'Token', 'Credential'];
  if (collectionIds.has(String(value.id)) && !numbered.includes(String(value.id))) {
    return fail(badArgument(position, 'Regular Class Ref expected, Schema Class Ref provided.'));
  }
  return value;
}

export const refForms = [
  form({ ref: any, id: any, scope: optional(databaseRef) }, ({ ref, id, scope }, place, position) =>
    documentRef(ref, id, place, position, scope),
  ),
  named('database', 'Database'),
  named('index', ':Index'),
  named('class', 'Collection'),
  named('collection', 'Collection'),
  named('function', 'Function'),
  named('role', 'Role'),
  named('access_provider', 'AccessProvider', '4'),
  form({ next_id: nothing }, (_values, { session }) => session.transaction.newId().toString(), { effect: 'write' }),
  form({ new_id: nothing }, (_values, { session }) => session.transaction.newId().toString(), { effect: 'write' }),
  native('databases', 'Database'),
  native('indexes', ':Index'),
  native('classes', 'Collection'),
  native('collections', 'Collection'),
  native('keys', 'Key'),
  native('tokens', 'Token'),
  native('credentials', 'Credential'),
  native('functions', 'Function'),
  native('roles', 'Role'),
  native('access_providers', 'AccessProvider', '4'),
];
