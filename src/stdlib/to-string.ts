import { toDisplayString } from '../runtime/display.ts';
import { type NativeFunction, native, overload } from '../runtime/native.ts';
import type { Value } from '../runtime/value.ts';

/** `toString()`, which every value but objects and documents has. */
export const toStringMethod: NativeFunction<Value> = native(
  'toString',
  '() => String',
  'The value as text, as a template shows it.',
  overload([], (context, value) => toDisplayString(context, value)),
);
