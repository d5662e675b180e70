/** Date: a day of the calendar. Source: recorded `times`. */
import { dayOfWeek, dayOfYear, fromEpochDay, toEpochDay } from '../runtime/calendar.ts';
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { parseDate, splitTime } from '../runtime/time-text.ts';
import { doubleToLong, type NumberValue, types } from '../runtime/types.ts';
import { DateValue, Double, Module, Time } from '../runtime/value.ts';
import { parseUnit } from './time-unit.ts';
import { toStringMethod } from './to-string.ts';

const minDay = toEpochDay({ year: -999_999_999, month: 1, day: 1 });
const maxDay = toEpochDay({ year: 999_999_999, month: 12, day: 31 });

/** A whole number of days: of a double the nearest, halves up. */
function wholeDays(amount: NumberValue): bigint {
  return amount instanceof Double ? doubleToLong(Math.floor(amount.value + 0.5)) : BigInt(amount);
}

function move(context: Context, date: DateValue, days: bigint): DateValue {
  const epochDay = BigInt(date.epochDay) + days;
  if (epochDay < minDay) return context.fail('invalid_date', 'Date exceeds the minimum value.');
  if (epochDay > maxDay) return context.fail('invalid_date', 'Date exceeds the maximum value.');
  return new DateValue(Number(epochDay));
}

function requireDays(context: Context, unit: string): void {
  if (!parseUnit(unit)?.isDateUnit) context.fail('invalid_unit', `\`${unit}\` is not a valid date unit.`);
}

export const datePrototype = new Prototype<DateValue>({
  name: 'Date',
  fields: [
    field('dayOfMonth', 'Number', 'The day of the month, from 1.', (_, date) => fromEpochDay(date.epochDay).day),
    field('dayOfWeek', 'Number', 'The day of the week: 1 is Monday, 7 is Sunday.', (_, date) =>
      dayOfWeek(date.epochDay),
    ),
    field('dayOfYear', 'Number', 'The day of the year, from 1.', (_, date) => dayOfYear(date.epochDay)),
    field('month', 'Number', 'The month of the year, 1 to 12.', (_, date) => fromEpochDay(date.epochDay).month),
    field('year', 'Number', 'The year.', (_, date) => fromEpochDay(date.epochDay).year),
  ],
  methods: [
    native(
      'add',
      '(amount: Number, unit: String) => Date',
      'The date so many days later; the unit is "day" or "days".',
      overload([parameter('amount', types.number), parameter('unit', types.string)], (context, date, amount, unit) => {
        requireDays(context, unit);
        return move(context, date, wholeDays(amount));
      }),
    ),
    native(
      'difference',
      '(start: Date) => Number',
      'How many days lie between `start` and this date.',
      overload([parameter('start', types.date)], (_, end, start) => BigInt(end.epochDay - start.epochDay)),
    ),
    native(
      'subtract',
      '(amount: Number, unit: String) => Date',
      'The date so many days earlier; the unit is "day" or "days".',
      overload([parameter('amount', types.number), parameter('unit', types.string)], (context, date, amount, unit) => {
        requireDays(context, unit);
        return move(context, date, -wholeDays(amount));
      }),
    ),
    toStringMethod,
  ],
});

function readDate(context: Context, text: string): DateValue {
  return parseDate(text) ?? context.fail('invalid_date', `\`${text}\` is not a valid date.`);
}

const dateModulePrototype = new Prototype<Module>({
  name: 'DateModule',
  apply: native(
    'Date',
    '(date: String) => Date',
    'Reads `YYYY-MM-DD` as a date.',
    overload([parameter('date', types.string)], (context, _, text) => readDate(context, text)),
  ),
  methods: [
    native(
      'fromString',
      '(date: String) => Date',
      'Reads `YYYY-MM-DD` as a date.',
      overload([parameter('date', types.string)], (context, _, text) => readDate(context, text)),
    ),
    native(
      'today',
      '() => Date',
      'The day in UTC on which this query runs.',
      overload([], (context) => {
        const now = Time.ofMicros(context.transaction.time);
        return new DateValue(splitTime(now).epochDay);
      }),
    ),
  ],
});

export const dateModule = new Module('Date', dateModulePrototype, (value) => value instanceof DateValue);
