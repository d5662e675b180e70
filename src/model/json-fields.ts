/** Looking into the fields of schema documents as they are kept. */
import type { Json } from '../store/store.ts';
import { isJsonArray } from './stored-value.ts';

export type JsonObject = { readonly [key: string]: Json };

/** The fields of an object, however it is kept; none of what is no object. */
export function objectOf(json: Json | undefined): JsonObject {
  if (json === undefined || json === null || typeof json !== 'object' || isJsonArray(json)) return {};
  const list = json['@object'];
  return list === undefined ? json : Object.fromEntries(arrayOf(list) as unknown as Iterable<readonly [string, Json]>);
}

export function entriesOf(json: Json | undefined): (readonly [string, JsonObject])[] {
  return Object.entries(objectOf(json)).map(([name, each]) => [name, objectOf(each)]);
}

export function arrayOf(json: Json | undefined): readonly Json[] {
  return json !== undefined && isJsonArray(json) ? json : [];
}

/** Of a field that takes one object or an array of them. */
export function oneOrMore(json: Json | undefined): readonly JsonObject[] {
  if (json === undefined || json === null) return [];
  return isJsonArray(json) ? json.map(objectOf) : [objectOf(json)];
}
