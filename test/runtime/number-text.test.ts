import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDouble } from '../../src/runtime/number-text.ts';

/** As `Double.toString` of Java 17 prints them. */
const printed: readonly [value: number, text: string][] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [1, '1.0'],
  [0.001, '0.001'],
  [2e-3, '0.002'],
  [0.00099, '9.9E-4'],
  [9_999_999, '9999999.0'],
  [1e7, '1.0E7'],
  [-1234567.891, '-1234567.891'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1e22, '1.0E22'],
  [1e23, '9.999999999999999E22'],
  [2e23, '1.9999999999999998E23'],
  [Number.MAX_VALUE, '1.7976931348623157E308'],
  [Number.MIN_VALUE, '4.9E-324'],
  [2 ** -1022, '2.2250738585072014E-308'],
  [123456789012345680, '1.2345678901234568E17'],
];

/** Where Java prints a digit that is not needed to read the number back. */
const longerThanNeeded: readonly [value: number, text: string][] = [
  [2 ** -31, '4.6566128730773926E-10'],
  [2 ** -62, '2.1684043449710089E-19'],
  [2 ** 62, '4.6116860184273879E18'],
  [2 ** 63 - 2 ** 31, '9.2233720347072922E18'],
  [2 ** -44, '5.6843418860808015E-14'],
];

describe('a double as text', () => {
  it.each([...printed, ...longerThanNeeded])('%d is %s', (value, text) => {
    expect(formatDouble(value)).toBe(text);
  });

  it('reads back as the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(Object.is(Number(formatDouble(value)), value)).toBe(true);
      }),
    );
  });

  it('has a digit on both sides of its point', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(formatDouble(value)).toMatch(/^-?\d+\.\d+(E-?\d+)?$/);
      }),
    );
  });
});
