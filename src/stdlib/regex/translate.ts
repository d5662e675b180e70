/** A regular expression as RE2 writes it, which matches in linear time. */
import { type CharacterSet, LAST_CODE_POINT } from './character-set.ts';
import { type Boundary, type Node, RegexError } from './syntax.ts';

/** RE2 refuses to repeat more often, since it writes every repetition out. */
const LARGEST_COUNT = 1000;

export interface Translation {
  readonly text: string;
  /** Has a `$` or `\Z`, which also matches before a last line terminator. */
  readonly hasFinal: boolean;
}

/**
 * `end` is what stands for `\z`; `$` and `\Z` are always the end of the text that is searched. Line boundaries and word boundaries are RE2's: lines end at
 * line feeds only, words are made of ASCII letters, digits and `_`.
 */
export function translate(node: Node, end: 'end' | 'never', captures: 'capturing' | 'plain' = 'plain'): Translation {
  let hasFinal = false;
  const boundaries: Readonly<Record<Boundary, string>> = {
    start: '\\A',
    end: end === 'end' ? '\\z' : NEVER,
    final: '\\z',
    'line start': '(?m:^)',
    'line end': '(?m:$)',
    word: '\\b',
    'no word': '\\B',
  };
  const write = (part: Node): string => {
    switch (part.kind) {
      case 'set':
        return writeSet(part.set);
      case 'sequence':
        return part.parts.map((each) => (each.kind === 'choice' ? `(?:${write(each)})` : write(each))).join('');
      case 'choice':
        return part.options.map(write).join('|');
      case 'capture':
        return `(${captures === 'plain' ? '?:' : part.name === undefined ? '' : `?P<${part.name}>`}${write(part.of)})`;
      case 'boundary':
        hasFinal ||= part.at === 'final';
        return boundaries[part.at];
      case 'repeat':
        return `(?:${write(part.of)})${writeCount(part.min, part.max)}${part.lazy ? '?' : ''}`;
    }
  };
  return { text: write(node), hasFinal };
}

const NEVER = `[^\\x{0}-\\x{${LAST_CODE_POINT.toString(16)}}]`;

function writeSet(set: CharacterSet): string {
  const [only] = set;
  if (only === undefined) return NEVER;
  const [first, last] = only;
  if (set.length === 1 && first === last) return writeCodePoint(first);
  if (set.length === 1 && first === 0 && last === LAST_CODE_POINT) return '(?s:.)';
  return `[${set.map(([low, high]) => (low === high ? writeCodePoint(low) : `${writeCodePoint(low)}-${writeCodePoint(high)}`)).join('')}]`;
}

function writeCodePoint(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}

function writeCount(min: number, max: number): string {
  if (max === Infinity && min <= 1) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  if (min > LARGEST_COUNT || (max !== Infinity && max > LARGEST_COUNT)) {
    throw new RegexError(`Not supported: more than ${LARGEST_COUNT} repetitions`, 0);
  }
  return max === Infinity ? `{${min},}` : `{${min},${max}}`;
}
