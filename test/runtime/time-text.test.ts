import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDate, formatTime, fromNanos, parseDate, parseTime, toNanos } from '../../src/runtime/time-text.ts';
import { DateValue } from '../../src/runtime/value.ts';

function normalize(text: string): string | undefined {
  const time = parseTime(text);
  return time && formatTime(time);
}

describe('times as text', () => {
  test.each([
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['2024-01-01T00:00:00.1Z', '2024-01-01T00:00:00.100Z'],
    ['2024-01-01T00:00:00.1234Z', '2024-01-01T00:00:00.123400Z'],
    ['2024-01-01T00:00:00.123456789Z', '2024-01-01T00:00:00.123456789Z'],
    ['2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00Z'],
    ['2019-07-04t23:59z', '2019-07-04T23:59:00Z'],
    ['2024-01-01T02:00:00+02:00', '2024-01-01T00:00:00Z'],
    ['2024-01-01T02:00:00-0130', '2024-01-01T03:30:00Z'],
    ['2019-07-04T24:00:00Z', '2019-07-05T00:00:00Z'],
    ['2019-02-29T00:00:00Z', '2019-02-28T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['+12019-07-04T23:59:58Z', '+12019-07-04T23:59:58Z'],
    ['-0044-03-15T12:00:00Z', '-0044-03-15T12:00:00Z'],
    ['+999999999-12-31T23:59:59.999999999Z', '+999999999-12-31T23:59:59.999999999Z'],
    ['-999999999-01-01T00:00:00.000000001Z', '-999999999-01-01T00:00:00.000000001Z'],
  ])('%s is %s', (text, expected) => expect(normalize(text)).toBe(expected));

  test.each([
    '',
    '2019-07-04',
    '2019-07-04 23:59:58Z',
    '2019-07-04T23:59:58',
    '2019-07-04T23:59:60Z',
    '2019-07-04T24:00:01Z',
    '2019-07-04T23:59:58.1234567891Z',
    '2024-13-01T00:00:00Z',
    '2024-01-32T00:00:00Z',
    '12019-07-04T23:59:58Z',
    '+2019-07-04T23:59:58Z',
    '-0000-07-04T23:59:58Z',
    '2019-07-04T23:59:58+18:01',
    '2019-07-04T23:59:58+5:30',
  ])('"%s" is no time', (text) => expect(parseTime(text)).toBeUndefined());

  test('every time survives being printed', () => {
    const limit = 31_556_889_832_780_799n * 1_000_000_000n;
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (nanos) => {
        const read = parseTime(formatTime(fromNanos(nanos)));
        expect(read && toNanos(read)).toBe(nanos);
      }),
    );
  });
});

describe('dates as text', () => {
  test('the last of February in a leap year', () => {
    const date = parseDate('2024-02-29');
    expect(date).toEqual(new DateValue(19_782));
    expect(date && formatDate(date)).toBe('2024-02-29');
  });

  test.each(['2024-02-30', '2023-02-29', '2024-2-1', '2024-02-01Z', 'x', '10000-01-01'])('"%s" is no date', (text) =>
    expect(parseDate(text)).toBeUndefined(),
  );

  test('every day survives being printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -365_000_000_000, max: 365_000_000_000 }), (epochDay) => {
        expect(parseDate(formatDate(new DateValue(epochDay)))?.epochDay).toBe(epochDay);
      }),
    );
  });
});
