/**
 * Arithmetic on Int, Long and Double. Whole numbers grow from Int to Long to Double; a Double makes a Double of the
 * other. Source: recorded `operators on numbers`.
 */
import { pow } from './rounded-math.ts';
import { doubleToLong, fitsInt, fitsLong, type NumberValue } from './types.ts';
import { Double } from './value.ts';

/** The smallest type that holds a whole number. */
export function integerValue(value: bigint): NumberValue {
  if (fitsInt(value)) return Number(value);
  return fitsLong(value) ? value : new Double(Number(value));
}

export function toDouble(value: NumberValue): number {
  return value instanceof Double ? value.value : Number(value);
}

/** Towards zero; what is too large becomes the largest. */
export function toLong(value: NumberValue): bigint {
  return value instanceof Double ? doubleToLong(value.value) : BigInt(value);
}

export function add(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') return intOrLong(a + b);
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) + toDouble(b));
  return longOr(BigInt(a) + BigInt(b), () => Number(a) + Number(b));
}

export function subtract(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') return intOrLong(a - b);
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) - toDouble(b));
  return longOr(BigInt(a) - BigInt(b), () => Number(a) - Number(b));
}

export function multiply(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // Adding 0 makes 0 of -0, which no Int is.
    return Number.isSafeInteger(product) ? intOrLong(product + 0) : BigInt(a) * BigInt(b);
  }
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) * toDouble(b));
  return longOr(BigInt(a) * BigInt(b), () => Number(a) * Number(b));
}

/** Undefined: a whole number divided by zero. */
export function divide(a: NumberValue, b: NumberValue): NumberValue | undefined {
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) / toDouble(b));
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : intOrLong(Math.trunc(a / b) + 0);
  const divisor = BigInt(b);
  // The one quotient out of range wraps round, as it does in the original.
  return divisor === 0n ? undefined : integerValue(BigInt.asIntN(64, BigInt(a) / divisor));
}

/** The remainder has the sign of `a`. Undefined: a whole number divided by zero. */
export function modulo(a: NumberValue, b: NumberValue): NumberValue | undefined {
  if (a instanceof Double || b instanceof Double) return new Double(toDouble(a) % toDouble(b));
  if (typeof a === 'number' && typeof b === 'number') return b === 0 ? undefined : (a % b) + 0;
  const divisor = BigInt(b);
  return divisor === 0n ? undefined : integerValue(BigInt(a) % divisor);
}

/** Powers of whole numbers are exact as long as they fit a Long. */
export function power(a: NumberValue, b: NumberValue): NumberValue {
  if (a instanceof Double || b instanceof Double) return new Double(pow(toDouble(a), toDouble(b)));
  const base = BigInt(a);
  const exponent = BigInt(b);
  if (exponent === 0n || base === 1n) return 1;
  if (base === -1n) return exponent % 2n === 0n ? 1 : -1;
  if (exponent < 0n) return new Double(pow(Number(base), Number(exponent)));
  if (base === 0n) return 0;
  // A base of two bits or more to the 1,024th exceeds every double.
  if (exponent >= 1024n) return new Double(Number(base) ** Number(exponent));
  return integerValue(base ** exponent);
}

export function negate(value: NumberValue): NumberValue {
  if (value instanceof Double) return new Double(-value.value);
  // The smallest Int and the smallest Long have no positive counterpart of their type and stay what they are.
  if (typeof value === 'number') return (0 - value) | 0;
  return BigInt.asIntN(64, -value);
}

export function bitAnd(a: NumberValue, b: NumberValue): NumberValue {
  return integerValue(toLong(a) & toLong(b));
}

export function bitOr(a: NumberValue, b: NumberValue): NumberValue {
  return integerValue(toLong(a) | toLong(b));
}

export function bitXor(a: NumberValue, b: NumberValue): NumberValue {
  return integerValue(toLong(a) ^ toLong(b));
}

export function bitNot(value: NumberValue): NumberValue {
  return integerValue(~toLong(value));
}

/** Of a whole number that a double holds exactly. */
function intOrLong(value: number): NumberValue {
  return fitsInt(value) ? value : BigInt(value);
}

function longOr(value: bigint, inDoubles: () => number): NumberValue {
  return fitsLong(value) ? integerValue(value) : new Double(inDoubles());
}
