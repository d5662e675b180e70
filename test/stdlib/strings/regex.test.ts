/** What Java's expressions mean, matched with RE2. */
import { describe, expect, test } from 'vitest';
import { matchesIn, requireRegex } from '../../../src/stdlib/strings/regex.ts';
import { pureContext } from '../../runtime/pure-context.ts';

function matches(pattern: string, text: string): readonly string[] {
  const context = pureContext();
  return matchesIn(context, requireRegex(context, pattern), text).map(({ start, end }) => text.slice(start, end));
}

describe('matches', () => {
  test.each<[pattern: string, text: string, ...expected: string[]]>([
    ['.', 'a\r\n\u2028b', 'a', 'b'],
    ['(?s).', 'a\n', 'a', '\n'],
    ['\\w+', 'Æble x_1', 'ble', 'x_1'],
    ['(?U)\\w+', 'Æble x_1', 'Æble', 'x_1'],
    ['(?i)é|a', 'ÉA', 'A'],
    ['(?iu)é|a', 'ÉA', 'É', 'A'],
    ['[a-z&&[^aeiou]]+', 'mississippi', 'm', 'ss', 'ss', 'pp'],
    ['[a-c[x-z]]+', 'abxm', 'abx'],
    ['[]a-]+', ']a-b', ']a-'],
    ['\\p{Lu}\\p{IsLatin}*', 'aÉté Ωм', 'Été', 'Ω'],
    ['\\p{Punct}+', 'a, "b"…', ',', '"', '"'],
    ['\\Qa.b\\E', 'axb a.b', 'a.b'],
    ['\\x41\\u0042\\0103\\x{1F44D}', 'ABC👍', 'ABC👍'],
    ['a{2,3}?', 'aaaaa', 'aa', 'aa'],
    ['(?x) a b # comment', 'ab', 'ab'],
    ['a$', 'a\n', 'a'],
    ['a\\z', 'a\n'],
    ['\\n?$', 'a\n', '\n', ''],
    ['(?m)^\\w$', 'a\nb', 'a', 'b'],
    ['\\R', 'a\r\nb\n', '\r\n', '\n'],
    ['x*', 'ax', '', 'x', ''],
    ['(a|ab)(c|bcd)', 'abcd', 'abcd'],
    ['\\h+|\\v', 'a\u00a0\tb\n', '\u00a0\t', '\n'],
  ])('%s in %j', (pattern, text, ...expected) => expect(matches(pattern, text)).toEqual(expected));
});
