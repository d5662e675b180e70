/** The names of `\p{…}`, and the classes of `\d \w \s \h \v`. Source: the documentation of java.util.regex.Pattern. */
import {
  ALL,
  type CharacterSet,
  charactersOf,
  intersect,
  matching,
  negate,
  type Range,
  union,
} from './character-set.ts';
import type { Flags } from './syntax.ts';

const range = (first: number, last: number): CharacterSet => [[first, last]];

const ASCII = range(0, 0x7f);
const LOWER = range(0x61, 0x7a);
const UPPER = range(0x41, 0x5a);
const ALPHA = union(LOWER, UPPER);
const DIGITS = range(0x30, 0x39);
const SPACES = charactersOf(' \t\n\x0b\f\r');
const GRAPH = range(0x21, 0x7e);
const ALNUM = union(ALPHA, DIGITS);

export const HORIZONTAL_SPACE = union(charactersOf('\t \u00a0\u1680\u180e\u202f\u205f\u3000'), range(0x2000, 0x200a));
export const VERTICAL_SPACE = charactersOf('\n\x0b\f\r\u0085\u2028\u2029');
export const LINE_TERMINATORS = charactersOf('\n\r\u0085\u2028\u2029');

const sets = new Map<string, CharacterSet | undefined>();

/** Finding them takes some milliseconds each: kept. */
function unicode(property: string): CharacterSet | undefined {
  if (!sets.has(property)) sets.set(property, matching(property));
  return sets.get(property);
}

function known(property: string): CharacterSet {
  const set = unicode(property);
  if (!set) throw new Error(`unknown Unicode property ${property}`);
  return set;
}

export function digits({ unicodeClasses }: Flags): CharacterSet {
  return unicodeClasses ? known('\\p{Nd}') : DIGITS;
}

export function spaces({ unicodeClasses }: Flags): CharacterSet {
  return unicodeClasses ? known('\\p{White_Space}') : SPACES;
}

export function wordCharacters({ unicodeClasses }: Flags): CharacterSet {
  return unicodeClasses
    ? known('[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]')
    : union(ALNUM, charactersOf('_'));
}

const letterCases = '[\\p{Lu}\\p{Ll}\\p{Lt}]';

/** ASCII classes, and Java's own. */
const named: Readonly<Record<string, () => CharacterSet>> = {
  ASCII: () => ASCII,
  Alnum: () => ALNUM,
  Alpha: () => ALPHA,
  Blank: () => charactersOf(' \t'),
  Cntrl: () => union(range(0, 0x1f), range(0x7f, 0x7f)),
  Digit: () => DIGITS,
  Graph: () => GRAPH,
  L1: () => range(0, 0xff),
  LD: () => known('[\\p{L}\\p{Nd}]'),
  Lower: () => LOWER,
  Print: () => range(0x20, 0x7e),
  Punct: () => intersect(GRAPH, negate(ALNUM)),
  Space: () => SPACES,
  Upper: () => UPPER,
  XDigit: () => charactersOf('0123456789abcdefABCDEF'),
  all: () => ALL,
  javaAlphabetic: () => known('\\p{Alphabetic}'),
  javaDefined: () => known('\\P{Cn}'),
  javaDigit: () => known('\\p{Nd}'),
  javaISOControl: () => known('\\p{Cc}'),
  javaIdentifierIgnorable: () => union(range(0, 8), range(0x0e, 0x1b), range(0x7f, 0x9f), known('\\p{Cf}')),
  javaIdeographic: () => known('\\p{Ideographic}'),
  javaLetter: () => known('\\p{L}'),
  javaLetterOrDigit: () => known('[\\p{L}\\p{Nd}]'),
  javaLowerCase: () => known('\\p{Lowercase}'),
  javaMirrored: () => known('\\p{Bidi_Mirrored}'),
  javaSpaceChar: () => known('\\p{Z}'),
  javaTitleCase: () => known('\\p{Lt}'),
  javaUnicodeIdentifierPart: () =>
    union(known('\\p{ID_Continue}'), range(0, 8), range(0x0e, 0x1b), range(0x7f, 0x9f), known('\\p{Cf}')),
  javaUnicodeIdentifierStart: () => known('\\p{ID_Start}'),
  javaUpperCase: () => known('\\p{Uppercase}'),
  javaWhitespace: () =>
    union(intersect(known('\\p{Z}'), negate(charactersOf('\u00a0\u2007\u202f'))), range(0x09, 0x0d), range(0x1c, 0x1f)),
};

/** Of a case each, and of all cases where case does not count. */
const casedNames = new Map([
  ['Lu', letterCases],
  ['Ll', letterCases],
  ['Lt', letterCases],
  ['javaLowerCase', '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'],
  ['javaUpperCase', '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'],
  ['javaTitleCase', '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'],
]);

/** A general category, an ASCII class or one of Java's: `Lu`, `Alpha`, `javaLetter`. */
export function categorySet(name: string, { caseInsensitive }: Flags): CharacterSet | undefined {
  const cases = caseInsensitive ? casedNames.get(name) : undefined;
  if (cases !== undefined) return known(cases);
  if (caseInsensitive && (name === 'Lower' || name === 'Upper')) return ALPHA;
  if (Object.hasOwn(named, name)) return named[name]?.();
  return /^(?:C[cfno]?|Cs|L[ulmotC]?|M[nec]?|N[dlo]?|P[dsecoif]?|S[mcko]?|Z[slp]?)$/.test(name)
    ? unicode(`\\p{${name}}`)
    : undefined;
}

const bothCases = '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]';

/** The classes of POSIX over all of Unicode: what `\p{Alpha}` means with the flag U, and `\p{IsAlpha}` always. */
export function posixSet(name: string, { caseInsensitive }: Flags): CharacterSet | undefined {
  switch (name.toUpperCase()) {
    case 'ALPHA':
      return known('\\p{Alphabetic}');
    case 'LOWER':
      return known(caseInsensitive ? bothCases : '\\p{Lowercase}');
    case 'UPPER':
      return known(caseInsensitive ? bothCases : '\\p{Uppercase}');
    case 'SPACE':
      return known('\\p{White_Space}');
    case 'PUNCT':
      return known('\\p{P}');
    case 'XDIGIT':
      return known('[\\p{Nd}\\p{Hex_Digit}]');
    case 'ALNUM':
      return known('[\\p{Alphabetic}\\p{Nd}]');
    case 'CNTRL':
      return known('\\p{Cc}');
    case 'DIGIT':
      return known('\\p{Nd}');
    case 'BLANK':
      return known('[\\p{Zs}\\t]');
    case 'GRAPH':
      return graphic();
    case 'PRINT':
      return intersect(union(graphic(), known('[\\p{Zs}\\t]')), negate(known('\\p{Cc}')));
    default:
      return undefined;
  }
}

function graphic(): CharacterSet {
  const surrogates: Range = [0xd800, 0xdfff];
  return negate(union(known('[\\p{Z}\\p{Cc}\\p{Cn}]'), [surrogates]));
}

/** A binary property after `Is`: `IsAlphabetic`. */
export function binarySet(name: string, flags: Flags): CharacterSet | undefined {
  switch (name.toUpperCase()) {
    case 'ALPHABETIC':
      return known('\\p{Alphabetic}');
    case 'ASSIGNED':
      return known('\\P{Cn}');
    case 'CONTROL':
      return known('\\p{Cc}');
    case 'HEXDIGIT':
    case 'HEX_DIGIT':
      return known('[\\p{Nd}\\p{Hex_Digit}]');
    case 'IDEOGRAPHIC':
      return known('\\p{Ideographic}');
    case 'JOINCONTROL':
    case 'JOIN_CONTROL':
      return known('\\p{Join_Control}');
    case 'LETTER':
      return known('\\p{L}');
    case 'LOWERCASE':
      return known(flags.caseInsensitive ? bothCases : '\\p{Lowercase}');
    case 'NONCHARACTERCODEPOINT':
    case 'NONCHARACTER_CODE_POINT':
      return known('\\p{Noncharacter_Code_Point}');
    case 'TITLECASE':
      return known(flags.caseInsensitive ? bothCases : '\\p{Lt}');
    case 'PUNCTUATION':
      return known('\\p{P}');
    case 'UPPERCASE':
      return known(flags.caseInsensitive ? bothCases : '\\p{Uppercase}');
    case 'WHITESPACE':
    case 'WHITE_SPACE':
      return known('\\p{White_Space}');
    case 'WORD':
      return wordCharacters({ ...flags, unicodeClasses: true });
    default:
      return posixSet(name, flags);
  }
}

/** A script by its name or code, in any case: `Greek`, `GREK`, `old_italic`. */
export function scriptSet(name: string): CharacterSet | undefined {
  if (!/^[A-Za-z_]+$/.test(name)) return undefined;
  const written = name.toLowerCase().replace(/(^|_)([a-z])/g, (_, before, letter) => before + letter.toUpperCase());
  return unicode(`\\p{Script=${written}}`);
}
