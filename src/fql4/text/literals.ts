/** Strings and numbers as JavaScript writes them, into what they stand for. */
import type { Span } from '../../language/source.ts';
import { refuse } from './invalid-text.ts';

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '0': '\0' };

/** `image` has its quotes. */
export function readString(image: string, span: Span): string {
  const inner = image.slice(1, -1);
  if (image.startsWith('`') && /(?<!\\)(?:\\\\)*\$\{/.test(inner))
    refuse('Nothing is computed in a string: join strings with Concat', span);
  if (!inner.includes('\\')) return inner;
  return inner.replace(
    /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g,
    (written, point?: string, four?: string, two?: string, letter?: string, offset?: number) => {
      const digits = point ?? four ?? two;
      const at = span.start + 1 + (offset ?? 0);
      const place = { ...span, start: at, end: at + written.length };
      if (digits !== undefined) {
        const code = Number.parseInt(digits, 16);
        if (code > 0x10ffff) refuse('There is no character with this number', place);
        return String.fromCodePoint(code);
      }
      return readEscape(letter as string, inner[(offset ?? 0) + written.length], place);
    },
  );
}

function readEscape(letter: string, next: string | undefined, span: Span): string {
  // A line break behind a backslash is no part of the string.
  if (/^[\r\n\u2028\u2029]/.test(letter)) return '';
  if (letter === 'u' || letter === 'x') refuse(`\`\\${letter}\` needs digits: \\xHH, \\uHHHH or \\u{…}`, span);
  const isOctal = /^[1-9]$/.test(letter) || (letter === '0' && next !== undefined && /\d/.test(next));
  if (isOctal) refuse('Numbers of characters are written as \\xHH or \\uHHHH', span);
  return letters[letter] ?? letter;
}

const maxLong = 2n ** 63n - 1n;
const minLong = -(2n ** 63n);

/**
 * The JSON of a number. A fraction of zero is none, as in JavaScript: `1.0` is sent as the integer 1. Digits are kept,
 * also those that JavaScript would round away.
 */
export function readNumber(digits: string, isNegative: boolean, span: Span): string {
  const separated = /^(?:0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|0[oO][0-7]+(?:_[0-7]+)*|0[bB][01]+(?:_[01]+)*)$/.test(
    digits,
  );
  const isDecimal = /^(?:0|[1-9]\d*(?:_\d+)*)$/.test(digits);
  const plain = digits.replaceAll('_', '');
  if (separated || isDecimal) {
    const value = isNegative ? -BigInt(plain) : BigInt(plain);
    if (value < minLong || value > maxLong)
      refuse('An integer has at most 64 bits: write larger numbers as 1e20', span);
    return String(value);
  }
  if (!/^(?:(?:0|[1-9]\d*(?:_\d+)*)\.?|(?:0|[1-9]\d*(?:_\d+)*)?\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?$/.test(digits))
    refuse('This is no number', span);
  const value = isNegative ? -Number(plain) : Number(plain);
  if (!Number.isFinite(value)) refuse('This number is too large', span);
  const json = JSON.stringify(value);
  return Number.isSafeInteger(value) || /[.e]/.test(json) ? json : value.toExponential();
}
