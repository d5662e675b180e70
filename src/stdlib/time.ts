/** Time: an instant, with nanoseconds. Source: recorded `times` and `time-object-2`. */
import { dayOfWeek, dayOfYear, fromEpochDay } from '../runtime/calendar.ts';
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { floorDivide, parseTime, splitTime, toNanos } from '../runtime/time-text.ts';
import { doubleToLong, fitsInt, fitsLong, type NumberValue, types } from '../runtime/types.ts';
import { Double, Module, Time, type Value } from '../runtime/value.ts';
import { amountInNanos, instantAt, lastInstant, type OutOfRange, timeAt, unitsBetween } from './time-arithmetic.ts';
import { parseUnit, type TimeUnit } from './time-unit.ts';
import { toStringMethod } from './to-string.ts';

function requireUnit(context: Context, text: string): TimeUnit {
  return parseUnit(text) ?? context.fail('invalid_unit', `\`${text}\` is not a valid time unit.`);
}

function failRange(context: Context, side: 'minimum' | 'maximum'): never {
  return context.fail('invalid_time', `Time exceeds the ${side} value.`);
}

/** A time, or the failure for one out of range; `unheld` is the side where neither can be told. */
function requireRange(context: Context, time: Time | OutOfRange, unheld: 'minimum' | 'maximum'): Time {
  if (time instanceof Time) return time;
  return failRange(context, time === 'below' ? 'minimum' : time === 'above' ? 'maximum' : unheld);
}

function add(context: Context, time: Time, amount: NumberValue, unitText: string): Time {
  const nanos = amountInNanos(amount, requireUnit(context, unitText));
  return requireRange(context, nanos === undefined ? 'unheld' : timeAt(toNanos(time) + nanos), 'maximum');
}

function subtract(context: Context, time: Time, amount: NumberValue, unitText: string): Time {
  const nanos = amountInNanos(amount, requireUnit(context, unitText));
  return requireRange(context, nanos === undefined ? 'unheld' : timeAt(toNanos(time) - nanos), 'minimum');
}

/** An Int where it fits, else a Long. */
function toNumber(value: bigint): number | bigint {
  return fitsInt(value) ? Number(value) : value;
}

function difference(context: Context, end: Time, start: Time, unitText: string): Value {
  const units = unitsBetween(start, end, requireUnit(context, unitText));
  if (fitsLong(units)) return toNumber(units);
  return context.fail('invalid_argument', `invalid argument \`unit\`: the difference in ${unitText} exceeds a Long`);
}

/** DEPARTURE: where the original's microseconds overflow into a wrong number, beyond year 294,247, this fails. */
function countSinceEpoch(context: Context, time: Time, nanosPerUnit: bigint): Value {
  const count = floorDivide(toNanos(time), nanosPerUnit);
  if (fitsLong(count)) return toNumber(count);
  return failRange(context, count < 0n ? 'minimum' : 'maximum');
}

export const timePrototype = new Prototype<Time>({
  name: 'Time',
  fields: [
    field('dayOfMonth', 'Number', 'The day of the month in UTC, from 1.', (_, time) => calendarDay(time).day),
    field('dayOfWeek', 'Number', 'The day of the week in UTC: 1 is Monday, 7 is Sunday.', (_, time) =>
      dayOfWeek(splitTime(time).epochDay),
    ),
    field('dayOfYear', 'Number', 'The day of the year in UTC, from 1.', (_, time) =>
      dayOfYear(splitTime(time).epochDay),
    ),
    field('hour', 'Number', 'The hour of the day in UTC, 0 to 23.', (_, time) => splitTime(time).hour),
    field('minute', 'Number', 'The minute of the hour, 0 to 59.', (_, time) => splitTime(time).minute),
    field('month', 'Number', 'The month of the year in UTC, 1 to 12.', (_, time) => calendarDay(time).month),
    field('second', 'Number', 'The second of the minute, 0 to 59.', (_, time) => splitTime(time).second),
    field('year', 'Number', 'The year in UTC.', (_, time) => calendarDay(time).year),
  ],
  methods: [
    native(
      'add',
      '(amount: Number, unit: String) => Time',
      'The time so many units later.',
      overload([parameter('amount', types.number), parameter('unit', types.string)], add),
    ),
    native(
      'difference',
      '(start: Time, unit: String) => Number',
      'How many whole units lie between `start` and this time.',
      overload([parameter('start', types.time), parameter('unit', types.string)], difference),
    ),
    native(
      'subtract',
      '(amount: Number, unit: String) => Time',
      'The time so many units earlier.',
      overload([parameter('amount', types.number), parameter('unit', types.string)], subtract),
    ),
    native(
      'toMicros',
      '() => Number',
      'Whole microseconds since 1970.',
      overload([], (context, time) => countSinceEpoch(context, time, 1000n)),
    ),
    native(
      'toMillis',
      '() => Number',
      'Whole milliseconds since 1970.',
      overload([], (context, time) => countSinceEpoch(context, time, 1_000_000n)),
    ),
    native(
      'toSeconds',
      '() => Number',
      'Whole seconds since 1970.',
      overload([], (context, time) => countSinceEpoch(context, time, 1_000_000_000n)),
    ),
    toStringMethod,
  ],
});

function calendarDay(time: Time) {
  return fromEpochDay(splitTime(time).epochDay);
}

function readTime(context: Context, text: string): Time {
  return parseTime(text) ?? context.fail('invalid_time', `\`${text}\` is not a valid time.`);
}

/**
 * A Double counts in whole nanoseconds, of which there are as many as a Long holds; what is not finite leads to the
 * last instant. DEPARTURE: beyond that the original ends with an internal error.
 */
function sinceEpoch(context: Context, offset: NumberValue, unitText: string): Time {
  const unit = requireUnit(context, unitText);
  const side = (typeof offset === 'object' ? offset.value : offset) < 0 ? 'minimum' : 'maximum';
  if (!(offset instanceof Double)) return instantAt(BigInt(offset) * unit.nanos) ?? failRange(context, side);
  const nanos = Number(unit.nanos) * offset.value;
  if (!Number.isFinite(nanos)) return lastInstant;
  if (Math.abs(nanos) > 2 ** 63) return failRange(context, side);
  return instantAt(doubleToLong(Math.round(nanos))) ?? failRange(context, side);
}

const timeModulePrototype = new Prototype<Module>({
  name: 'TimeModule',
  apply: native(
    'Time',
    '(time: String) => Time',
    'Reads ISO 8601 text with a UTC offset as a time.',
    overload([parameter('time', types.string)], (context, _, text) => readTime(context, text)),
  ),
  methods: [
    native(
      'epoch',
      '(offset: Number, unit: String) => Time',
      'The time so many units after the start of 1970.',
      overload([parameter('offset', types.number), parameter('unit', types.string)], (context, _, offset, unit) =>
        sinceEpoch(context, offset, unit),
      ),
    ),
    native(
      'fromString',
      '(time: String) => Time',
      'Reads ISO 8601 text with a UTC offset as a time.',
      overload([parameter('time', types.string)], (context, _, text) => readTime(context, text)),
    ),
    native(
      'now',
      '() => Time',
      'The time this query runs at, the same everywhere in it.',
      overload([], (context) => {
        context.require('observation', '`now`');
        return Time.ofMicros(context.transaction.time);
      }),
    ),
  ],
});

export const timeModule = new Module('Time', timeModulePrototype, (value) => value instanceof Time);
