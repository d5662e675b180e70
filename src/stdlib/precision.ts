/**
 * Numbers cut off or rounded at a decimal place, computed in doubles as the original does, for its rounding errors are
 * part of the answers: `Math.round(1.005, 2)` is `1.0`. A whole number becomes a Long.
 */
import { pow } from '../runtime/rounded-math.ts';
import { doubleToLong, type NumberValue } from '../runtime/types.ts';
import { Double } from '../runtime/value.ts';

const largestInt = 2_147_483_647;

/** The nearest; a half goes up, towards positive infinity. */
export function roundAt(value: NumberValue, precision: number): NumberValue {
  if (value instanceof Double) return new Double(roundDouble(value.value, precision));
  return precision > 0 ? BigInt(value) : roundWhole(Number(value), pow(10, precision));
}

/** Towards zero. */
export function truncateAt(value: NumberValue, precision: number): NumberValue {
  if (value instanceof Double) return new Double(truncateDouble(value.value, precision));
  return precision > 0 ? BigInt(value) : truncateWhole(Number(value), pow(10, precision));
}

function roundDouble(value: number, precision: number): number {
  if (precision <= 0) return Number(roundWhole(value, pow(10, precision)));
  const { whole, factor } = split(value, precision);
  return whole + toWhole((value - whole + 0.5 / factor) * factor) / factor;
}

function truncateDouble(value: number, precision: number): number {
  if (precision <= 0) {
    const factor = pow(10, precision);
    return toWhole(value * factor) / factor;
  }
  const { whole, factor } = split(value, precision);
  return whole + toWhole((value - whole) * factor) / factor;
}

function roundWhole(value: number, factor: number): bigint {
  return doubleToLong(toWhole(value * factor + 0.5) / factor);
}

function truncateWhole(value: number, factor: number): bigint {
  return doubleToLong(toWhole(value * factor) / factor);
}

/** The part before the point, apart so that large numbers keep their decimals; the factor has the range of an Int. */
function split(value: number, precision: number): { whole: number; factor: number } {
  return { whole: toWhole(value), factor: Math.min(pow(10, precision), largestInt) };
}

/** Towards zero, within the range of a Long, never -0. */
function toWhole(value: number): number {
  return Number(doubleToLong(value));
}
