/** String. Positions count code points. Source: recorded `strings` and `strings-2`. */
import type { Context } from '../runtime/context.ts';
import { toDisplayString } from '../runtime/display.ts';
import { accessArgument, type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { failTooLong, maxStringLength } from '../runtime/string-limit.ts';
import { types } from '../runtime/types.ts';
import { ArrayValue, Module, Null, type Value } from '../runtime/value.ts';
import { casefold, isCasefoldFormat } from './strings/casefold.ts';
import { codePointText, countCodePoints, unitOffset } from './strings/code-points.ts';
import { readDouble, readInt, readLong, readNumber } from './strings/parse-number.ts';
import { findMatch, matchesIn, type Regex, requireRegex } from './strings/regex.ts';
import { findText, replace, split } from './strings/replace.ts';
import { toStringMethod } from './to-string.ts';

type StringMethod = NativeFunction<string>;

const pattern = parameter('pattern', types.string);
const regex = parameter('regex', types.string);
const replacement = parameter('replacement', types.string);
const amount = parameter('amount', types.int);
const index = parameter('index', types.int);

function failIndex(context: Context, text: string, position: number): never {
  const message = `index ${position} out of bounds for length ${countCodePoints(text)}`;
  return context.fail('index_out_of_bounds', message);
}

/** Where the code point at `position` starts, in units; there must be one. */
function requireOffset(context: Context, text: string, position: number): number {
  const offset = unitOffset(text, position);
  return offset === undefined || offset === text.length ? failIndex(context, text, position) : offset;
}

/** The same, or the end of the text. */
function requireOffsetOrEnd(context: Context, text: string, position: number): number {
  return unitOffset(text, position) ?? failIndex(context, text, position);
}

/** The same, moved to the start or the end when it lies outside. */
function clampOffset(text: string, position: number): number {
  return position < 0 ? 0 : (unitOffset(text, position) ?? text.length);
}

function join(context: Context, ...parts: readonly string[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length > maxStringLength ? failTooLong(context, length) : parts.join('');
}

/** The position of what was found at `offset`; null where nothing was. */
function position(context: Context, text: string, offset: number | undefined): Value {
  if (offset !== undefined && offset >= 0) return countCodePoints(text, offset);
  return new Null({ type: 'no such element', reason: 'no element found', span: context.span });
}

function numberOrNull(context: Context, text: string, value: Value | undefined): Value {
  return value ?? new Null({ type: 'invalid number', text, span: context.span });
}

function requireRadix(context: Context, radix: number): void {
  if (radix >= 2 && radix <= 36) return;
  context.fail('invalid_argument', 'invalid argument `format`: invalid radix, expected a number from 2-36');
}

function foldAs(context: Context, text: string, format: string): string {
  if (isCasefoldFormat(format)) return casefold(text, format);
  const expected = 'expected a casefold format (one of NFKCCaseFold, NFC, NFD, NFKC, or NFKD)';
  return context.fail('invalid_argument', `invalid argument \`format\`: ${expected}`);
}

function characterAt(context: Context, text: string, at: number): string {
  return codePointText(text, requireOffset(context, text, at));
}

/** A method that takes a text and asks something of it. */
function withText(name: string, argument: string, result: string, help: string, run: Ask<string>): StringMethod {
  const signature = `(${argument}: String) => ${result}`;
  return native(name, signature, help, overload([parameter(argument, types.string)], run));
}

type Ask<T> = (context: Context, text: string, asked: T) => Value;

/** The same with a regular expression. */
function withRegex(name: string, result: string, help: string, run: Ask<Regex>): StringMethod {
  return withText(name, 'regex', result, help, (context, text, source) =>
    run(context, text, requireRegex(context, source)),
  );
}

const strings = (texts: readonly string[]) => new ArrayValue(texts);

const searching: readonly StringMethod[] = [
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

const parsing: readonly StringMethod[] = [
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

const changing: readonly StringMethod[] = [
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

const cutting: readonly StringMethod[] = [
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

export const stringPrototype = new Prototype<string>({
  name: 'String',
  fields: [field('length', 'Number', 'How many characters the string has.', (_, text) => countCodePoints(text))],
  methods: [...searching, ...parsing, ...changing, ...cutting],
  operators: [
    native(
      '+',
      '(other: Any) => String',
      'The string followed by the other value as text.',
      overload([parameter('other', types.any)], (context, text, other) =>
        join(context, text, toDisplayString(context, other)),
      ),
    ),
  ],
  access: (context, text, args) => characterAt(context, text, accessArgument(context, args, index)),
});

export const stringModule = new Module(
  'String',
  new Prototype<Module>({ name: 'StringModule' }),
  (value) => typeof value === 'string',
);
