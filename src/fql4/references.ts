/** Finding what references refer to, by name or number. */
import { childScope } from '../model/child-database.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import { credentialOf } from '../model/credential.ts';
import type { Place } from './place.ts';
import { Ref, type UnresolvedKind, UnresolvedRef } from './value.ts';

const kinds: Readonly<Record<string, UnresolvedKind>> = {
  Database: 'database',
  Collection: 'collection',
  ':Index': 'index',
  Function: 'function',
  Role: 'role',
  AccessProvider: 'access_provider',
};

/** A document of a native collection by its name, in the database at `scope`; `database` is that database's name. */
export function findNamed(
  place: Place,
  collection: string,
  name: string,
  scope: string | undefined,
  database?: string,
): Ref | UnresolvedRef {
  const unresolved = () => new UnresolvedRef(kinds[collection] ?? 'document', name, database);
  const schema = scope === undefined ? undefined : place.session.database(scope)?.schema;
  if (scope === undefined || !schema) return unresolved();
  if (collection === 'Collection') {
    const found = userCollectionNamed(schema.collections, name);
    return found ? new Ref(scope, 'Collection', found.id) : unresolved();
  }
  const id = schema.documentNamed(collection, name);
  return id === undefined ? unresolved() : new Ref(scope, collection, id);
}

export function userCollectionNamed(
  collections: Iterable<CollectionDefinition>,
  name: string,
): CollectionDefinition | undefined {
  for (const each of collections) if (each.kind === 'user' && each.name === name) return each;
  return undefined;
}

/** A document of a collection by its number. */
export function referenceTo(collection: Ref | UnresolvedRef, id: bigint): Ref | UnresolvedRef {
  if (collection instanceof UnresolvedRef) {
    return new UnresolvedRef('document', collection.name, collection.database, id);
  }
  return new Ref(collection.scope, String(collection.id), id);
}

/** The scope of the database of this name within the one at `parent`. */
export function databaseScope({ session }: Place, parent: string, name: string): string | undefined {
  const found = childScope(session.transaction, parent, name);
  return found !== undefined && session.database(found) ? found : undefined;
}

/**
 * Whether names may be made of these characters: as `[;@+$\-_.!~%\w]+` of Java, whose `\w` stands for the letters and
 * digits of all languages. The pattern takes long to make, so it is made when it is first needed.
 */
export function isNameText(text: string): boolean {
  return /^[;@+$\-_.!~%\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]+$/u.test(text);
}

/** Whether a schema document may have the name, as references by path ask. */
export function isValidName(name: string): boolean {
  return isNameText(name) && name !== 'self' && name !== 'events';
}

/** `self` in a collection: the caller's own token or credential, or the document they are for. */
export function identityRef(place: Place, { id: collection }: Ref): Ref | undefined {
  const { authority, scope, session } = place;
  if (collection === 'Credential') {
    const database = session.database(scope);
    const { identity, token } = authority;
    const id = database && identity && token && credentialOf(session.context(scope, authority, undefined), identity);
    return id === undefined ? undefined : new Ref(scope, 'Credential', id);
  }
  const own = [authority.token, authority.identity].find((document) => document?.collection === collection);
  return own && typeof own.id === 'bigint' ? new Ref(scope, own.collection, own.id) : undefined;
}
