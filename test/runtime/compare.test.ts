import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_SPAN } from '../../src/language/source.ts';
import { compare, equals, totalCompare } from '../../src/runtime/compare.ts';
import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  Id,
  Null,
  nullAt,
  ObjectValue,
  Time,
  Uuid,
  type Value,
} from '../../src/runtime/value.ts';
import { pureContext } from './pure-context.ts';

const context = pureContext();
const nothing = nullAt(NO_SPAN);
const array = (...elements: Value[]) => new ArrayValue(elements);
const object = (fields: Record<string, Value>) => ObjectValue.of(Object.entries(fields));

describe('numbers', () => {
  test('are equal whatever holds them', () => {
    for (const value of [1, 1n, new Double(1)]) expect(equals(context, 1, value)).toBe(true);
  });

  test('NaN equals itself and is the largest', () => {
    const nan = new Double(NaN);
    expect(equals(context, nan, new Double(NaN))).toBe(true);
    expect(compare(context, nan, new Double(Infinity))).toBeGreaterThan(0);
  });

  test('a negative zero is less than zero', () => {
    expect(compare(context, new Double(-0), 0)).toBeLessThan(0);
  });

  test('a Long meets a Double as the nearest double', () => {
    expect(equals(context, 9007199254740993n, new Double(9007199254740992))).toBe(true);
    expect(equals(context, 9007199254740993n, 9007199254740992n)).toBe(false);
  });
});

test('an ID equals the text and the number of it', () => {
  const id = new Id(12n);
  for (const same of ['12', '+12', '012', 12, 12n, new Double(12)]) {
    expect(equals(context, id, same)).toBe(true);
    expect(equals(context, same, id)).toBe(true);
  }
  for (const other of ['12 ', 'x', '', 13, nothing]) expect(equals(context, id, other)).toBe(false);
});

test('values of different types are neither equal nor ordered', () => {
  expect(compare(context, 1, 'a')).toBeUndefined();
  expect(compare(context, nothing, 1)).toBeUndefined();
  expect(compare(context, new DateValue(0), new Time(0, 0))).toBeUndefined();
});

test('objects are equal whatever the order of their fields', () => {
  expect(equals(context, object({ a: 1, b: array(1n) }), object({ b: array(new Double(1)), a: 1 }))).toBe(true);
  expect(equals(context, object({ a: 1 }), object({ a: 1, b: nothing }))).toBe(false);
});

test('of two equal lists the left one is less: `[] < []` is true', () => {
  expect(compare(context, array(), array())).toBe(-1);
  expect(compare(context, array(1, 2), array(1, 2))).toBe(-1);
  expect(compare(context, array(1, 2), array(1))).toBe(1);
  expect(compare(context, array(2), array(10))).toBe(-1);
});

test('UUIDs are ordered by signed halves, bytes by unsigned ones', () => {
  const uuid = (text: string) => new Uuid(text);
  const high = uuid('80000000-0000-0000-0000-000000000000');
  expect(compare(context, high, uuid('10000000-0000-0000-0000-000000000000'))).toBe(-1);
  const bytes = (...data: number[]) => new Bytes(Uint8Array.from(data));
  expect(compare(context, bytes(0x80), bytes(0x10, 0))).toBeGreaterThan(0);
  expect(compare(context, bytes(1), bytes(1, 0))).toBeLessThan(0);
});

test('a reference to nothing equals null, and documents equal by reference', () => {
  const found = new Document('People', 1n);
  const missing = new Document('People', 2n);
  const withDocuments = pureContext({
    documents: {
      nullCause: (_, document) => (document.id === 2n ? { type: 'not found', document, span: NO_SPAN } : undefined),
    },
  });
  expect(equals(withDocuments, missing, nothing)).toBe(true);
  expect(equals(withDocuments, nothing, missing)).toBe(true);
  expect(equals(withDocuments, found, nothing)).toBe(false);
  expect(equals(withDocuments, found, new Document('People', 1n, { at: 5 }))).toBe(true);
  expect(equals(withDocuments, found, new Document('Pets', 1n))).toBe(false);
});

test('every two values have a place in the total order, and null comes last', () => {
  const scalar: fc.Arbitrary<Value> = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.bigInt({ min: -3n, max: 3n }),
    fc.double().map((value) => new Double(value)),
    fc.string({ maxLength: 2 }),
    fc.boolean(),
    fc.constant<Value>(nothing),
    fc.integer({ min: -2, max: 2 }).map((day) => new DateValue(day)),
    fc.integer({ min: -2, max: 2 }).map((seconds) => new Time(seconds, 0)),
  );
  fc.assert(
    fc.property(scalar, scalar, scalar, (a, b, c) => {
      expect(Math.sign(totalCompare(context, a, b))).toBe(0 - Math.sign(totalCompare(context, b, a)));
      if (totalCompare(context, a, b) <= 0 && totalCompare(context, b, c) <= 0) {
        expect(totalCompare(context, a, c)).toBeLessThanOrEqual(0);
      }
      if (!(a instanceof Null)) expect(totalCompare(context, a, nothing)).toBeLessThan(0);
    }),
  );
});
