/** The names that FQL v4 has for native collections. */
import type { ApiVersion } from './api-version.ts';
import { saysCollection } from './api-version.ts';

/** By storage id, in the order of their numbers in the original, which refs to them are ordered by. */
const names: readonly (readonly [string, string])[] = [
  ['Database', 'databases'],
  ['Collection', 'collections'],
  [':Index', 'indexes'],
  ['Key', 'keys'],
  ['Token', 'tokens'],
  ['Credential', 'credentials'],
  ['Function', 'functions'],
  ['Role', 'roles'],
  ['AccessProvider', 'access_providers'],
];

export const collectionIds: ReadonlySet<string> = new Set(names.map(([id]) => id));

export function isNativeCollection(collection: string, id: bigint | string): boolean {
  return collection === 'Collection' && collectionIds.has(String(id));
}

const namesById = new Map(names);
const idsByName = new Map(names.map(([id, name]) => [name, id]));

export function nativeName(id: string, version: ApiVersion): string | undefined {
  if (id === 'Collection' && !saysCollection(version)) return 'classes';
  return namesById.get(id);
}

/** The storage id of a native collection. */
export function nativeNamed(name: string): string | undefined {
  return name === 'classes' ? 'Collection' : idsByName.get(name);
}

export function nativeOrder(id: string): number {
  return names.findIndex(([each]) => each === id);
}

/** Native collections whose documents are known by a name. */
const named = new Set(['Database', 'Collection', ':Index', 'Function', 'Role', 'AccessProvider']);

export function hasNames(collection: string): boolean {
  return named.has(collection);
}
