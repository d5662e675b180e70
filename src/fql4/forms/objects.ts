/** Objects put together. Source: recorded `objects and paths`. */

import { isSince } from '../api-version.ts';
import { any, elementsOf, lambda } from '../cast.ts';
import { applyLambda } from '../evaluate.ts';
import { fail, type Problem, wrongType } from '../failure.ts';
import { form } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { ArrayValue, type Lambda, ObjectValue, Ref, type Value, Version } from '../value.ts';

/** A document as an object, with `ref` and `ts` among its fields. */
export function documentFields(document: Version, place: Place): ReadonlyMap<string, Value> {
  const collection = new Ref(document.ref.scope, 'Collection', document.ref.collection);
  return new Map<string, Value>([
    ['ref', document.ref],
    ...(isSince(place.version, '2.1') ? [] : [['class', collection] as const]),
    ['ts', BigInt(document.ts)],
    ...document.fields,
  ]);
}

function merge(into: Value, others: Value, lambda: Lambda | undefined, place: Place, position: Position): Value {
  const problems: Problem[] = [];
  const fieldsOf = (value: Value, at: Position): ReadonlyMap<string, Value> => {
    if (value instanceof ObjectValue) return value.fields;
    if (value instanceof Version) return documentFields(value, place);
    problems.push(wrongType(['Object'], value, at));
    return new Map();
  };
  const merged = new Map(fieldsOf(into, position.at('merge')));
  const given = elementsOf(others, position.at('with')).map(([value, at]) => fieldsOf(value, at));
  if (problems.length > 0) fail(...problems);
  for (const fields of given) {
    for (const [name, right] of fields) {
      const args = new ArrayValue([name, merged.get(name) ?? null, right]);
      const value = lambda ? applyLambda(lambda, args, place, position) : right;
      if (value === null) merged.delete(name);
      else merged.set(name, value);
    }
  }
  return new ObjectValue(merged);
}

export const objectForms = [
  form({ merge: any, with: any }, (values, place, position) =>
    merge(values.merge, values.with, undefined, place, position),
  ),
  form({ merge: any, with: any, lambda }, (values, place, position) =>
    merge(values.merge, values.with, values.lambda, place, position),
  ),
];
