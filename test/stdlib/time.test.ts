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

const tooLate = 'invalid_time: Time exceeds the maximum value.';
const tooEarly = 'invalid_time: Time exceeds the minimum value.';

describe('times plus an amount', () => {
  table([
    ['Time("2024-02-29T12:34:56.789Z").add(1, "day")', 'Time("2024-03-01T12:34:56.789Z")'],
    ['Time("2024-02-29T12:34:56.789Z").add(1, " half days ")', 'Time("2024-03-01T00:34:56.789Z")'],
    ['Time("2024-02-29T12:34:56.789Z").subtract(1, "nanosecond")', 'Time("2024-02-29T12:34:56.788999999Z")'],
    ['Time("2024-02-29T12:34:56.789Z").add(-1.5, "hours")', 'Time("2024-02-29T11:04:56.789Z")'],
    ['Time("2024-02-29T12:34:56.789Z").add(1, "weeks")', 'invalid_unit: `weeks` is not a valid time unit.'],
    ['Time.epoch(1562284798123456789, "nanoseconds")', 'Time("2019-07-04T23:59:58.123456789Z")'],
    ['Time.epoch(1.5, "seconds")', 'Time("1970-01-01T00:00:01.500Z")'],
    ['Time.epoch(1.45, "seconds")', 'Time("1970-01-01T00:00:01.450Z")'],
    ['Time.epoch(0.5, "nanosecond")', 'Time("1970-01-01T00:00:00.000000001Z")'],
    ['Time.epoch(-0.5, "nanosecond")', 'Time("1970-01-01T00:00:00Z")'],
    ['Time.epoch(Math.NaN, "days")', 'Time("+1000000000-12-31T23:59:59.999999999Z")'],
    ['Time.epoch(1e10, "seconds")', tooLate],
    ['Time.epoch(-1e10, "seconds")', tooEarly],
  ]);
});

describe('the ends of time', () => {
  table([
    [
      'Time("-999999999-01-01T00:00:00Z").add(63113903968377595000000000.0, "nanoseconds")',
      'Time("+999999999-12-31T23:59:55Z")',
    ],
    [
      'Time("-999999999-01-01T00:00:00Z").add(17531639991215.998, "hours")',
      'Time("+999999999-12-31T23:59:52.968750Z")',
    ],
    [
      'Time("+999999999-12-31T23:59:59.999999999Z").subtract(17531639991215.998, "hours")',
      'Time("-999999999-01-01T00:00:07.031249999Z")',
    ],
    ['Time("+999999999-12-31T23:59:59.999999999Z").add(1, "nanosecond")', tooLate],
    ['Time("-999999999-01-01T00:00:00Z").subtract(1.0, "nanosecond")', tooEarly],
    ['Time("-999999999-01-01T00:00:00Z").add(9223372036854775807.0, "hours")', tooLate],
    ['Time("2024-01-01T00:00:00Z").subtract(Math.NaN, "days")', tooEarly],
    ['Time.epoch(9223372036854775807, "days")', tooLate],
    ['Time.epoch(-9223372036854775807, "days")', tooEarly],
    ['Time("+999999999-12-31T23:59:59Z").toSeconds()', '31556889832780799'],
    ['Time("+999999999-12-31T23:59:59Z").toMicros()', tooLate],
  ]);
});

describe('differences', () => {
  table([
    ['Time("2024-02-29T12:00:00Z").difference(Time("2023-02-28T12:00:00Z"), "days")', '366'],
    ['Time("1970-01-01T00:00:00Z").difference(Time("1970-01-01T00:00:01.5Z"), "seconds")', '-1'],
    ['Time("1970-01-01T00:00:00.0015Z").difference(Time("1970-01-01T00:00:00.0006Z"), "milliseconds")', '1'],
    ['Date("2023-02-10").difference(Date("2023-12-31"))', '-324'],
  ]);
});

describe('dates', () => {
  table([
    ['Date("2024-02-29").add(1, "day")', 'Date("2024-03-01")'],
    ['Date("2023-02-20").add(-1.5, "days")', 'Date("2023-02-19")'],
    ['Date("2024-02-29").add(1, "hour")', 'invalid_unit: `hour` is not a valid date unit.'],
    ['Date("2024-02-29").add(9223372036854775807, "days")', 'invalid_date: Date exceeds the maximum value.'],
    ['Date("2024-02-30")', 'invalid_date: `2024-02-30` is not a valid date.'],
    ['[Date("2020-12-31").dayOfYear, Date("2019-07-07").dayOfWeek]', '[366, 7]'],
  ]);
});

test('now is the same everywhere in a query', () => {
  expect(run('[Time.now() == Time.now(), Time.now().toMicros() > 0, Date.today() isa Date]')).toBe(
    '[true, true, true]',
  );
});
