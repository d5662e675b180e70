/** What the text of a string or heredoc stands for. Source: the FQL reference, "String". */
import { isDisplayable } from '../../grammar/characters.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  '0': '\0',
  "'": "'",
  '"': '"',
  '#': '#',
  n: '\n',
  r: '\r',
  v: '\v',
  t: '\t',
  b: '\b',
  f: '\f',
};

/** What the letter behind a backslash stands for. */
export function escapeOf(letter: string): string | undefined {
  return escapes[letter];
}

/** Replaces the escapes in `text`; undefined if one of them is none. */
export function unescapeText(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let valid = true;
  const result = text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|([\s\S])|$)/g,
    (...match) => {
      const [, twoDigits, fourDigits, digits, letter] = match as (string | undefined)[];
      const code = twoDigits ?? fourDigits ?? digits;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        valid &&= point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
        return valid ? String.fromCodePoint(point) : '';
      }
      const value = letter === undefined ? undefined : escapes[letter];
      valid &&= value !== undefined;
      return value ?? '';
    },
  );
  return valid ? result : undefined;
}

/** Writes `text` so that reading it between double quotes gives it back. */
export function escapeText(text: string): string {
  let result = '';
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    const letter = escapeLetters[character];
    if (letter !== undefined) result += `\\${letter}`;
    else if (point <= 0xffff && isDisplayable(point)) result += character;
    else if (point > 0xffff) result += `\\u{${point.toString(16).padStart(6, '0')}}`;
    else result += `\\u${point.toString(16).padStart(4, '0')}`;
  }
  return result;
}

const escapeLetters: Readonly<Record<string, string>> = {
  '\\': '\\',
  '\0': '0',
  '"': '"',
  '\n': 'n',
  '\r': 'r',
  '\v': 'v',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
  '#': '#',
};

/**
 * Takes from each line of a heredoc the blanks that all of them begin with. `parts` are its text, and null where an
 * expression stands: a line that begins with one has no indent. Empty lines do not count.
 */
export function removeIndent(parts: readonly (string | null)[]): (string | null)[] {
  // No control character can stand in a heredoc, so one may stand for an expression.
  const whole = parts.map((part) => part ?? '\0').join('');
  const lines = whole.split(/[\r\n]+/).filter((line) => line !== '');
  const indent = lines.reduce((least, line) => Math.min(least, line.search(/[^ \t]|$/)), whole.length);
  const text = whole.replace(new RegExp(`(^|[\\r\\n])[ \\t]{${indent}}`, 'g'), '$1');
  return text.split(/(\0)/).map((part) => (part === '\0' ? null : part));
}
