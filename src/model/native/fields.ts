/** Looking into the values of a write. */
import type { ConstraintFailure } from '../../language/failure.ts';
import { ArrayValue, ObjectValue, type Value } from '../../runtime/value.ts';
import type { NativeWrite } from '../native-collection.ts';

export type Path = readonly (string | number)[];

export function failureAt(path: Path, message: string): ConstraintFailure {
  return { paths: [path], message };
}

export function textField(object: ObjectValue | undefined, name: string): string | undefined {
  const value = object?.fields.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** The text of a field as the write leaves it. */
export function textAfter(write: NativeWrite, name: string): string | undefined {
  return textField(write.after, name);
}

export function textBefore(write: NativeWrite, name: string): string | undefined {
  return textField(write.before?.data, name);
}

/** The text of a field that the write sets or changes; undefined when it stays as it was. */
export function changedText(write: NativeWrite, name: string): string | undefined {
  const after = textAfter(write, name);
  return after === textBefore(write, name) ? undefined : after;
}

/** The elements of the array in a field; none where there is none. */
export function elementsOf(object: Value | undefined, name: string): readonly Value[] {
  const found = object instanceof ObjectValue ? object.fields.get(name) : undefined;
  return found instanceof ArrayValue ? found.elements : [];
}

/** The elements of a field that takes one value or an array of them, each with its path. */
export function eachOf(object: ObjectValue | undefined, name: string): readonly (readonly [Path, Value])[] {
  const value = object?.fields.get(name);
  if (value === undefined) return [];
  if (!(value instanceof ArrayValue)) return [[[name], value]];
  return value.elements.map((element, index) => [[name, index], element]);
}

/** The same object with other values for some fields; undefined takes a field away. */
export function withFields(object: ObjectValue, changes: Readonly<Record<string, Value | undefined>>): ObjectValue {
  const fields = new Map(object.fields);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) fields.delete(name);
    else fields.set(name, value);
  }
  return new ObjectValue(fields);
}
