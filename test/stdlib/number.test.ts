import { describe, expect, test } from 'vitest';
import { Double } from '../../src/runtime/value.ts';
import { problem, run, show } from '../runtime/evaluate.ts';

describe('operators', () => {
  test.each([
    ['7 + 2', '9'],
    ['7 - 2', '5'],
    ['7 * 2', '14'],
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7.0 / 2', '3.5'],
    ['7 % 3', '1'],
    ['-7 % 3', '-1'],
    ['-7.5 % 2', '-1.5'],
    ['2 ** 10', '1024'],
    ['2 ** 3 ** 2', '512'],
    ['2 ** -1', '0.5'],
    // As a double the exponent is even.
    ['-9223372036854775808 ** 9223372036854775807', 'Infinity'],
    ['5 & 3', '1'],
    ['5 | 3', '7'],
    ['5 ^ 3', '6'],
    ['~5', '-6'],
    ['~1.9', '-2'],
    ['let n = 3; -n', '-3'],
    ['1.0 / 0', 'Infinity'],
    ['0.0 / 0 == 0.0 / 0', 'true'],
    ['2147483647 + 1', '2147483648'],
    ['9223372036854775807 + 1', '9.223372036854776E18'],
  ])('%s is %s', (query, answer) => {
    expect(show(query)).toBe(answer);
  });

  test('a whole number can not be divided by zero', () => {
    for (const query of ['1 / 0', '1 % 0', '2147483648 / 0']) {
      expect(problem(query)).toMatchObject({
        code: 'divide_by_zero',
        message: 'Attempted integer division by zero.',
        at: ['0'],
      });
    }
  });

  test('take numbers', () => {
    expect(problem('1 ** "2"').message).toBe('expected value for `exponent` of type Number, received String');
    expect(problem('1 & null').message).toBe('expected value for `other` of type Number, received Null');
  });
});

test('toString writes a double without a fraction as a whole number', () => {
  expect(run('[1, 2147483648, 2.0, 2.5].map(.toString())')).toEqual(run('["1", "2147483648", "2", "2.5"]'));
});

test('modules know the values of their type', () => {
  const long = 2147483648n;
  for (const [type, ...members] of [
    ['Int', 1],
    ['Long', long],
    ['Double', new Double(1)],
    ['Float', new Double(1)],
    ['Number', 1, long, new Double(1)],
  ] as const) {
    for (const value of [1, long, new Double(1), '1']) {
      expect(run(`x isa ${type}`, { x: value })).toBe(members.some((member) => Object.is(typeof member, typeof value)));
    }
  }
});
