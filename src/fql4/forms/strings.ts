/** Strings: their positions count code points. Source: recorded `strings`. */
import { Failure } from '../../language/failure.ts';
import { type CasefoldFormat, casefold, isCasefoldFormat } from '../../stdlib/strings/casefold.ts';
import { countCodePoints, unitOffset } from '../../stdlib/strings/code-points.ts';
import { capturingProgram, findMatch, type Regex, requireRegex } from '../../stdlib/strings/regex.ts';
import { any, argument, boolean, integer, scalar, string, zeroOrMore } from '../cast.ts';
import { badArgument, fail, outOfBounds, wrongType } from '../failure.ts';
import { form, optional } from '../form.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { typeOf } from '../type-name.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import { formatText } from './format.ts';
import { nGrams } from './ngrams.ts';

/** The longest string that the language makes of shorter ones: UTF-16 units. */
const maxLength = 16 * 1024 * 1024;
/** So often a text is repeated at most, and so many matches are found. */
const limit = 1024n;

const normalizer = argument<CasefoldFormat>((value, position) => {
  if (typeof value === 'string' && isCasefoldFormat(value)) return value;
  const expected = "String 'NFKCCaseFold', 'NFC', 'NFD', 'NFKC', or 'NFKD' expected";
  return fail(badArgument(position, `${expected}, ${typeOf(value)} provided.`));
});

const regex = argument<Regex>((value, position, place) => {
  if (typeof value !== 'string') return fail(wrongType(['String'], value, position));
  try {
    return requireRegex(contextAt(place), value);
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    return fail(badArgument(position, `Search pattern /${value}/ is not a valid regular expression.`));
  }
});

function bounded(text: string, position: Position): string {
  if (text.length > maxLength) fail(outOfBounds('the length of a string', `<= ${maxLength}`, position));
  return text;
}

/** `Casefold("A")` gives a string, of an array an array: all that are no strings stay. */
function foldAll(values: readonly Value[], format: CasefoldFormat): Value {
  const folded = values.map((value) => (typeof value === 'string' ? casefold(value, format) : value));
  return folded.length === 1 ? (folded[0] ?? null) : new ArrayValue(folded);
}

/** Where a search begins: a start outside of the text is ignored. */
function startOffset(text: string, start: bigint | undefined): number {
  if (start === undefined || start <= 0n || start >= BigInt(text.length)) return 0;
  return unitOffset(text, Number(start)) ?? 0;
}

function findText(text: string, part: string, start: bigint | undefined): bigint {
  const index = text.indexOf(part, startOffset(text, start));
  return BigInt(index < 0 ? index : countCodePoints(text, index));
}

function findAll(pattern: Regex, whole: string, start: bigint | undefined, most: bigint, place: Place): Value {
  const offset = startOffset(whole, start);
  const text = whole.slice(offset);
  const before = BigInt(countCodePoints(whole, offset));
  const found: Value[] = [];
  for (let from = 0; from <= text.length && BigInt(found.length) < most; ) {
    place.session.tick(contextAt(place));
    const match = findMatch(pattern, text, from);
    if (!match) break;
    const last = match.end > match.start ? match.end - 1 : match.end;
    found.push(
      ObjectValue.of([
        ['start', before + BigInt(countCodePoints(text, match.start))],
        ['end', before + BigInt(countCodePoints(text, last))],
        ['data', text.slice(match.start, match.end)],
      ]),
    );
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return new ArrayValue(found);
}

function replaceMatches(text: string, pattern: Regex, by: string, first: boolean, position: Position): string {
  try {
    const matcher = capturingProgram(pattern).matcher(text);
    return first ? matcher.replaceFirst(by, true) : matcher.replaceAll(by, true);
  } catch {
    return fail(badArgument(position, `The replacement '${by}' names a group that the pattern has not.`));
  }
}

function substring(text: string, start: bigint | undefined, length: bigint | undefined, position: Position): string {
  const total = BigInt(countCodePoints(text));
  const from = start === undefined ? 0n : start < 0n ? total + start : start;
  if (from > total || from < 0n) {
    fail(outOfBounds('start', 'less than or equal to the string length', position));
  }
  if (length !== undefined && length < 0n) fail(outOfBounds('length', 'positive', position));
  const to = length === undefined || from + length > total ? total : from + length;
  return text.slice(unitOffset(text, Number(from)), unitOffset(text, Number(to)));
}

/** Made at its first use: that takes as long as many a query. */
let segmenter: Intl.Segmenter | undefined;

/** The first letter of every word large, all others small. */
function titleCase(text: string): string {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => {
    const small = segment.toLowerCase();
    const first = String.fromCodePoint(small.codePointAt(0) ?? 0);
    return first.toUpperCase() + small.slice(first.length);
  }).join('');
}

function onText(names: string, change: (text: string, position: Position) => Value) {
  return form({ [names]: string }, (values, _place, position) => change(values[names] as string, position));
}

function searching(name: string, holds: (text: string, search: string) => boolean) {
  return form({ [name]: string, search: string }, (values) => holds(values[name] as string, values.search as string));
}

/** The separators of ASCII are white space as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const leadingSpace = /^[\s\u001c-\u001f]+/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const trailingSpace = /[\s\u001c-\u001f]+$/;

export const stringForms = [
  form({ concat: zeroOrMore(string), separator: optional(string) }, ({ concat, separator = '' }, _place, position) =>
    bounded(concat.join(separator), position),
  ),
  form({ casefold: zeroOrMore(scalar), normalizer: optional(normalizer) }, (values) =>
    foldAll(values.casefold, values.normalizer ?? 'NFKCCaseFold'),
  ),
  onText('regexescape', (text) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`),
  searching('startswith', (text, search) => text.startsWith(search)),
  searching('endswith', (text, search) => text.endsWith(search)),
  searching('containsstr', (text, search) => text.includes(search)),
  form(
    { containsstrregex: string, pattern: regex },
    (values) => findMatch(values.pattern, values.containsstrregex) !== undefined,
  ),
  form({ findstr: string, find: string, start: optional(integer) }, (values) =>
    findText(values.findstr, values.find, values.start),
  ),
  form(
    { findstrregex: string, pattern: regex, start: optional(integer), num_results: optional(integer) },
    ({ findstrregex: text, pattern, start, num_results: most = limit }, place) =>
      findAll(pattern, text, start, most < limit ? most : limit, place),
  ),
  onText('length', (text) => BigInt(countCodePoints(text))),
  onText('lowercase', (text) => text.toLowerCase()),
  onText('uppercase', (text) => text.toUpperCase()),
  onText('titlecase', titleCase),
  onText('ltrim', (text) => text.replace(leadingSpace, '')),
  onText('rtrim', (text) => text.replace(trailingSpace, '')),
  onText('trim', (text) => text.replace(leadingSpace, '').replace(trailingSpace, '')),
  form(
    { ngram: zeroOrMore(scalar), min: optional(integer), max: optional(integer) },
    ({ ngram, min, max }, _place, position) => nGrams(ngram, min, max, position),
  ),
  form({ repeat: string, number: optional(integer) }, ({ repeat, number = 2n }, _place, position) => {
    const times = number < 0n ? 0 : Number(number < limit ? number : limit);
    if (repeat.length * times > maxLength) bounded(' '.repeat(maxLength + 1), position);
    return repeat.repeat(times);
  }),
  form({ replacestr: string, find: string, replace: string }, (values, _place, position) =>
    bounded(
      values.replacestr.replaceAll(values.find, () => values.replace),
      position,
    ),
  ),
  form(
    { replacestrregex: string, pattern: regex, replace: string, first: optional(boolean) },
    ({ replacestrregex: text, pattern, replace, first = false }, _place, position) =>
      bounded(replaceMatches(text, pattern, replace, first, position), position),
  ),
  form({ space: integer }, ({ space }) => ' '.repeat(Number(space < 0n ? 0n : space < limit ? space : limit))),
  form(
    { substring: string, start: optional(integer), length: optional(integer) },
    ({ substring: text, start, length }, _place, position) => substring(text, start, length, position),
  ),
  form({ format: string, values: zeroOrMore(any) }, ({ format, values }, place, position) =>
    bounded(formatText(format, values, place, position), position),
  ),
];
