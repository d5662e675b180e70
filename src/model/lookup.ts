/** What a name means that no variable has: the standard library first, then the collections and functions. */
import { Module, UserFunction, type Value } from '../runtime/value.ts';
import type { Schema } from './database.ts';

let globals: ReadonlyMap<string, Value> = new Map();

/** Called by `stdlib/index.ts` when it is loaded. */
export function provideGlobals(implementation: ReadonlyMap<string, Value>): void {
  globals = implementation;
}

/** Undefined when the name means nothing. */
export function lookupName(schema: Schema, name: string): Value | undefined {
  const known = globals.get(name);
  if (known !== undefined) return known;
  const native = schema.collectionNamed(name === 'Credentials' ? 'Credential' : name);
  if (native?.kind === 'native') return native.module;
  const collection = lookupCollection(schema, name);
  if (collection) return collection;
  const found = schema.functionNamed(name);
  return found && new UserFunction(found.name);
}

/** A user's collection, by its name or alias; it goes by the name it was called. */
export function lookupCollection(schema: Schema, name: string): Module | undefined {
  const collection = schema.collectionNamed(name);
  if (collection?.kind !== 'user') return undefined;
  const { module } = collection;
  return collection.name === name ? module : new Module(name, module.prototype, module.contains, collection.id);
}
