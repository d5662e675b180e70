/** Fields of native collections' documents as both languages keep them: FQL v10 knows schema documents by name. */

import { indexCollectionId } from '../../model/native/index-document.ts';
import { ObjectValue as RuntimeObject, type Value as RuntimeValue } from '../../runtime/value.ts';
import type { Place } from '../place.ts';
import { ArrayValue, ObjectValue, Ref, type Value } from '../value.ts';
import { toStored } from './convert.ts';
import type { Fields } from './field-rules.ts';

type Entry = readonly [string, Value];
type Change = (name: string, value: Value, place: Place) => Entry;

const same: Change = (name, value) => [name, value];
const asDocument: Change = (name, value) => [name === 'instance' ? 'document' : name, value];

const changes: Readonly<Record<string, Change>> = {
  Key: (name, value, place) => [name, name === 'role' || name === 'database' ? namesIn(place, single(value)) : value],
  Function: (name, value, place) => [name, name === 'role' ? namesIn(place, single(value)) : value],
  Token: asDocument,
  Credential: asDocument,
  Role: (name, value, place) => {
    const isResource = name === 'privileges' || name === 'membership';
    return [name, isResource ? withNames(place, value, 'resource') : value];
  },
  AccessProvider: (name, value, place) => [name, name === 'roles' ? withNames(place, value, 'role') : value],
};

export function storedFields(place: Place, collection: string, fields: Fields): Map<string, RuntimeValue> {
  const change = changes[collection] ?? same;
  return new Map(
    [...fields].map(([name, value]) => {
      const [kept, changed] = change(name, value, place);
      return [kept, toStored(place, changed)];
    }),
  );
}

/** The name that a field has where it is kept. */
export function storedName(collection: string, name: string): string {
  return collection === 'Token' || collection === 'Credential' ? asDocument(name, null, {} as Place)[0] : name;
}

/** An array of one role is that role. */
function single(value: Value): Value {
  return value instanceof ArrayValue && value.elements.length === 1 ? (value.elements[0] ?? null) : value;
}

/** References by the names of what they refer to, except to indexes and documents, which have none. */
function namesIn(place: Place, value: Value): Value {
  return value instanceof Ref ? (nameOf(place, value) ?? value) : value;
}

function withNames(place: Place, value: Value, field: string): Value {
  if (value instanceof ArrayValue) return new ArrayValue(value.elements.map((each) => withNames(place, each, field)));
  if (!(value instanceof ObjectValue)) return namesIn(place, value);
  return ObjectValue.of([...value.fields].map(([name, each]) => [name, name === field ? namesIn(place, each) : each]));
}

export function nameOf({ session }: Place, { scope, collection, id }: Ref): string | undefined {
  const schema = session.database(scope)?.schema;
  if (collection === 'Collection') return schema?.collection(String(id))?.name;
  return typeof id === 'bigint' && collection !== indexCollectionId ? schema?.nameOf(collection, id) : undefined;
}

export function objectOf(fields: ReadonlyMap<string, RuntimeValue>): RuntimeObject {
  return new RuntimeObject(fields);
}
