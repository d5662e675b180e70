/** How writes change the fields of documents. Source: recorded `nulls nesting and odd values`. */
import { ArrayValue, Null, ObjectValue, type Value } from '../runtime/value.ts';

/**
 * `before` with the fields of `patch`: null takes one away, objects are merged, everything else is replaced. Arrays of
 * a patch lose their nulls, at any depth, which those that documents are made or replaced with keep.
 */
export function mergeFields(before: ObjectValue, patch: ObjectValue): ObjectValue {
  const fields = new Map(before.fields);
  for (const [name, value] of patch.fields) {
    const old = fields.get(name);
    if (value instanceof Null) fields.delete(name);
    else if (!(value instanceof ObjectValue)) fields.set(name, withoutNullElements(value));
    else fields.set(name, mergeFields(old instanceof ObjectValue ? old : NOTHING, value));
  }
  return new ObjectValue(fields);
}

function withoutNullElements(value: Value): Value {
  if (value instanceof ObjectValue) return mergeFields(NOTHING, value);
  if (!(value instanceof ArrayValue)) return value;
  return new ArrayValue(value.elements.filter((each) => !(each instanceof Null)).map(withoutNullElements));
}

const NOTHING = new ObjectValue(new Map());

/** Without the fields that are null, also in objects within: a document keeps none. Arrays keep their nulls. */
export function withoutNulls(object: ObjectValue): ObjectValue {
  const fields = new Map<string, Value>();
  for (const [name, value] of object.fields) if (!(value instanceof Null)) fields.set(name, withoutNullsWithin(value));
  return new ObjectValue(fields);
}

function withoutNullsWithin(value: Value): Value {
  if (value instanceof ObjectValue) return withoutNulls(value);
  return value instanceof ArrayValue ? new ArrayValue(value.elements.map(withoutNullsWithin)) : value;
}

/** The same object without some of its fields. */
export function omit(object: ObjectValue, ...names: readonly string[]): ObjectValue {
  const fields = new Map(object.fields);
  for (const name of names) fields.delete(name);
  return new ObjectValue(fields);
}
