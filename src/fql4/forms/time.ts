/** Times and dates. Source: recorded `times`. */
import { dayOfWeek, dayOfYear, fromEpochDay } from '../../runtime/calendar.ts';
import { floorDivide, splitTime, type TimeOfDay, toNanos } from '../../runtime/time-text.ts';
import { DateValue, Time } from '../../runtime/value.ts';
import { timeAt } from '../../stdlib/time-arithmetic.ts';
import { argument, integer, nothing, string, temporal, timestamp } from '../cast.ts';
import { badArgument, fail, outOfBounds, wrongType } from '../failure.ts';
import { form } from '../form.ts';
import type { Position } from '../position.ts';
import { dateOf, timeOf } from './conversion.ts';

interface Unit {
  /** As the query wrote it. */
  readonly text: string;
  readonly nanos: bigint;
}

const dayNanos = 86_400_000_000_000n;
const units: readonly (readonly [string, bigint])[] = [
  ['day', dayNanos],
  ['half day', dayNanos / 2n],
  ['hour', 3_600_000_000_000n],
  ['minute', 60_000_000_000n],
  ['second', 1_000_000_000n],
  ['millisecond', 1_000_000n],
  ['microsecond', 1_000n],
  ['nanosecond', 1n],
];

const unit = argument<Unit>((value, position) => {
  const name = typeof value === 'string' ? value.trim() : undefined;
  const found = units.find(([each]) => each === name || `${each}s` === name);
  if (!found || typeof value !== 'string') return fail(wrongType(['Time Unit'], value, position));
  return { text: value, nanos: found[1] };
});

function representable(nanos: bigint, position: Position): Time {
  const time = timeAt(nanos);
  if (typeof time !== 'string') return time;
  const bounds = 'between -1000000000-01-01T00:00Z and +1000000000-12-31T23:59:59.999999999Z';
  return fail(outOfBounds('dates and times', bounds, position));
}

function move(base: Time | DateValue, amount: bigint, by: Unit, position: Position): Time | DateValue {
  const at = position.at('offset');
  if (base instanceof Time) return representable(toNanos(base) + amount * by.nanos, at);
  requireDays(by, position);
  const moved = BigInt(base.epochDay) + amount;
  representable(moved * dayNanos, at);
  return new DateValue(Number(moved));
}

function requireDays(by: Unit, position: Position): void {
  if (by.nanos !== dayNanos) fail(badArgument(position.at('unit'), `Invalid time unit '${by.text}'.`));
}

function difference(start: Time | DateValue, finish: Time | DateValue, by: Unit, position: Position): bigint {
  if (start instanceof Time && finish instanceof Time) {
    // Java compares whole milliseconds.
    if (by.nanos === 1_000_000n) return floorDivide(toNanos(finish), by.nanos) - floorDivide(toNanos(start), by.nanos);
    return (toNanos(finish) - toNanos(start)) / by.nanos;
  }
  if (start instanceof DateValue && finish instanceof DateValue) {
    requireDays(by, position);
    return BigInt(finish.epochDay - start.epochDay);
  }
  return fail(badArgument(position.at('time_diff'), 'Incompatible time arguments.'));
}

function part(name: string, read: (time: TimeOfDay) => number) {
  return form({ [name]: timestamp }, (values) => BigInt(read(splitTime(values[name] as Time))));
}

function since1970(name: string, nanos: bigint) {
  return form({ [name]: timestamp }, (values) => floorDivide(toNanos(values[name] as Time), nanos));
}

export const timeForms = [
  form({ time: string }, ({ time }, place, position) => timeOf(time, place, position)),
  form({ now: nothing }, (_values, { session }) => Time.ofMicros(session.time)),
  form({ epoch: integer, unit }, (values, _place, position) =>
    representable(values.epoch * values.unit.nanos, position),
  ),
  form({ date: string }, ({ date }, _place, position) => dateOf(date, position)),
  since1970('to_micros', 1_000n),
  since1970('to_millis', 1_000_000n),
  since1970('to_seconds', 1_000_000_000n),
  part('second', ({ second }) => second),
  part('minute', ({ minute }) => minute),
  part('hour', ({ hour }) => hour),
  part('day_of_month', ({ epochDay }) => fromEpochDay(epochDay).day),
  part('day_of_week', ({ epochDay }) => dayOfWeek(epochDay)),
  part('day_of_year', ({ epochDay }) => dayOfYear(epochDay)),
  part('month', ({ epochDay }) => fromEpochDay(epochDay).month),
  part('year', ({ epochDay }) => fromEpochDay(epochDay).year),
  form({ time_add: temporal, offset: integer, unit }, (values, _place, position) =>
    move(values.time_add, values.offset, values.unit, position),
  ),
  form({ time_subtract: temporal, offset: integer, unit }, (values, _place, position) =>
    move(values.time_subtract, -values.offset, values.unit, position),
  ),
  form({ time_diff: temporal, other: temporal, unit }, (values, _place, position) =>
    difference(values.time_diff, values.other, values.unit, position),
  ),
];
