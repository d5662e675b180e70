import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeInteger,
  decodeString,
  encodeBytes,
  encodeInteger,
  encodeList,
  encodeNumber,
  encodeString,
  invert,
  prefixRange,
} from '../../src/transaction/key.ts';

const order = (a: string, b: string): number => (a < b ? -1 : a === b ? 0 : 1);

/** Holds for all pairs: the encoded order is the order of the values, ascending and inverted, and none begins another. */
function keepsOrder<T>(values: fc.Arbitrary<T>, encode: (value: T) => string, compare: (a: T, b: T) => number): void {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [x, y] = [encode(a), encode(b)];
      const expected = Math.sign(compare(a, b));
      expect(order(x, y)).toBe(expected);
      expect(order(invert(x), invert(y))).toBe(expected === 0 ? 0 : -expected);
      if (expected !== 0) expect(x.startsWith(y) || y.startsWith(x)).toBe(false);
    }),
    { numRuns: 2000 },
  );
}

function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const result = compare(a[i]!, b[i]!);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

const codePoints = (text: string): number[] => [...text].map((character) => character.codePointAt(0)!);
const compareText = (a: string, b: string): number => compareLists(codePoints(a), codePoints(b), (x, y) => x - y);

/** Text full of what an encoding may stumble over: controls, the edges of the surrogates, the last characters. */
const awkward = fc.constantFrom(
  ...'\0\u0008\t\n\v\r !09a~\u007f\ud7ff\ue000\uf8ff\ufffd\ufffe\uffff',
  '\u{10000}',
  '\u{10ffff}',
  '😀',
  '\ud83d',
  '\ude00',
);
const text = fc.oneof(
  fc.string({ unit: awkward, maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: 'grapheme' }),
);

test('strings are in the order of their code points', () => {
  keepsOrder(text, encodeString, compareText);
});

test('strings can be read back', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const key = encodeString(a) + encodeString(b);
      const first = decodeString(key);
      expect(first.text).toBe(a);
      expect(decodeString(key, first.next)).toEqual({ text: b, next: key.length });
    }),
    { numRuns: 2000 },
  );
});

test('plain text stays as it is', () => {
  expect(encodeString('Überraschung, 日本 & Co.')).toBe('Überraschung, 日本 & Co.\t');
});

test('bytes are in the order of unsigned bytes', () => {
  keepsOrder(fc.uint8Array({ maxLength: 5 }), encodeBytes, (a, b) => compareLists([...a], [...b], (x, y) => x - y));
});

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -20n, max: 20n }),
  fc.constantFrom(0n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)),
);
const compareBigints = (a: bigint, b: bigint): number => (a < b ? -1 : a === b ? 0 : 1);

test('integers are in their order, and can be read back', () => {
  keepsOrder(int64, encodeInteger, compareBigints);
  fc.assert(fc.property(int64, (n) => decodeInteger(`x${encodeInteger(n)}y`, 1) === n));
  expect(encodeInteger(370723013175279650n)).toBe('0370723013175279650');
  expect(encodeInteger(42)).toBe(encodeInteger(42n));
  expect(() => encodeInteger(2n ** 63n)).toThrow(RangeError);
});

/** JavaScript compares a bigint with a number exactly; what is left is the order of -0.0 and NaN. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  const rank = (n: number | bigint): number => (Number.isNaN(n) ? 1 : 0);
  if (rank(a) || rank(b)) return rank(a) - rank(b);
  if (a < b) return -1;
  if (a > b) return 1;
  const sign = (n: number | bigint): number => (Object.is(n, -0) ? -1 : 0);
  return sign(a) - sign(b);
}

test('numbers are in their exact order, integers among floats', () => {
  const near = int64.chain((n) =>
    fc.constantFrom(Number(n), Number(n) + 0.5, Number(n) * (1 + Number.EPSILON), Number(n) / 3),
  );
  const special = fc.constantFrom(
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    Number.MAX_VALUE,
    2 ** 63,
    -(2 ** 63),
    0.1,
    1e21,
  );
  const number: fc.Arbitrary<number | bigint> = fc.oneof(int64, near, special, fc.double(), fc.integer());
  keepsOrder(number, encodeNumber, compareNumbers);
  // A float and the integers around it, which random pairs rarely meet.
  keepsOrder(
    int64.chain((n) =>
      fc.constantFrom<number | bigint>(n, Number(n), BigInt(Number(n)) <= n ? n : BigInt(Number(n)) - 1n),
    ),
    encodeNumber,
    compareNumbers,
  );
  fc.assert(
    fc.property(int64, (n) => {
      const float = Number(n);
      expect(order(encodeNumber(n), encodeNumber(float))).toBe(compareNumbers(n, float));
    }),
    { numRuns: 2000 },
  );
});

test('lists are in the order of their elements, a prefix first', () => {
  const element = fc.oneof(fc.string({ unit: awkward, maxLength: 2 }), fc.integer());
  const encode = (list: (string | number)[]): string =>
    encodeList(list.map((e) => (typeof e === 'number' ? `n${encodeNumber(e)}` : `s${encodeString(e)}`)));
  keepsOrder(fc.array(element, { maxLength: 4 }), encode, (a, b) =>
    compareLists(a, b, (x, y) => {
      if (typeof x === 'number') return typeof y === 'number' ? compareNumbers(x, y) : -1;
      return typeof y === 'number' ? 1 : compareText(x, y);
    }),
  );
});

test('a key sorts by its components one after the other, each ascending or descending', () => {
  const pair = fc.tuple(fc.string({ unit: awkward, maxLength: 2 }), fc.integer({ min: -3, max: 3 }));
  keepsOrder(
    pair,
    ([name, age]) => encodeString(name) + invert(encodeNumber(age)),
    (a, b) => compareText(a[0], b[0]) || compareNumbers(b[1], a[1]),
  );
});

test('the range of a prefix holds exactly the keys that begin with it', () => {
  const anything = fc.string({ unit: awkward, maxLength: 3 });
  fc.assert(
    fc.property(anything, anything, (prefix, key) => {
      const { from, to } = prefixRange(prefix);
      const within = (from === undefined || key >= from) && (to === undefined || key < to);
      expect(within).toBe(key.startsWith(prefix));
    }),
    { numRuns: 2000 },
  );
  expect(prefixRange('a\uffff')).toEqual({ from: 'a\uffff', to: 'b' });
});
