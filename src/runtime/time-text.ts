/**
 * Times and dates as text, both ways. Source: recorded `times` and `time-object-2`, which follow Java's ISO formats:
 * `2024-01-02T03:04:05.678Z`, the fraction in groups of three digits, `+12019-07-04` and `-0044-03-15` for years of
 * more digits or before the first.
 */
import { fromEpochDay, lengthOfMonth, toEpochDay } from './calendar.ts';
import { DateValue, Time } from './value.ts';

const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;
const MAX_YEAR = 999_999_999;
const MAX_OFFSET = 18 * 3600;

/** Nanoseconds since 1970. */
export function toNanos(time: Time): bigint {
  return BigInt(time.seconds) * NANOS_PER_SECOND + BigInt(time.nanos);
}

/**
 * The time so many nanoseconds after 1970. Beyond some 285 million years a number does not hold every second: there
 * `seconds` is the next lower one that it holds, and `nanos` carries up to three seconds more.
 */
export function fromNanos(total: bigint): Time {
  const whole = floorDivide(total, NANOS_PER_SECOND);
  const step = whole >= 2n ** 54n || whole < -(2n ** 54n) ? 4n : whole >= 2n ** 53n || whole < -(2n ** 53n) ? 2n : 1n;
  const seconds = floorDivide(whole, step) * step;
  return new Time(Number(seconds), Number(total - seconds * NANOS_PER_SECOND));
}

export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** The parts of a time in UTC. */
export interface TimeOfDay {
  readonly epochDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
}

export function splitTime(time: Time): TimeOfDay {
  const nanos = toNanos(time);
  const seconds = floorDivide(nanos, NANOS_PER_SECOND);
  const epochDay = floorDivide(seconds, SECONDS_PER_DAY);
  const secondOfDay = Number(seconds - epochDay * SECONDS_PER_DAY);
  return {
    epochDay: Number(epochDay),
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor(secondOfDay / 60) % 60,
    second: secondOfDay % 60,
    nano: Number(nanos - seconds * NANOS_PER_SECOND),
  };
}

export function formatTime(time: Time): string {
  const { epochDay, hour, minute, second, nano } = splitTime(time);
  return `${formatDay(epochDay)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${formatFraction(nano)}Z`;
}

export function formatDate(date: DateValue): string {
  return formatDay(date.epochDay);
}

function formatDay(epochDay: number): string {
  const { year, month, day } = fromEpochDay(epochDay);
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function formatFraction(nano: number): string {
  if (nano === 0) return '';
  const digits = pad(nano, 9);
  if (nano % 1_000_000 === 0) return `.${digits.slice(0, 3)}`;
  return nano % 1000 === 0 ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

function pad(value: number, width: number): string {
  return value.toString().padStart(width, '0');
}

const DAY = String.raw`(?<sign>[+-]?)(?<year>\d{4,10})-(?<month>\d\d)-(?<day>\d\d)`;
const CLOCK = String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{0,9}))?)?`;
/** `Z`, `+05:30`, `+05:30:15`, `+0530`. */
const OFFSET = String.raw`Z|(?<offsetSign>[+-])(?<offsetHour>\d\d)(?::(?<offsetMinute>\d\d)(?::(?<offsetSecond>\d\d))?|(?<offsetDigits>\d\d))`;

const dateText = new RegExp(`^${DAY}$`);
const timeText = new RegExp(`^${DAY}T${CLOCK}(?:${OFFSET})$`, 'i');

/** A day as text; undefined for what is no day of the calendar. */
export function parseDate(text: string): DateValue | undefined {
  const parts = dateText.exec(text)?.groups;
  if (!parts) return undefined;
  const epochDay = parseDay(parts, false);
  return epochDay === undefined ? undefined : new DateValue(epochDay);
}

/**
 * A time as text, with any offset. Like the original, more lenient than dates: a day past the end of its month is its
 * last day (`2019-02-29` is the 28th), and `24:00` the start of the next. Undefined for what is no time.
 */
export function parseTime(text: string): Time | undefined {
  const parts = timeText.exec(text)?.groups;
  if (!parts) return undefined;
  const epochDay = parseDay(parts, true);
  const secondOfDay = parseClock(parts);
  const offset = parseOffset(parts);
  if (epochDay === undefined || secondOfDay === undefined || offset === undefined) return undefined;
  const seconds = BigInt(epochDay) * SECONDS_PER_DAY + BigInt(secondOfDay - offset);
  return fromNanos(seconds * NANOS_PER_SECOND + BigInt((parts.fraction ?? '').padEnd(9, '0')));
}

type Parts = Record<string, string | undefined>;

function parseDay(parts: Parts, clamp: boolean): number | undefined {
  const { sign = '', year: digits = '' } = parts;
  const magnitude = Number(digits);
  const signFits = sign === '+' ? digits.length > 4 : sign === '-' ? magnitude > 0 : digits.length === 4;
  if (!signFits || magnitude > MAX_YEAR) return undefined;
  const year = sign === '-' ? -magnitude : magnitude;
  const month = Number(parts.month);
  const day = Number(parts.day);
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const last = lengthOfMonth(year, month);
  if (day > last && !clamp) return undefined;
  return toEpochDay({ year, month, day: Math.min(day, last) });
}

function parseClock(parts: Parts): number | undefined {
  const hour = Number(parts.hour);
  const minute = Number(parts.minute);
  const second = Number(parts.second ?? 0);
  if (minute > 59 || second > 59) return undefined;
  if (hour > 23 && !(hour === 24 && minute === 0 && second === 0 && Number(parts.fraction ?? 0) === 0))
    return undefined;
  return hour * 3600 + minute * 60 + second;
}

function parseOffset(parts: Parts): number | undefined {
  if (parts.offsetSign === undefined) return 0;
  const minute = Number(parts.offsetMinute ?? parts.offsetDigits);
  const second = Number(parts.offsetSecond ?? 0);
  const seconds = Number(parts.offsetHour) * 3600 + minute * 60 + second;
  if (minute > 59 || second > 59 || seconds > MAX_OFFSET) return undefined;
  return parts.offsetSign === '-' ? -seconds : seconds;
}
