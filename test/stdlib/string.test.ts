import { describe, expect, test } from 'vitest';
import { Session } from './evaluate.ts';

const session = new Session();

/** The result as text, or `CODE: message`. */
function run(fql: string): string {
  try {
    return session.show(fql);
  } catch (failure) {
    const { code, message } = failure as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

function table(rows: readonly (readonly [fql: string, expected: string])[]): void {
  test.each(rows)('%s is %s', (fql, expected) => expect(run(fql)).toBe(expected));
}

describe('positions', () => {
  table([
    ['"👍a".length', '2'],
    ['"fo😍o".at(2)', '"😍"'],
    ['"fo😍o"[3]', '"o"'],
    ['"fo😍o"[4]', 'index_out_of_bounds: index 4 out of bounds for length 4'],
    ['"fo😍o"[-1]', 'index_out_of_bounds: index -1 out of bounds for length 4'],
    ['"f😍o".insert(2, "bar")', '"f😍baro"'],
    ['"f😍😍".insert(4, "bar")', 'index_out_of_bounds: index 4 out of bounds for length 3'],
    ['"f😍😍".indexOf("😍", 2)', '2'],
    ['"f😍😍".lastIndexOf("😍", 1)', '1'],
    ['"f😍😍".lastIndexOf("f", 3)', 'index_out_of_bounds: index 3 out of bounds for length 3'],
    ['"abc".indexOf("z")', 'null'],
    ['"f😍o".slice(1, 2)', '"😍"'],
    ['"fo😍😍".slice(-1, 99)', '"fo😍😍"'],
    ['"hello".slice(3, 1)', '""'],
    ['"f😍o".splitAt(2)', '["f😍", "o"]'],
    ['"abc".splitAt(4)', 'index_out_of_bounds: index 4 out of bounds for length 3'],
  ]);
});

describe('numbers out of text', () => {
  table([
    ['"0042".parseInt()', '42'],
    ['"+17".parseInt()', '17'],
    ['" 17".parseInt()', 'null'],
    ['"2147483648".parseInt()', 'null'],
    ['"٣٤".parseInt()', '34'],
    ['"zz".parseInt(36)', '1295'],
    ['"-80000000".parseInt(16)', '-2147483648'],
    ['"7".parseInt(1)', 'invalid_argument: invalid argument `format`: invalid radix, expected a number from 2-36'],
    ['"9223372036854775807".parseLong()', '9223372036854775807'],
    ['"9223372036854775808".parseLong()', 'null'],
    ['" 5. ".parseDouble()', '5.0'],
    ['"1e400".parseDouble()', 'Infinity'],
    ['"-NaN".parseDouble()', 'NaN'],
    ['"1d".parseDouble()', '1.0'],
    ['"0x1.8p3".parseDouble()', '12.0'],
    ['"0x10".parseDouble()', 'null'],
    ['"1_000".parseDouble()', 'null'],
    ['"12345678901234567890".parseNumber()', '1.2345678901234567E19'],
    [
      '["1".parseNumber() isa Int, "4294967297".parseNumber() isa Long, "1.0".parseNumber() isa Double]',
      '[true, true, true]',
    ],
  ]);
});

describe('replacing', () => {
  table([
    ['"mississippi".replace("ss", "SS", 2)', '"miSSiSSippi"'],
    [
      '"mississippi".replace("ss", "SS", 0)',
      'invalid_argument: invalid argument `count`: must be greater than or equal to 1',
    ],
    ['"abc".replace("", ".", 3)', '"...abc"'],
    [
      '"abc".replaceAll("", ".")',
      'invalid_argument: invalid argument `pattern`: a pattern that matches the empty text can not be replaced everywhere',
    ],
    [
      '"abc".replaceAllRegex("x*", ".")',
      'invalid_argument: invalid argument `pattern`: a pattern that matches the empty text can not be replaced everywhere',
    ],
    ['"abc".replaceAllRegex("x*y", ".")', '"abc"'],
    ['"mississippi".replaceRegex("(i)(s)", "$2$1", 2)', '"m$2$1s$2$1sippi"'],
    // What is left after a replacement begins anew.
    ['"aaa".replaceAllRegex("^a", "b")', '"bbb"'],
  ]);

  test('a string does not outgrow its limit', () => {
    const half = '"a".replace("", "x", 8388608)';
    expect(run(`(${half} + ${half}).length`)).toBe(
      'value_too_large: Value too large: string size 16777218 exceeds limit 16777216.',
    );
    expect(run(`let s = ${half}; s.replaceAll("x", "xxx").length`)).toMatch(/^value_too_large: /);
    expect(run('"a".replace("", "xy", 2147483647)')).toMatch(/^value_too_large: /);
  });
});

describe('splitting', () => {
  table([
    ['"-KB-".split("-")', '["", "KB", ""]'],
    ['"".split("-")', '[""]'],
    ['"".split("")', '[""]'],
    ['"abc".split("")', '["a", "b", "c"]'],
    ['"a1b2".splitRegex("[0-9]")', '["a", "b", ""]'],
    ['"a.b.c".splitRegex(".")', '["", "", "", "", "", ""]'],
    ['"one two  three".splitRegex("\\\\s+")', '["one", "two", "three"]'],
  ]);
});

describe('letters', () => {
  table([
    [
      '"İstanbul Weißkopfseeadler φιλόσοφος Diyarbakır".casefold()',
      '"i̇stanbul weisskopfseeadler φιλόσοφοσ diyarbakır"',
    ],
    ['"\\u{212b}".casefold("NFC") == "Å"', 'true'],
    ['"ﬁ".casefold("NFKD")', '"fi"'],
    [
      '"abc".casefold("bogus")',
      'invalid_argument: invalid argument `format`: expected a casefold format (one of NFKCCaseFold, NFC, NFD, NFKC, or NFKD)',
    ],
    ['"straße".toUpperCase()', '"STRASSE"'],
  ]);
});

describe('regular expressions', () => {
  table([
    ['"a1b22".matches("[0-9]+")', '["1", "22"]'],
    ['"f😍😍 bar".matchIndexes("\\\\S+")', '[[0, "f😍😍"], [4, "bar"]]'],
    ['"foo 123".indexOfRegex("$")', '7'],
    ['"aXbX".indexOfRegex("X", 2)', '3'],
    ['"x".includesRegex("[")', 'invalid_regex: Invalid regular expression. Unclosed character class at index 0'],
    ['"x".includesRegex("👍(")', 'invalid_regex: Invalid regular expression. Unclosed group at index 1'],
    [
      '"x".includesRegex("(?=x)")',
      'invalid_regex: Invalid regular expression. Not supported, since it can not be matched in linear time: look-ahead at index 2',
    ],
  ]);

  test('take linear time', () => {
    const start = performance.now();
    expect(run(`("${'a'.repeat(5000)}").includesRegex("^(a+)+$\\\\d")`)).toBe('false');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
