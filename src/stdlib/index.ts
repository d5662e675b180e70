/**
 * The standard library: the modules and functions that every query knows by name, and the prototypes of the values.
 * Importing this file registers the prototypes. One line a name: keep both lists sorted.
 */
import { registerPrototypes } from '../runtime/prototype-of.ts';
import type { Value } from '../runtime/value.ts';

registerPrototypes({});

const modules: readonly (readonly [string, Value])[] = [];

/** Names of the standard library, without the native collections (`Collection`, `Token` …), which `model/` adds. */
export const globals: ReadonlyMap<string, Value> = new Map(modules);
