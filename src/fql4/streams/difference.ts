/** What changed from one state of an object to the next. Source: the reference page "Event Streaming" (`diff`). */
import { isSame } from '../equals.ts';
import { ObjectValue, type Value } from '../value.ts';

/** What would have to be merged into the first to make it the second: null takes a field away. */
export function difference(before: ObjectValue, after: ObjectValue): ObjectValue {
  const changes: (readonly [string, Value])[] = [];
  for (const [name, value] of after.fields) {
    const old = before.fields.get(name);
    if (old !== undefined && isSame(old, value)) continue;
    const nested = old instanceof ObjectValue && value instanceof ObjectValue;
    changes.push([name, nested ? difference(old, value) : value]);
  }
  for (const name of before.fields.keys()) if (!after.fields.has(name)) changes.push([name, null]);
  return ObjectValue.of(changes);
}
