/** Times plus amounts of a unit, exactly: in nanoseconds, over the whole range of years. */
import { writtenWhole } from '../runtime/number-text.ts';
import { floorDivide, fromNanos, toNanos } from '../runtime/time-text.ts';
import { doubleToLong, type NumberValue } from '../runtime/types.ts';
import { Double, type Time } from '../runtime/value.ts';
import type { TimeUnit } from './time-unit.ts';

/** `-999999999-01-01T00:00:00Z` and `+999999999-12-31T23:59:59.999999999Z`. */
export const minTime = fromNanos(-31_557_014_135_596_800n * 1_000_000_000n);
export const maxTime = fromNanos(31_556_889_832_780_799_999_999_999n);

const minNanos = toNanos(minTime);
const maxNanos = toNanos(maxTime);

/** Past this a sum can not even be held for a moment: a year beyond the range on either side. */
const minHeld = -31_557_014_167_219_200n * 1_000_000_000n;
const maxHeld = 31_556_889_864_403_199_999_999_999n;

/** The last instant that there is, which an infinite offset leads to. */
export const lastInstant = fromNanos(maxHeld);

/** The time so many nanoseconds after 1970, a year beyond the range on either side too. */
export function instantAt(nanos: bigint): Time | undefined {
  return nanos < minHeld || nanos > maxHeld ? undefined : fromNanos(nanos);
}

export type OutOfRange = 'below' | 'above' | 'unheld';

/** The time so many nanoseconds after 1970, or on which side it lies out of range. */
export function timeAt(nanos: bigint): Time | OutOfRange {
  if (nanos < minHeld || nanos > maxHeld) return 'unheld';
  if (nanos < minNanos) return 'below';
  return nanos > maxNanos ? 'above' : fromNanos(nanos);
}

/**
 * How many nanoseconds `amount` units are; of a fraction the whole units count exactly and the rest with the precision
 * of a double. Undefined for `NaN` and the infinities.
 */
export function amountInNanos(amount: NumberValue, unit: TimeUnit): bigint | undefined {
  if (!(amount instanceof Double)) return BigInt(amount) * unit.nanos;
  const { value } = amount;
  if (!Number.isFinite(value)) return undefined;
  const magnitude = Math.abs(value);
  const whole = Math.floor(magnitude);
  const nanos = writtenWhole(whole) * unit.nanos + doubleToLong(Number(unit.nanos) * (magnitude - whole));
  return value < 0 ? -nanos : nanos;
}

/**
 * How many whole units lie between two times, towards zero. Milliseconds count from one whole millisecond to another,
 * as in the original.
 */
export function unitsBetween(start: Time, end: Time, unit: TimeUnit): bigint {
  if (unit.name === 'millisecond')
    return floorDivide(toNanos(end), unit.nanos) - floorDivide(toNanos(start), unit.nanos);
  return (toNanos(end) - toNanos(start)) / unit.nanos;
}
