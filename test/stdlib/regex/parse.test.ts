/** What Java takes and refuses, as java.util.regex.Pattern of Java 17 does. */
import { describe, expect, test } from 'vitest';
import { parseRegex } from '../../../src/stdlib/regex/parse.ts';
import { RegexError } from '../../../src/stdlib/regex/syntax.ts';

function refusal(pattern: string): string {
  try {
    parseRegex(pattern);
  } catch (error) {
    if (error instanceof RegexError) return `${error.description} at ${error.index}`;
    throw error;
  }
  return 'valid';
}

describe('a pattern that is refused', () => {
  test.each([
    ['(', 'Unclosed group at 1'],
    ['a)', "Unmatched closing ')' at 0"],
    ['*a', "Dangling meta character '*' at 0"],
    ['a|+', "Dangling meta character '+' at 2"],
    ['[a', 'Unclosed character class at 1'],
    ['[]', 'Unclosed character class at 1'],
    ['[z-a]', 'Illegal character range at 3'],
    ['[&&]', 'Bad class syntax at 2'],
    ['{2}', 'valid'],
    ['a{x}', 'Illegal repetition at 2'],
    ['a{2', 'Unclosed counted closure at 3'],
    ['a{3,2}', 'Illegal repetition range at 5'],
    ['\\y', 'Illegal/unsupported escape sequence at 1'],
    ['\\x4', 'Illegal hexadecimal escape sequence at 3'],
    ['\\x{110000}', 'Hexadecimal codepoint is too big at 8'],
    ['\\u00g0', 'Illegal Unicode escape sequence at 4'],
    ['\\09', 'Illegal octal escape sequence at 2'],
    ['\\p{Foo}', 'Unknown character property name {Foo} at 6'],
    ['\\p{}', 'Empty character family at 3'],
    ['\\p{L', 'Unclosed character family at 4'],
    ['\\p{sc=Foo}', 'Unknown Unicode property {name=<sc>, value=<Foo>} at 9'],
    ['(?<1>a)', 'capturing group name does not start with a Latin letter at 3'],
    ['a\\', 'Unexpected internal error at 2'],
    ['(?<a)', "named capturing group is missing trailing '>' at 4"],
    ['(?<a>)(?<a>)', 'Named capturing group <a> is already defined at 10'],
    ['\\k<a>', 'named capturing group <a> does not exist at 4'],
    ['(?z)', 'Unknown inline modifier at 2'],
    ['(?$)', 'Unknown group type at 2'],
  ])('%s: %s', (pattern, expected) => expect(refusal(pattern)).toBe(expected));
});

describe('a pattern that can not be matched in linear time', () => {
  test.each(['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(?>a)', 'a*+', '(a)\\1', '(?<n>a)\\k<n>', '\\G', '\\X'])(
    '%s',
    (pattern) => expect(refusal(pattern)).toMatch(/^Not supported, since it can not be matched in linear time: /),
  );

  test('is first read to its end', () => expect(refusal('(?=a)(')).toBe('Unclosed group at 6'));
});
