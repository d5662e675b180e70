/**
 * The standard library: the modules and functions that every query knows by name, and the prototypes of the values.
 * Importing this file registers the prototypes. One line a name: keep both lists sorted.
 */
import { provideGlobals } from '../model/lookup.ts';
import { registerPrototypes } from '../runtime/prototype-of.ts';
import type { Value } from '../runtime/value.ts';
import { arrayModule, arrayPrototype } from './array.ts';
import { booleanModule, booleanPrototype } from './boolean.ts';
import { bytesModule, bytesPrototype } from './bytes.ts';
import './collection.ts';
import { dateModule, datePrototype } from './date.ts';
import { eventSourceModule, eventSourcePrototype } from './event-source.ts';
import { functionPrototype, userFunctionPrototype } from './function.ts';
import { fqlModule, globalFunctions } from './globals.ts';
import { idModule, idPrototype } from './id.ts';
import { mathModule } from './math.ts';
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
import { queryModule } from './query.ts';
import { setModule, setPrototype } from './set.ts';
import { setCursorModule, setCursorPrototype } from './set-cursor.ts';
import { stringModule, stringPrototype } from './string.ts';
import { timeModule, timePrototype } from './time.ts';
import { transactionTimeModule, transactionTimePrototype } from './transaction-time.ts';
import { uuidModule, uuidPrototype } from './uuid.ts';

registerPrototypes({
  array: arrayPrototype,
  boolean: booleanPrototype,
  bytes: bytesPrototype,
  date: datePrototype,
  double: doublePrototype,
  eventSource: eventSourcePrototype,
  function: functionPrototype,
  id: idPrototype,
  int: intPrototype,
  long: longPrototype,
  null: nullPrototype,
  object: objectPrototype,
  set: setPrototype,
  setCursor: setCursorPrototype,
  string: stringPrototype,
  time: timePrototype,
  transactionTime: transactionTimePrototype,
  userFunction: userFunctionPrototype,
  uuid: uuidPrototype,
});

/** `FQL.Schema` is known by its long name alone. */
const modules = [
  anyNumberModule,
  arrayModule,
  booleanModule,
  bytesModule,
  dateModule,
  docModule,
  doubleModule,
  eventSourceModule,
  floatModule,
  fqlModule,
  idModule,
  intModule,
  longModule,
  mathModule,
  nullModule,
  objectModule,
  queryModule,
  setCursorModule,
  setModule,
  stringModule,
  structModule,
  timeModule,
  transactionTimeModule,
  uuidModule,
];

/** Names of the standard library, without the native collections (`Collection`, `Token` …), which `model/` adds. */
export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...globalFunctions,
  ...modules.map((module) => [module.name, module] as const),
]);

provideGlobals(globals);
