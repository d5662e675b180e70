/** Paths into documents as index terms and constraints write them: `email`, `.address.zip`, `.tags[0]`, `["odd key"]`. */
import { Failure } from '../language/failure.ts';
import { parseFieldPath as parsePath } from '../language/parse.ts';
import { Source } from '../language/source.ts';
import { ArrayValue, ObjectValue, type Value } from '../runtime/value.ts';
import type { FieldPath } from './collection.ts';

/** A path the way one would write it: `.address.zip`, `.tags[0]`. */
export function formatFieldPath(path: FieldPath): string {
  return path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('');
}

/** Undefined when the text is no path. The first dot may be left out. */
export function parseFieldPath(text: string): FieldPath | undefined {
  try {
    return parsePath(new Source('*path*', /^\s*\./.test(text) ? text : `.${text}`));
  } catch (problem) {
    if (problem instanceof Failure) return undefined;
    throw problem;
  }
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
