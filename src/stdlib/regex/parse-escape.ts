/** Escapes outside of classes and in them. */
import { type CharacterSet, negate } from './character-set.ts';
import {
  binarySet,
  categorySet,
  digits,
  HORIZONTAL_SPACE,
  posixSet,
  scriptSet,
  spaces,
  VERTICAL_SPACE,
  wordCharacters,
} from './property.ts';
import { END, hexDigit, isDigit, isLetter, type Reader } from './reader.ts';
import type { Boundary } from './syntax.ts';

/** What an escape stands for. */
export type Escape =
  | { readonly kind: 'character'; readonly codePoint: number }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'boundary'; readonly at: Boundary }
  | { readonly kind: 'line break' }
  /** Valid, but nothing that can be matched in linear time. */
  | { readonly kind: 'unsupported'; readonly what: string };

const controls: Readonly<Record<string, number>> = { a: 0x07, e: 0x1b, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 };

/** The classes of one letter; in capitals what is not in them. */
function letterClass(reader: Reader, letter: string): CharacterSet | undefined {
  switch (letter.toLowerCase()) {
    case 'd':
      return digits(reader.flags);
    case 'h':
      return HORIZONTAL_SPACE;
    case 's':
      return spaces(reader.flags);
    case 'v':
      return VERTICAL_SPACE;
    case 'w':
      return wordCharacters(reader.flags);
    default:
      return undefined;
  }
}

/** Reads an escape; the cursor is on its backslash. `bounds`: it stands at an end of a range, where `\v` is one character. */
export function parseEscape(reader: Reader, inClass: boolean, bounds: boolean, groups: ReadonlySet<string>): Escape {
  const codePoint = reader.readSecond();
  const letter = String.fromCodePoint(codePoint);
  if (!isLetter(codePoint) && !isDigit(codePoint)) return { kind: 'character', codePoint };
  if (letter === 'v' && bounds) return { kind: 'character', codePoint: 0x0b };
  const set = letterClass(reader, letter);
  if (set) return { kind: 'set', set: letter === letter.toLowerCase() ? set : negate(set) };
  const character = characterEscape(reader, letter);
  if (character !== undefined) return { kind: 'character', codePoint: character };
  return (
    (inClass ? undefined : placeEscape(reader, letter, groups)) ?? reader.fail('Illegal/unsupported escape sequence')
  );
}

function characterEscape(reader: Reader, letter: string): number | undefined {
  switch (letter) {
    case '0':
      return parseOctal(reader);
    case 'N':
      return failCharacterName(reader);
    case 'c':
      return reader.atEnd ? reader.fail('Illegal control escape sequence') : reader.read() ^ 64;
    case 'u':
      return parseUnicode(reader);
    case 'x':
      return parseHexadecimal(reader);
    default:
      return Object.hasOwn(controls, letter) ? controls[letter] : undefined;
  }
}

function placeEscape(reader: Reader, letter: string, groups: ReadonlySet<string>): Escape | undefined {
  switch (letter) {
    case 'A':
      return { kind: 'boundary', at: 'start' };
    case 'B':
      return { kind: 'boundary', at: 'no word' };
    case 'G':
      return { kind: 'unsupported', what: '`\\G`' };
    case 'R':
      return { kind: 'line break' };
    case 'X':
      return { kind: 'unsupported', what: '`\\X`' };
    case 'Z':
      return { kind: 'boundary', at: 'final' };
    case 'b':
      return parseWordBoundary(reader);
    case 'k':
      return parseNamedReference(reader, groups);
    case 'z':
      return { kind: 'boundary', at: 'end' };
    default:
      return /[1-9]/.test(letter) ? parseReference(reader) : undefined;
  }
}

function parseReference(reader: Reader): Escape {
  while (isDigit(reader.peek())) reader.read();
  return { kind: 'unsupported', what: 'a back reference' };
}

function parseNamedReference(reader: Reader, groups: ReadonlySet<string>): Escape {
  if (reader.read() !== 0x3c) reader.fail("\\k is not followed by '<' for named capturing group");
  const name = parseGroupName(reader, reader.read());
  if (!groups.has(name)) reader.fail(`named capturing group <${name}> does not exist`);
  return { kind: 'unsupported', what: 'a back reference' };
}

/** The name of a group up to and with its `>`; `first` is its first letter, already read. */
export function parseGroupName(reader: Reader, first: number): string {
  if (!isLetter(first)) reader.fail('capturing group name does not start with a Latin letter');
  let name = '';
  let codePoint = first;
  while (isLetter(codePoint) || isDigit(codePoint)) {
    name += String.fromCodePoint(codePoint);
    codePoint = reader.read();
  }
  return codePoint === 0x3e ? name : reader.fail("named capturing group is missing trailing '>'");
}

function parseWordBoundary(reader: Reader): Escape | undefined {
  if (reader.peek() !== 0x7b) return { kind: 'boundary', at: 'word' };
  if (reader.readSecond() === 0x67) {
    return reader.read() === 0x7d ? { kind: 'unsupported', what: '`\\b{g}`' } : undefined;
  }
  reader.cursor -= 2;
  return { kind: 'boundary', at: 'word' };
}

/** No name is known: the table of names is too large to carry. */
function failCharacterName(reader: Reader): never {
  if (reader.read() !== 0x7b) reader.fail('Illegal character name escape sequence');
  const start = reader.cursor;
  while (reader.read() !== 0x7d) if (reader.atEnd) reader.fail('Unclosed character name escape sequence');
  return reader.fail(`Unknown character name [${reader.slice(start, reader.cursor - 1)}]`);
}

function isOctal(codePoint: number): boolean {
  return codePoint >= 0x30 && codePoint <= 0x37;
}

/** One to three octal digits, 377 at most. */
function parseOctal(reader: Reader): number {
  const first = reader.read();
  if (!isOctal(first)) reader.fail('Illegal octal escape sequence');
  let value = first - 0x30;
  for (let count = 1; count < (first <= 0x33 ? 3 : 2); count++) {
    const digit = reader.read();
    if (!isOctal(digit)) {
      reader.unread();
      break;
    }
    value = value * 8 + digit - 0x30;
  }
  return value;
}

/** `\x41` or `\x{1F600}`. */
function parseHexadecimal(reader: Reader): number {
  const first = reader.read();
  const high = hexDigit(first);
  if (high !== undefined) {
    const low = hexDigit(reader.read());
    return low === undefined ? reader.fail('Illegal hexadecimal escape sequence') : high * 16 + low;
  }
  if (first !== 0x7b || hexDigit(reader.peek()) === undefined) reader.fail('Illegal hexadecimal escape sequence');
  let value = 0;
  for (;;) {
    const codePoint = reader.read();
    const digit = hexDigit(codePoint);
    if (digit === undefined) return codePoint === 0x7d ? value : reader.fail('Unclosed hexadecimal escape sequence');
    value = value * 16 + digit;
    if (value > 0x10ffff) reader.fail('Hexadecimal codepoint is too big');
  }
}

/** Four digits; two escapes for the halves of a surrogate pair make one character. */
function parseUnicode(reader: Reader): number {
  const high = parseFourDigits(reader);
  if (high < 0xd800 || high > 0xdbff) return high;
  const { cursor } = reader;
  if (reader.read() === 0x5c && reader.read() === 0x75) {
    const low = parseFourDigits(reader);
    if (low >= 0xdc00 && low <= 0xdfff) return (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
  }
  reader.cursor = cursor;
  return high;
}

function parseFourDigits(reader: Reader): number {
  let value = 0;
  for (let count = 0; count < 4; count++) {
    const digit = hexDigit(reader.read());
    if (digit === undefined) reader.fail('Illegal Unicode escape sequence');
    value = value * 16 + digit;
  }
  return value;
}

/** `\p{…}` or `\pL`; the cursor is on its `p` or `P`. */
export function parseFamily(reader: Reader): CharacterSet | { readonly unsupported: string } {
  const complement = reader.look() === 0x50;
  const name = parseFamilyName(reader);
  const found = familySet(reader, name);
  return Array.isArray(found) && complement ? negate(found) : found;
}

function parseFamilyName(reader: Reader): string {
  if (reader.next() !== 0x7b) {
    const codePoint = reader.peek();
    reader.read();
    return codePoint === END ? '\0' : String.fromCodePoint(codePoint);
  }
  reader.next();
  const start = reader.cursor;
  while (!reader.atEnd && reader.look() !== 0x7d) reader.read();
  const end = reader.cursor;
  reader.cursor = end + 1;
  if (end >= reader.length) reader.fail('Unclosed character family');
  return start === end ? reader.fail('Empty character family') : reader.slice(start, end);
}

function familySet(reader: Reader, name: string): CharacterSet | { readonly unsupported: string } {
  const [, key, value] = /^([^=]*)=(.*)$/s.exec(name) ?? [];
  if (key !== undefined && value !== undefined) {
    const set = keyedSet(reader, key.toLowerCase(), value);
    return set ?? reader.fail(`Unknown Unicode property {name=<${key.toLowerCase()}>, value=<${value}>}`);
  }
  if (name.startsWith('In')) return { unsupported: `the Unicode block ${name.slice(2)}` };
  return namedSet(reader, name) ?? reader.fail(`Unknown character property name {${name}}`);
}

function keyedSet(reader: Reader, key: string, value: string) {
  switch (key) {
    case 'sc':
    case 'script':
      return scriptSet(value);
    case 'blk':
    case 'block':
      return { unsupported: `the Unicode block ${value}` };
    case 'gc':
    case 'general_category':
      return categorySet(value, reader.flags);
    default:
      return undefined;
  }
}

function namedSet({ flags }: Reader, name: string): CharacterSet | undefined {
  if (!name.startsWith('Is')) {
    return (flags.unicodeClasses ? posixSet(name, flags) : undefined) ?? categorySet(name, flags);
  }
  const property = name.slice(2);
  return binarySet(property, flags) ?? categorySet(property, flags) ?? scriptSet(property);
}
