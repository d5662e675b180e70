/** Values go into rows and come back as they were; rows stay readable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_SPAN } from '../../src/language/source.ts';
import { decodeValue, encodeValue, NotPersistable, requirePersistable } from '../../src/model/stored-value.ts';
import {
  ArrayValue,
  Bytes,
  DateValue,
  Document,
  Double,
  Id,
  nullAt,
  ObjectValue,
  Time,
  TransactionTime,
  Uuid,
  type Value,
} from '../../src/runtime/value.ts';
import type { Json } from '../../src/store/store.ts';

const now = 1_700_000_000_000_000;

const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.bigInt({ min: 2n ** 31n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 31n) - 1n }),
  fc.double().map((value) => new Double(value)),
  fc.constant(nullAt(NO_SPAN)),
  fc
    .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([seconds, nanos]) => new Time(seconds, nanos)),
  fc.integer({ min: -700_000, max: 2_900_000 }).map((day) => new DateValue(day)),
  fc.uint8Array().map((data) => new Bytes(new Uint8Array(data))),
  fc.uuid().map((text) => new Uuid(text)),
  fc.constant(TransactionTime.value),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map((id) => new Document('People', id)),
  fc.constant(new Document('Collection', 'People')),
);

const keys = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', '@time', '@object', '0', '10', '007', 'constructor', 'toString', ''),
);

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.array(tie('value')).map((elements) => new ArrayValue(elements)),
    fc.array(fc.tuple(keys, tie('value'))).map((entries) => ObjectValue.of(entries)),
  ),
})).value;

/** As it is kept in a file. */
function through(json: Json): Json {
  return JSON.parse(JSON.stringify(json)) as Json;
}

describe('a stored value', () => {
  it('is the same after a round trip, with its keys in their order', () => {
    fc.assert(
      fc.property(values, (value) => {
        const back = decodeValue(through(encodeValue(value, now)), now);
        expect(back).toEqual(value);
        if (value instanceof ObjectValue) {
          expect([...(back as ObjectValue).fields.keys()]).toEqual([...value.fields.keys()]);
        }
      }),
    );
  });

  it('is plain JSON wherever JSON has the type', () => {
    const value = ObjectValue.of([
      ['name', 'Ann'],
      ['age', 30],
      ['big', 9_999_999_999n],
      ['share', new Double(0.5)],
      ['tags', new ArrayValue(['a', nullAt(NO_SPAN)])],
    ]);
    expect(encodeValue(value, now)).toEqual({
      name: 'Ann',
      age: 30,
      big: 9_999_999_999,
      share: 0.5,
      tags: ['a', null],
    });
  });

  it('has one key that names its type where JSON has none', () => {
    expect(encodeValue(new Double(1), now)).toEqual({ '@double': '1' });
    expect(encodeValue(9_007_199_254_740_993n, now)).toEqual({ '@long': '9007199254740993' });
    expect(encodeValue(Time.ofMicros(1_500_000), now)).toEqual({ '@time': '1970-01-01T00:00:01.500Z' });
    expect(encodeValue(new Document('People', 7n), now)).toEqual({ '@ref': { coll: 'People', id: '7' } });
  });

  it('makes a pending transaction time the time of its transaction', () => {
    const stored = encodeValue(TransactionTime.value, now);
    expect(decodeValue(stored, now)).toBe(TransactionTime.value);
    expect(decodeValue(stored, now + 1)).toEqual(Time.ofMicros(now));
  });

  it('is refused where it can not be kept, with its place', () => {
    const value = ObjectValue.of([['a', new ArrayValue([1, ObjectValue.of([['b', new Id(1n)]])])]]);
    expect(() => requirePersistable(value)).toThrow(NotPersistable);
    try {
      requirePersistable(value);
    } catch (problem) {
      expect((problem as NotPersistable).path).toEqual(['a', 1, 'b']);
    }
  });
});
