/** Paths into documents as index terms and constraints write them: `email`, `.address.zip`, `.tags[0]`, `["odd key"]`. */
import { ArrayValue, ObjectValue, type Value } from '../runtime/value.ts';
import type { FieldPath } from './collection.ts';

const step = /\.?([A-Za-z_]\w*)|\.?\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\]|\.?\['((?:[^'\\]|\\.)*)'\]/y;

/** A path the way one would write it: `.address.zip`, `.tags[0]`. */
export function formatFieldPath(path: FieldPath): string {
  return path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('');
}

/** Undefined when the text is no path. */
export function parseFieldPath(text: string): FieldPath | undefined {
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const found = step.exec(text);
    if (!found) return undefined;
    const [, name, index, double, single] = found;
    if (name !== undefined) {
      if (at > 0 && text[at] !== '.') return undefined;
      path.push(name);
    } else if (index !== undefined) path.push(Number(index));
    else path.push((double ?? single ?? '').replace(/\\(.)/g, '$1'));
  }
  return path.length > 0 ? path : undefined;
}

/** What stands at a path within a value; undefined when nothing does. References are not followed. */
export function valueAt(value: Value, path: FieldPath): Value | undefined {
  let found: Value | undefined = value;
  for (const key of path) {
    if (typeof key === 'number') found = found instanceof ArrayValue ? found.elements[key] : undefined;
    else found = found instanceof ObjectValue ? found.fields.get(key) : undefined;
    if (found === undefined) return undefined;
  }
  return found;
}
