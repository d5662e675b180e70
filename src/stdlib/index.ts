/**
 * The standard library: the modules and functions that every query knows by name, and the prototypes of the values.
 * Importing this file registers the prototypes. One line a name: keep both lists sorted.
 */
import { registerPrototypes } from '../runtime/prototype-of.ts';
import type { Value } from '../runtime/value.ts';
import { booleanModule, booleanPrototype } from './boolean.ts';
import { functionPrototype, userFunctionPrototype } from './function.ts';
import { fqlModule, globalFunctions } from './globals.ts';
import { nullModule, nullPrototype } from './null.ts';
import {
  anyNumberModule,
  doubleModule,
  doublePrototype,
  floatModule,
  intModule,
  intPrototype,
  longModule,
  longPrototype,
} from './number.ts';
import { docModule, objectModule, objectPrototype, structModule } from './object.ts';

registerPrototypes({
  boolean: booleanPrototype,
  double: doublePrototype,
  function: functionPrototype,
  int: intPrototype,
  long: longPrototype,
  null: nullPrototype,
  object: objectPrototype,
  userFunction: userFunctionPrototype,
});

/** `FQL.Schema` is known by its long name alone. */
const modules = [
  anyNumberModule,
  booleanModule,
  docModule,
  doubleModule,
  floatModule,
  fqlModule,
  intModule,
  longModule,
  nullModule,
  objectModule,
  structModule,
];

/** Names of the standard library, without the native collections (`Collection`, `Token` …), which `model/` adds. */
export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...globalFunctions,
  ...modules.map((module) => [module.name, module] as const),
]);
