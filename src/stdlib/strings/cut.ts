/** Methods of String that take parts out of it. */
import type { Context } from '../../runtime/context.ts';
import { native, overload, parameter } from '../../runtime/native.ts';
import { types } from '../../runtime/types.ts';
import { codePointText } from './code-points.ts';
import { index, type StringMethod, strings, withRegex, withText } from './methods.ts';
import { clampOffset, requireOffset, requireOffsetOrEnd } from './positions.ts';
import { findMatch } from './regex.ts';
import { findText, split } from './replace.ts';

export function characterAt(context: Context, text: string, at: number): string {
  return codePointText(text, requireOffset(context, text, at));
}

export const cutting: readonly StringMethod[] = [
  native('at', '(index: Number) => String', 'The character at this position.', overload([index], characterAt)),
  native(
    'slice',
    '((start: Number) => String) & ((start: Number, end: Number) => String)',
    'The characters from `start` up to but without `end`.',
    overload([parameter('start', types.int)], (_: Context, text: string, start: number) =>
      text.slice(clampOffset(text, start)),
    ),
    overload(
      [parameter('start', types.int), parameter('end', types.int)],
      (_: Context, text: string, start: number, end: number) =>
        text.slice(clampOffset(text, start), clampOffset(text, end)),
    ),
  ),
  withText('split', 'separator', 'Array<String>', 'The parts between the occurrences of a text.', (context, text, by) =>
    strings(split(context, text, findText(by))),
  ),
  native(
    'splitAt',
    '(index: Number) => [String, String]',
    'The parts before this position and from it on.',
    overload([index], (context, text, at) => {
      const offset = requireOffsetOrEnd(context, text, at);
      return strings([text.slice(0, offset), text.slice(offset)]);
    }),
  ),
  withRegex(
    'splitRegex',
    'Array<String>',
    'The parts between the matches of a regular expression.',
    (context, text, expression) => strings(split(context, text, (rest) => findMatch(expression, rest))),
  ),
];
