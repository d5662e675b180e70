/** The last digits are Java's: examples where V8's differ, and what must hold for all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cos, cosh, exp, hypot, log, log10, pow, scaledToDouble, sin, tan } from '../../src/runtime/rounded-math.ts';

test.each([
  [cos(0.1), 0.9950041652780258],
  [cos(6), 0.960170286650366],
  [tan(7), 0.8714479827243188],
  [sin(545219421), -0.4715290307826571],
  [exp(19), 178482300.96318725],
  [log(0.438487147319901), -0.8244247781584108],
  [log10(11), 1.0413926851582251],
  [log10(1000), 3],
  [pow(12, -0.40192523011123793), 0.3683408019852307],
  [pow(3, 40), 12157665459056929000],
  [cosh(1), 1.543080634815244],
  [hypot(97.87268231290568, 45.92744727422874), 108.11286859689748],
])('%d is %d', (got, expected) => expect(got).toBe(expected));

describe('at the edges', () => {
  test.each<[number, number]>([
    [exp(710), Infinity],
    [exp(-746), 0],
    [exp(-745), 5e-324],
    [pow(2, 1023), 2 ** 1023],
    [pow(-8, 3), -512],
    [pow(-8, 1 / 3), NaN],
    [pow(2, -1074), 5e-324],
    [log(Infinity), Infinity],
    [sin(Infinity), NaN],
    [hypot(3e300, 4e300), 5e300],
    [hypot(Infinity, NaN), Infinity],
    [scaledToDouble(0n, 5n), 0],
    [scaledToDouble(1n, 1024n), Infinity],
    [scaledToDouble(5n, -1075n), 2 * 5e-324],
    [scaledToDouble(7n, -1075n), 4 * 5e-324],
  ])('%d is %d', (got, expected) => expect(got).toBe(expected));
});

test('never far from what the engine says', () => {
  const functions = [
    [sin, Math.sin],
    [cos, Math.cos],
    [exp, Math.exp],
    [(x: number) => log(Math.abs(x)), (x: number) => Math.log(Math.abs(x))],
  ] as const;
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.constantFrom(...functions), (x, [ours, engine]) => {
      const expected = engine(x);
      if (!Number.isFinite(expected)) expect(ours(x)).toBe(expected);
      else expect(Math.abs(ours(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51 + 5e-324);
    }),
  );
});
