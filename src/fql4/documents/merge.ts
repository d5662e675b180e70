/** How writes change fields: null takes one away, objects are merged, everything else is replaced. */
import { ObjectValue, type Value } from '../value.ts';

export function merged(before: ObjectValue, patch: ObjectValue): ObjectValue {
  const fields = new Map(before.fields);
  for (const [name, value] of patch.fields) {
    if (value === null) fields.delete(name);
    else fields.set(name, mergedValue(fields.get(name), value));
  }
  return new ObjectValue(fields);
}

function mergedValue(before: Value | undefined, value: Value): Value {
  if (!(value instanceof ObjectValue)) return value;
  return merged(before instanceof ObjectValue ? before : nothing, value);
}

const nothing = new ObjectValue(new Map());
