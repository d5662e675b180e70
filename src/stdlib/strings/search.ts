/** Methods of String that look for something in it. */
import type { Context } from '../../runtime/context.ts';
import { native, overload, parameter } from '../../runtime/native.ts';
import { types } from '../../runtime/types.ts';
import { ArrayValue } from '../../runtime/value.ts';
import { countCodePoints } from './code-points.ts';
import { pattern, regex, type StringMethod, strings, withRegex, withText } from './methods.ts';
import { position, requireOffset } from './positions.ts';
import { findMatch, matchesIn, requireRegex } from './regex.ts';

export const searching: readonly StringMethod[] = [
  withText('endsWith', 'suffix', 'Boolean', 'Whether the string ends with this text.', (_, text, suffix) =>
    text.endsWith(suffix),
  ),
  withText('includes', 'pattern', 'Boolean', 'Whether this text occurs in the string.', (_, text, part) =>
    text.includes(part),
  ),
  withRegex(
    'includesRegex',
    'Boolean',
    'Whether the regular expression matches anywhere.',
    (_, text, expression) => findMatch(expression, text) !== undefined,
  ),
  native(
    'indexOf',
    '((pattern: String) => Number | Null) & ((pattern: String, start: Number) => Number | Null)',
    'Where this text first occurs, from `start` on.',
    overload([pattern], (context: Context, text: string, part: string) => position(context, text, text.indexOf(part))),
    overload([pattern, parameter('start', types.int)], (context: Context, text: string, part: string, start: number) =>
      position(context, text, text.indexOf(part, requireOffset(context, text, start))),
    ),
  ),
  native(
    'indexOfRegex',
    '((regex: String) => Number | Null) & ((regex: String, start: Number) => Number | Null)',
    'Where the regular expression first matches, from `start` on.',
    overload([regex], (context: Context, text: string, source: string) =>
      position(context, text, findMatch(requireRegex(context, source), text)?.start),
    ),
    overload(
      [regex, parameter('start', types.int)],
      (context: Context, text: string, source: string, start: number) => {
        const from = requireOffset(context, text, start);
        const found = findMatch(requireRegex(context, source), text.slice(from));
        return position(context, text, found && found.start + from);
      },
    ),
  ),
  native(
    'lastIndexOf',
    '((pattern: String) => Number | Null) & ((pattern: String, end: Number) => Number | Null)',
    'Where this text last occurs, up to `end`.',
    overload([pattern], (context: Context, text: string, part: string) =>
      position(context, text, text.lastIndexOf(part)),
    ),
    overload([pattern, parameter('end', types.int)], (context: Context, text: string, part: string, end: number) =>
      position(context, text, text.lastIndexOf(part, requireOffset(context, text, end))),
    ),
  ),
  withRegex(
    'matchIndexes',
    'Array<[Number, String]>',
    'Every match of the regular expression, with its position.',
    (context, text, expression) => {
      const found = matchesIn(context, expression, text);
      return new ArrayValue(
        found.map(({ start, end }) => new ArrayValue([countCodePoints(text, start), text.slice(start, end)])),
      );
    },
  ),
  withRegex('matches', 'Array<String>', 'Every match of the regular expression.', (context, text, expression) =>
    strings(matchesIn(context, expression, text).map(({ start, end }) => text.slice(start, end))),
  ),
  withText('startsWith', 'prefix', 'Boolean', 'Whether the string begins with this text.', (_, text, prefix) =>
    text.startsWith(prefix),
  ),
];
