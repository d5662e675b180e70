import { describe, expect, test } from 'vitest';
import { NO_SPAN } from '../../src/language/source.ts';
import { toDebugString, toDisplayString } from '../../src/runtime/display.ts';
import { formatDouble } from '../../src/runtime/number-text.ts';
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
import { globals } from '../../src/stdlib/index.ts';
import { pureContext } from './pure-context.ts';

const context = pureContext();
const value = (name: string) => globals.get(name) as Value;

describe('doubles', () => {
  test.each([
    [1, '1.0', '1'],
    [-0, '-0.0', '-0'],
    [0.001, '0.001', '0.001'],
    [0.00015, '1.5E-4', '1.5E-4'],
    [1234567, '1234567.0', '1234567'],
    [12345678.5, '1.23456785E7', '1.23456785E7'],
    [1e21, '1.0E21', '1000000000000000000000'],
    [1e23, '9.999999999999999E22', '99999999999999990000000'],
    [-1.5e300 / 1e290, '-1.5E10', '-15000000000'],
    [Number.NaN, 'NaN', 'NaN'],
    [-Infinity, '-Infinity', '-Infinity'],
  ])('%d is %s, and %s as text', (number, debug, display) => {
    expect(formatDouble(number)).toBe(debug);
    expect(toDisplayString(context, new Double(number))).toBe(display);
  });
});

test('text shows plainly, within anything else as a literal', () => {
  expect(toDisplayString(context, 'a "b"\n#{c}')).toBe('a "b"\n#{c}');
  expect(toDisplayString(context, new ArrayValue(['a "b"\n#{c}']))).toBe('["a \\"b\\"\\n\\#{c}"]');
});

test('objects write names that are no identifiers as text', () => {
  const fields = ObjectValue.of([
    ['a1_b', 1],
    ['two words', new Double(2)],
    ['_x', nullAt(NO_SPAN)],
  ]);
  expect(toDisplayString(context, fields)).toBe('{ a1_b: 1, "two words": 2.0, "_x": null }');
  expect(toDisplayString(context, ObjectValue.of([]))).toBe('{}');
});

test.each<[Value, string, string]>([
  [new Id(12n), '12', 'ID("12")'],
  [new Bytes(Uint8Array.of(1, 2, 3)), 'AQID', 'Bytes("AQID")'],
  [new Time(0, 500_000_000), '1970-01-01T00:00:00.500Z', 'Time("1970-01-01T00:00:00.500Z")'],
  [new DateValue(1), '1970-01-02', 'Date("1970-01-02")'],
  [
    new Uuid('00000000-0000-0000-0000-000000000001'),
    '00000000-0000-0000-0000-000000000001',
    'UUID("00000000-0000-0000-0000-000000000001")',
  ],
  [TransactionTime.value, '[transaction time]', 'TransactionTime()'],
  [value('FQL'), 'FQL', 'FQL'],
  [value('abort'), '[function abort()]', '[function abort()]'],
])('%o is %s, and %s within others', (each, display, debug) => {
  expect(toDisplayString(context, each)).toBe(display);
  expect(toDebugString(context, each)).toBe(debug);
});

test('a document shows its fields, those within it only their references', () => {
  const friend = new Document('People', 2n);
  const withDocuments = pureContext({
    documents: {
      shownFields: () =>
        ObjectValue.of([
          ['name', 'Ann'],
          ['friend', friend],
        ]),
      reference: (_, { id }) => ({ collection: 'People', id }),
    },
  });
  const { schema } = withDocuments.database;
  Object.assign(schema, { collection: () => ({}) });
  expect(toDisplayString(withDocuments, new Document('People', 1n))).toBe('{ name: "Ann", friend: [doc 2 in People] }');
});
