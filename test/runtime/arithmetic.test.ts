import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as arithmetic from '../../src/runtime/arithmetic.ts';
import { Double } from '../../src/runtime/value.ts';

const { add, divide, integerValue, modulo, multiply, negate, power, subtract } = arithmetic;
const maxInt = 2147483647;
const minInt = -2147483648;
const maxLong = 2n ** 63n - 1n;
const minLong = -(2n ** 63n);

const double = (value: number) => new Double(value);

describe('whole numbers grow as they need to', () => {
  test('an Int that overflows becomes a Long', () => {
    expect(add(maxInt, 1)).toBe(2147483648n);
    expect(subtract(minInt, 1)).toBe(-2147483649n);
    expect(multiply(maxInt, 2)).toBe(4294967294n);
    expect(multiply(maxInt, maxInt)).toBe(4611686014132420609n);
  });

  test('a Long that overflows becomes a Double', () => {
    expect(add(maxLong, 1)).toEqual(double(9.223372036854776e18));
    expect(subtract(minLong, 1)).toEqual(double(-9.223372036854776e18));
    expect(multiply(maxLong, 2)).toEqual(double(1.8446744073709552e19));
    expect(power(2, 63)).toEqual(double(9.223372036854776e18));
  });

  test('a result that fits an Int is one, whatever it was made of', () => {
    expect(subtract(2147483648n, 1)).toBe(maxInt);
    expect(divide(4294967294n, 2n)).toBe(maxInt);
  });

  test('no Int is a negative zero', () => {
    for (const zero of [multiply(0, -5), divide(0, -5), modulo(-5, 5), negate(0)]) expect(zero).toBe(0);
  });
});

test('the smallest Int and Long are their own negatives', () => {
  expect(negate(minInt)).toBe(minInt);
  expect(negate(minLong)).toBe(minLong);
});

test('division is towards zero, and the remainder has the sign of the left number', () => {
  expect([divide(-7, 2), modulo(-7, 3), divide(7, -2), modulo(7, -3)]).toEqual([-3, -1, -3, 1]);
});

test('only whole numbers can not be divided by zero', () => {
  expect([divide(1, 0), modulo(1n, 0n)]).toEqual([undefined, undefined]);
  expect([divide(double(1), 0), modulo(1, double(0))]).toEqual([double(Infinity), double(NaN)]);
});

test('powers: exact while they fit, doubles for what is less than one or too large', () => {
  expect([power(2, 10), power(3, 39), power(-1, 3), power(0, 0)]).toEqual([1024, 4052555153018976267n, -1, 1]);
  expect([power(2, -1), power(0, -1), power(-3, 2001)]).toEqual([double(0.5), double(Infinity), double(-Infinity)]);
  expect(power(4, double(0.5))).toEqual(double(2));
});

test('bits are those of a Long', () => {
  expect([arithmetic.bitAnd(5, 3), arithmetic.bitOr(5, 3), arithmetic.bitXor(5, 3), arithmetic.bitNot(0)]).toEqual([
    1, 7, 6, -1,
  ]);
  expect(arithmetic.bitOr(double(Infinity), 0)).toBe(maxLong);
  expect(arithmetic.bitAnd(double(NaN), -1)).toBe(0);
});

test('whatever fits a Long is computed exactly', () => {
  const whole = fc.oneof(
    fc.bigInt({ min: minLong, max: maxLong }),
    fc.bigInt({ min: -5n, max: 5n }),
    fc.constantFrom(minLong, maxLong),
  );
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      const left = integerValue(a);
      const right = integerValue(b);
      const exact = (value: bigint, otherwise: number) =>
        value >= minLong && value <= maxLong ? integerValue(value) : double(otherwise);
      expect(add(left, right)).toEqual(exact(a + b, Number(a) + Number(b)));
      expect(subtract(left, right)).toEqual(exact(a - b, Number(a) - Number(b)));
      expect(multiply(left, right)).toEqual(exact(a * b, Number(a) * Number(b)));
      if (b === 0n) return;
      expect(divide(left, right)).toEqual(integerValue(BigInt.asIntN(64, a / b)));
      expect(modulo(left, right)).toEqual(integerValue(a % b));
    }),
  );
});
