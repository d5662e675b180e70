/**
 * `Format`: texts with places for values, as Java's `Formatter` writes them: `%5d|%-5s|%05.1f|%tF|%@`.
 * Source: recorded `strings`; the reference page "Format".
 */
import { dayOfWeek, dayOfYear, fromEpochDay } from '../../runtime/calendar.ts';
import { formatDate, formatTime, splitTime } from '../../runtime/time-text.ts';
import { DateValue, Double, Time } from '../../runtime/value.ts';
import { badArgument, collect, fail, outOfBounds, wrongType } from '../failure.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { render } from '../render.ts';
import type { Value } from '../value.ts';
import { asText } from './conversion.ts';

const specifier = /%(\d+\$)?(([-#+ 0,(<]*)?(\d+)?(\.\d+)?([tT])?([a-zA-Z%@^])?)/y;

interface Slot {
  /** From 1; 0 for the next. */
  readonly index: number;
  readonly original: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly dateTime: boolean;
  readonly conversion: string;
}

/** Throws Fql4Failure. */
export function formatText(format: string, values: readonly Value[], place: Place, position: Position): string {
  let last = 0;
  const parts = parse(format, position.at('format')).map((part) => () => {
    if (typeof part === 'string') return part;
    const index = part.index === 0 ? last++ : part.index - 1;
    const value = values[index];
    if (value === undefined) {
      const [what, bounds] =
        part.index === 0 ? ['format specifiers count', '<= arguments size'] : ['index', '>= 1 and <= arguments size'];
      return fail(outOfBounds(what ?? '', bounds ?? '', position.at('format')));
    }
    return print(part, value, place, position, index);
  });
  return collect(parts).join('');
}

function parse(format: string, position: Position): readonly (string | Slot)[] {
  const parts: (string | Slot)[] = [];
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf('%', at);
    if (percent !== at) {
      const text = format.slice(at, percent < 0 ? undefined : percent);
      parts.push(text);
      at += text.length;
      continue;
    }
    specifier.lastIndex = at;
    const match = specifier.exec(format);
    if (!match) throw new Error('every percent sign begins a specifier');
    parts.push(slotOf(match, position));
    at = specifier.lastIndex;
  }
  return parts;
}

const conversions = new Set('feEgGdxXosSbB@^');

function slotOf(match: RegExpExecArray, position: Position): string | Slot {
  const [whole, index = '0$', original = '', flags = '', width = '0', precision, dateTime, conversion = ''] = match;
  if (!dateTime) {
    if (conversion === '%') return '%';
    if (conversion === 'n') return '\n';
    if (!conversions.has(conversion) || conversion === '') return invalidFormat(whole, position);
  }
  return {
    index: Number(index.slice(0, -1)),
    original: `%${original}`,
    flags,
    width: Math.min(Number(width), 1_000_000),
    precision: precision === undefined ? undefined : Math.min(Number(precision.slice(1)), 1_000),
    dateTime: Boolean(dateTime),
    conversion: dateTime === 'T' ? conversion : conversion,
  };
}

function invalidFormat(conversion: string, position: Position): never {
  return fail(badArgument(position, `Invalid conversion format '${conversion}'.`));
}

function print(slot: Slot, value: Value, place: Place, position: Position, index: number): string {
  const at = position.at('values').at(index);
  const refuseFormat = (): never => invalidFormat(slot.original, position.at('format'));
  if (slot.dateTime) return takesFlags(slot) ? printDateTime(slot, value, at) : refuseFormat();
  switch (slot.conversion) {
    case 'd':
    case 'x':
    case 'X':
    case 'o':
      if (typeof value !== 'bigint') return fail(wrongType(['Integer'], value, at));
      if (slot.precision !== undefined || !takesFlags(slot)) return refuseFormat();
      return printInteger(slot, value);
    case 'f':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      if (!(value instanceof Double)) return fail(wrongType(['Number'], value, at));
      return takesFlags(slot) ? printDouble(slot, value.value) : refuseFormat();
    case 's':
    case 'S':
      return printText(slot, asText(value, at), refuseFormat);
    case 'b':
    case 'B':
      return printText(slot, String(typeof value === 'boolean' ? value : value !== null), refuseFormat);
    case '@':
      return render(value, { ...place, version: '2.1' });
    default:
      return render(value, place);
  }
}

/** Which flags a conversion takes; `-` and `0` ask for a width. As the platform of the original refuses them. */
function takesFlags({ dateTime, conversion, flags, width }: Slot): boolean {
  const has = (flag: string) => flags.includes(flag);
  if ((has('-') || has('0')) && width === 0) return false;
  if ((has('-') && has('0')) || (has('+') && has(' ')) || new Set(flags).size !== flags.length) return false;
  const taken = dateTime ? '-' : takenFlags[conversion.toLowerCase()];
  return taken === undefined || [...flags].every((flag) => taken.includes(flag));
}

const takenFlags: Readonly<Record<string, string>> = {
  s: '-',
  b: '-',
  d: '-+ 0,(',
  x: '-#0',
  o: '-#0',
  f: '-#+ 0,(',
  e: '-#+ 0(',
  g: '-+ 0,(',
};

function pad(text: string, { flags, width }: Slot): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

function printText(slot: Slot, text: string, refuseFormat: () => never): string {
  if (!takesFlags(slot)) refuseFormat();
  const cut = slot.precision === undefined ? text : text.slice(0, slot.precision);
  return pad(/[A-Z]/.test(slot.conversion) ? cut.toUpperCase() : cut, slot);
}

/** The sign and the digits, with zeros between them where the flags say so. */
function signed(slot: Slot, negative: boolean, digits: string): string {
  const { flags, width } = slot;
  const [before, after] = negative
    ? flags.includes('(')
      ? ['(', ')']
      : ['-', '']
    : [flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '', ''];
  const room = width - before.length - after.length;
  return pad(`${before}${flags.includes('0') ? digits.padStart(room, '0') : digits}${after}`, slot);
}

function grouped(digits: string, flags: string): string {
  if (!flags.includes(',')) return digits;
  const [whole = '', ...rest] = digits.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}

function printInteger(slot: Slot, value: bigint): string {
  const { conversion, flags } = slot;
  if (conversion === 'd') {
    return signed(slot, value < 0n, grouped((value < 0n ? -value : value).toString(), flags));
  }
  const bits = BigInt.asUintN(64, value);
  const [digits, mark] = conversion === 'o' ? [bits.toString(8), '0'] : [bits.toString(16), '0x'];
  const text = signed(
    { ...slot, flags: flags.replace(/[+ (]/g, '') },
    false,
    flags.includes('#') ? mark + digits : digits,
  );
  return conversion === 'X' ? text.toUpperCase() : text;
}

function printDouble(slot: Slot, value: number): string {
  const { conversion, flags, precision = 6 } = slot;
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return pad(Number.isNaN(value) ? 'NaN' : negative ? '-Infinity' : 'Infinity', slot);
  const text = signed(slot, negative, grouped(digitsOf(conversion, magnitude, precision), flags));
  return conversion === 'E' || conversion === 'G' ? text.toUpperCase() : text;
}

function digitsOf(conversion: string, magnitude: number, precision: number): string {
  if (conversion === 'f') return fixed(magnitude, precision);
  if (conversion === 'e' || conversion === 'E') return scientific(magnitude, precision);
  const significant = precision === 0 ? 1 : precision;
  const isPlain = magnitude === 0 || (magnitude >= 1e-4 && magnitude < 10 ** significant);
  if (!isPlain) return scientific(magnitude, significant - 1);
  const whole = magnitude === 0 ? 1 : Math.floor(Math.log10(magnitude)) + 1;
  return fixed(magnitude, Math.max(0, significant - whole));
}

/** Java rounds half up the decimal that the double prints as. */
function fixed(magnitude: number, precision: number): string {
  const [mantissa = '', exponent = '0'] = magnitude.toExponential().split('e');
  const digits = BigInt(mantissa.replace('.', ''));
  const scale = mantissa.replace('.', '').length - 1 - Number(exponent);
  const shift = precision - scale;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : halfUp(digits, 10n ** BigInt(-shift));
  const text = scaled.toString().padStart(precision + 1, '0');
  return precision === 0 ? text : `${text.slice(0, -precision)}.${text.slice(-precision)}`;
}

function halfUp(value: bigint, divisor: bigint): bigint {
  return (value * 2n + divisor) / (divisor * 2n);
}

function scientific(magnitude: number, precision: number): string {
  const [mantissa = '', exponent = '0'] = magnitude.toExponential(Math.min(precision, 100)).split('e');
  const power = Number(exponent);
  return `${mantissa}e${power < 0 ? '-' : '+'}${Math.abs(power).toString().padStart(2, '0')}`;
}

const monthNames = 'January February March April May June July August September October November December'.split(' ');
const dayNames = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const two = (value: number) => value.toString().padStart(2, '0');

function printDateTime(slot: Slot, value: Value, position: Position): string {
  const { conversion } = slot;
  if (value instanceof DateValue) {
    if (conversion === '') return formatDate(value);
    const text = datePart(conversion, value.epochDay);
    return text === undefined ? unknownSuffix(slot, position) : printPart(slot, text);
  }
  if (!(value instanceof Time)) return fail(wrongType(['Date', 'Time'], value, position));
  if (conversion === '') return formatTime(value);
  const text = timePart(conversion, value) ?? datePart(conversion, splitTime(value).epochDay);
  return text === undefined ? unknownSuffix(slot, position) : printPart(slot, text);
}

function printPart(slot: Slot, text: string): string {
  return pad(slot.original.includes('T') ? text.toUpperCase() : text, slot);
}

function unknownSuffix(slot: Slot, position: Position): never {
  return fail(badArgument(position, `Invalid date/time suffix '${slot.original}'.`));
}

function datePart(suffix: string, epochDay: number): string | undefined {
  const { year, month, day } = fromEpochDay(epochDay);
  const monthName = monthNames[month - 1] ?? '';
  const dayName = dayNames[dayOfWeek(epochDay) - 1] ?? '';
  const shortYear = two(Math.abs(year) % 100);
  switch (suffix) {
    case 'B':
      return monthName;
    case 'b':
    case 'h':
      return monthName.slice(0, 3);
    case 'A':
      return dayName;
    case 'a':
      return dayName.slice(0, 3);
    case 'C':
      return two(Math.floor(year / 100));
    case 'Y':
      return year.toString().padStart(4, '0');
    case 'y':
      return shortYear;
    case 'j':
      return dayOfYear(epochDay).toString().padStart(3, '0');
    case 'm':
      return two(month);
    case 'd':
      return two(day);
    case 'e':
      return String(day);
    case 'D':
      return `${two(month)}/${two(day)}/${shortYear}`;
    case 'F':
      return `${year.toString().padStart(4, '0')}-${two(month)}-${two(day)}`;
    default:
      return undefined;
  }
}

function timePart(suffix: string, time: Time): string | undefined {
  const { hour, minute, second, nano, epochDay } = splitTime(time);
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`;
  switch (suffix) {
    case 'H':
      return two(hour);
    case 'I':
      return two(half);
    case 'k':
      return String(hour);
    case 'l':
      return String(half);
    case 'M':
      return two(minute);
    case 'S':
      return two(second);
    case 'L':
      return Math.floor(nano / 1e6)
        .toString()
        .padStart(3, '0');
    case 'N':
      return nano.toString().padStart(9, '0');
    case 'p':
      return hour < 12 ? 'am' : 'pm';
    case 'z':
      return '+0000';
    case 'Z':
      return 'Z';
    case 's':
      return String(time.seconds);
    case 'Q':
      return String(time.seconds * 1000 + Math.floor(nano / 1e6));
    case 'R':
      return `${two(hour)}:${two(minute)}`;
    case 'T':
      return clock;
    case 'r':
      return `${two(half)}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
    case 'c': {
      const date = `${datePart('a', epochDay)} ${datePart('b', epochDay)} ${datePart('d', epochDay)}`;
      return `${date} ${clock} Z ${datePart('Y', epochDay)}`;
    }
    default:
      return undefined;
  }
}
