import { describe, expect, test } from 'vitest';
import { Session } from './evaluate.ts';

const session = new Session();

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

describe('rounding at a decimal place', () => {
  table([
    ['[Math.round(1.25, 1), Math.round(1.35, 1), Math.round(-1.25, 1)]', '[1.3, 1.4, -1.2]'],
    ['[Math.round(1250, -2), Math.round(1234.5, 0), Math.round(2, 3)]', '[1300, 1235.0, 2]'],
    ['[Math.round(1.005, 2), Math.round(1234.5678, -2)]', '[1.0, 1200.0]'],
    ['[Math.trunc(-1.999, 2), Math.trunc(1999, -2), Math.trunc(1.999, 0)]', '[-1.99, 1900, 1.0]'],
    ['[Math.round(1, 0) isa Long, Math.trunc(1, 5) isa Long, Math.ceil(3) isa Int]', '[true, true, true]'],
    ['[Math.round(1e300, -5), Math.trunc(5, -400), Math.round(Math.NaN, 0)]', '[9.223372036854776E18, 0, 0.0]'],
  ]);
});

describe('sums and means', () => {
  table([
    [
      '[Math.sum([]), Math.sum([2147483647, 1]), Math.sum([9223372036854775807, 1])]',
      '[0, 2147483648, 9.223372036854776E18]',
    ],
    ['[Math.mean([1, 2, 4]), Math.mean([]), Math.mean(Set.sequence(0, 10))]', '[2.3333333333333335, NaN, 4]'],
    ['Math.mean([].toSet())', 'divide_by_zero: Attempted integer division by zero.'],
    ['Math.sum([1, "a"])', 'invalid_argument: invalid argument `numbers`: all array elements must be numbers'],
  ]);
});

describe('functions of numbers', () => {
  table([
    [
      '[Math.abs(-2147483648), Math.abs(-9223372036854775808), Math.abs(-0.5)]',
      '[-2147483648, -9223372036854775808, 0.5]',
    ],
    ['[Math.max(1, Math.NaN), Math.min(3.0, 3), Math.max(3, 9.5), Math.sign(-2.5)]', '[NaN, 3.0, 9.5, -1]'],
    ['[Math.log(0)]', 'invalid_argument: invalid argument `x`: x must be positive'],
    ['Math.sqrt(-1)', 'invalid_argument: invalid argument `x`: x must be nonnegative'],
    ['Math.asin(2)', 'invalid_argument: invalid argument `x`: argument must lie in [-1, 1]'],
  ]);
});
