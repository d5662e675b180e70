/** Methods of String that read a number out of it. */
import type { Context } from '../../runtime/context.ts';
import { native, overload, parameter } from '../../runtime/native.ts';
import { types } from '../../runtime/types.ts';
import { Null, type Value } from '../../runtime/value.ts';
import type { StringMethod } from './methods.ts';
import { readDouble, readInt, readLong, readNumber } from './parse-number.ts';

function numberOrNull(context: Context, text: string, value: Value | undefined): Value {
  return value ?? new Null({ type: 'invalid number', text, span: context.span });
}

function requireRadix(context: Context, radix: number): void {
  if (radix >= 2 && radix <= 36) return;
  context.fail('invalid_argument', 'invalid argument `format`: invalid radix, expected a number from 2-36');
}

export const parsing: readonly StringMethod[] = [
  native(
    'parseDouble',
    '() => Number | Null',
    'The string as a Double; null where it is none.',
    overload([], (context, text) => numberOrNull(context, text, readDouble(text))),
  ),
  native(
    'parseInt',
    '(() => Number | Null) & ((radix: Number) => Number | Null)',
    'The string as an Int, in digits of this radix; null where it is none.',
    overload([], (context: Context, text: string) => numberOrNull(context, text, readInt(text))),
    overload([parameter('radix', types.int)], (context: Context, text: string, radix: number) => {
      requireRadix(context, radix);
      return numberOrNull(context, text, readInt(text, radix));
    }),
  ),
  native(
    'parseLong',
    '(() => Number | Null) & ((radix: Number) => Number | Null)',
    'The string as a Long, in digits of this radix; null where it is none.',
    overload([], (context: Context, text: string) => numberOrNull(context, text, readLong(text))),
    overload([parameter('radix', types.int)], (context: Context, text: string, radix: number) => {
      requireRadix(context, radix);
      return numberOrNull(context, text, readLong(text, radix));
    }),
  ),
  native(
    'parseNumber',
    '() => Number | Null',
    'The string as an Int, a Long or a Double, the first that holds it; null where it is no number.',
    overload([], (context, text) => numberOrNull(context, text, readNumber(text))),
  ),
];
