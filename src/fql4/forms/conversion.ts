/** From one type to another. Source: recorded `conversions and types`. */
import { formatDouble } from '../../runtime/number-text.ts';
import { formatDate, formatTime, parseDate, parseTime, splitTime } from '../../runtime/time-text.ts';
import { doubleToLong } from '../../runtime/types.ts';
import { DateValue, Double, Time, Uuid } from '../../runtime/value.ts';
import { any, elementsOf } from '../cast.ts';
import { badArgument, collect, fail, invalidCast, wrongType } from '../failure.ts';
import { form } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import type { TypeName } from '../type-name.ts';
import { Action, ArrayValue, ObjectValue, type Value, Version } from '../value.ts';
import { documentFields } from './objects.ts';

/** Throws Fql4Failure. */
export function asText(value: Value, position: Position): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value;
  if (value instanceof Double) return formatDouble(value.value);
  if (value instanceof Time) return formatTime(value);
  if (value instanceof DateValue) return formatDate(value);
  if (value instanceof Uuid) return value.text;
  if (value instanceof Action) return value.name;
  return fail(invalidCast(value, 'String', position));
}

/**
 * The number at the beginning of a text, with commas between its thousands; what follows is ignored. Undefined when
 * there is none. Source: Java's `NumberFormat`, which the original uses.
 */
export function parseNumber(text: string): bigint | Double | undefined {
  const found = /^(-?)([\d,]*\d[\d,]*(?:\.\d*)?|\.\d+|\u221e|NaN)(?:E(-?\d+))?/.exec(text.trim());
  if (!found) return undefined;
  const [, sign = '', digits = '', exponent] = found;
  if (digits === 'NaN') return new Double(Number.NaN);
  if (digits === '∞') return new Double(sign ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const plain = digits.replaceAll(',', '');
  const value = Number(`${sign}${plain}e${exponent ?? 0}`);
  const isWhole = exponent === undefined && /^\d+(\.0*)?$/.test(plain);
  if (!isWhole) return isInteger(value) ? BigInt(value) : new Double(value);
  const integer = BigInt(sign + plain.replace(/\..*$/, ''));
  return integer >= -(2n ** 63n) && integer < 2n ** 63n ? integer : new Double(value);
}

function isInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function toNumber(value: Value, type: TypeName, position: Position): bigint | Double {
  if (typeof value === 'bigint' || value instanceof Double) return value;
  const found = typeof value === 'string' ? parseNumber(value) : undefined;
  return found ?? fail(invalidCast(value, type, position));
}

export function timeOf(text: string, place: Place, position: Position): Time {
  if (text === 'now') return Time.ofMicros(place.session.time);
  return parseTime(text.trim()) ?? fail(badArgument(position, `Cannot cast '${text}' to a time.`));
}

export function dateOf(text: string, position: Position): DateValue {
  return parseDate(text.trim()) ?? fail(badArgument(position, `Cannot cast '${text}' to a date.`));
}

function toTime(value: Value, place: Place, position: Position): Time {
  if (value instanceof Time) return value;
  if (typeof value === 'bigint') return new Time(Number(floor(value, 1000n)), Number(modulo(value, 1000n)) * 1_000_000);
  if (value instanceof DateValue) return new Time(value.epochDay * 86_400, 0);
  if (typeof value === 'string') return timeOf(value, place, position);
  return fail(invalidCast(value, 'Time', position));
}

function modulo(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}

function floor(a: bigint, b: bigint): bigint {
  return (a - modulo(a, b)) / b;
}

function toObject(value: Value, place: Place, position: Position): ObjectValue {
  if (value instanceof ObjectValue) return value;
  if (value instanceof Version) return new ObjectValue(documentFields(value, place));
  const at = position.at('to_object');
  if (!(value instanceof ArrayValue)) return fail(invalidCast(value, 'Object', at));
  return ObjectValue.of(
    collect(
      elementsOf(value, at).map(
        ([element, each]) =>
          () =>
            fieldOf(element, each),
      ),
    ),
  );
}

function fieldOf(element: Value, position: Position): readonly [string, Value] {
  const [name, value] = element instanceof ArrayValue && element.elements.length === 2 ? element.elements : [];
  if (typeof name !== 'string' || value === undefined) return fail(wrongType(['Field/Value'], element, position));
  return [name, value];
}

function toArray(value: Value, place: Place, position: Position): ArrayValue {
  if (value instanceof ArrayValue) return value;
  const fields =
    value instanceof ObjectValue ? value.fields : value instanceof Version ? documentFields(value, place) : undefined;
  if (!fields) return fail(invalidCast(value, 'Array', position.at('to_array')));
  return new ArrayValue([...fields].map(([name, each]) => new ArrayValue([name, each])));
}

export const conversionForms = [
  form({ to_string: any }, (values, _place, position) => asText(values.to_string, position)),
  form({ to_number: any }, (values, _place, position) => toNumber(values.to_number, 'Number', position)),
  form({ to_double: any }, (values, _place, position) => {
    const value = toNumber(values.to_double, 'Double', position.at('to_double'));
    return value instanceof Double ? value : new Double(Number(value));
  }),
  form({ to_integer: any }, (values, _place, position) => {
    const value = toNumber(values.to_integer, 'Integer', position.at('to_integer'));
    return value instanceof Double ? doubleToLong(value.value) : value;
  }),
  form({ to_time: any }, (values, place, position) => toTime(values.to_time, place, position)),
  form({ to_date: any }, ({ to_date: value }, _place, position) => {
    if (value instanceof DateValue) return value;
    if (value instanceof Time) return new DateValue(splitTime(value).epochDay);
    return typeof value === 'string' ? dateOf(value, position) : fail(invalidCast(value, 'Date', position));
  }),
  form({ to_object: any }, (values, place, position) => toObject(values.to_object, place, position)),
  form({ to_array: any }, (values, place, position) => toArray(values.to_array, place, position)),
];
