/** Methods of String that make another string of it. */
import type { Context } from '../../runtime/context.ts';
import { native, overload, parameter } from '../../runtime/native.ts';
import { types } from '../../runtime/types.ts';
import { toStringMethod } from '../to-string.ts';
import { casefold, isCasefoldFormat } from './casefold.ts';
import { amount, index, join, pattern, regex, replacement, type StringMethod, withText } from './methods.ts';
import { requireOffsetOrEnd } from './positions.ts';
import { findMatch, requireRegex } from './regex.ts';
import { findText, replace } from './replace.ts';

function foldAs(context: Context, text: string, format: string): string {
  if (isCasefoldFormat(format)) return casefold(text, format);
  const expected = 'expected a casefold format (one of NFKCCaseFold, NFC, NFD, NFKC, or NFKD)';
  return context.fail('invalid_argument', `invalid argument \`format\`: ${expected}`);
}

export const changing: readonly StringMethod[] = [
  native(
    'casefold',
    '(() => String) & ((format: String) => String)',
    'The string in a form for comparisons: NFKCCaseFold, NFC, NFD, NFKC or NFKD.',
    overload([], (_: Context, text: string) => casefold(text, 'NFKCCaseFold')),
    overload([parameter('format', types.string)], foldAs),
  ),
  withText('concat', 'other', 'String', 'The two strings joined.', join),
  native(
    'insert',
    '(index: Number, other: String) => String',
    'The string with another one put in at this position.',
    overload([index, parameter('other', types.string)], (context, text, at, other) => {
      const offset = requireOffsetOrEnd(context, text, at);
      return join(context, text.slice(0, offset), other, text.slice(offset));
    }),
  ),
  native(
    'replace',
    '((pattern: String, replacement: String) => String) & ((pattern: String, replacement: String, amount: Number) => String)',
    'The string with the first, or the first so many, occurrences of a text replaced.',
    overload([pattern, replacement], (context: Context, text: string, part: string, by: string) =>
      replace(context, text, findText(part), by, 1),
    ),
    overload(
      [pattern, replacement, amount],
      (context: Context, text: string, part: string, by: string, count: number) =>
        replace(context, text, findText(part), by, count),
    ),
  ),
  native(
    'replaceAll',
    '(pattern: String, replacement: String) => String',
    'The string with every occurrence of a text replaced.',
    overload([pattern, replacement], (context, text, part, by) => replace(context, text, findText(part), by, Infinity)),
  ),
  native(
    'replaceAllRegex',
    '(pattern: String, replacement: String) => String',
    'The string with every match of a regular expression replaced, by the text as it is.',
    overload([pattern, replacement], (context, text, source, by) => {
      const expression = requireRegex(context, source);
      return replace(context, text, (rest) => findMatch(expression, rest), by, Infinity);
    }),
  ),
  native(
    'replaceRegex',
    '((regex: String, replacement: String) => String) & ((regex: String, replacement: String, amount: Number) => String)',
    'The string with the first, or the first so many, matches of a regular expression replaced.',
    overload([regex, replacement], (context: Context, text: string, source: string, by: string) => {
      const expression = requireRegex(context, source);
      return replace(context, text, (rest) => findMatch(expression, rest), by, 1);
    }),
    overload(
      [regex, replacement, amount],
      (context: Context, text: string, source: string, by: string, count: number) => {
        const expression = requireRegex(context, source);
        return replace(context, text, (rest) => findMatch(expression, rest), by, count);
      },
    ),
  ),
  native(
    'toLowerCase',
    '() => String',
    'The string in small letters.',
    overload([], (_, text) => text.toLowerCase()),
  ),
  toStringMethod,
  native(
    'toUpperCase',
    '() => String',
    'The string in capitals.',
    overload([], (_, text) => text.toUpperCase()),
  ),
];
