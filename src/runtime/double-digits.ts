/**
 * Which decimal digits a double is written with. Java up to version 18, on which the original runs, does not always take
 * the fewest that read back as the same double: `2147483648 ** -1` is `4.6566128730773926E-10`, a digit longer than
 * needed. So the digits follow from Java's way to find them: a whole number below 2⁶³ is cut where its bits end,
 * anything else is divided digit by digit until the rest is less than half of the distance to the next double.
 */

/** The number is `0.digits × 10^point`. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

/** A double is `significand × 2^(exponent - 52)`, with 53 bits in the significand. */
interface Binary {
  readonly significand: bigint;
  readonly exponent: number;
  /** How many of the bits count: less than 53 in numbers near zero. */
  readonly precision: number;
}

const FRACTION_BITS = 52;
const hiddenBit = 1n << BigInt(FRACTION_BITS);
const view = new DataView(new ArrayBuffer(8));

/** Of a finite number above zero. */
export function decimalDigits(value: number): DecimalDigits {
  const binary = toBinary(value);
  return Number.isInteger(value) && binary.exponent < 63 ? ofWhole(value, binary.exponent) : divide(binary);
}

function toBinary(value: number): Binary {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> BigInt(FRACTION_BITS)) - 1023;
  const fraction = bits & (hiddenBit - 1n);
  if (exponent > -1023) return { significand: fraction | hiddenBit, exponent, precision: FRACTION_BITS + 1 };
  const precision = bitLength(fraction);
  const shift = FRACTION_BITS + 1 - precision;
  return { significand: fraction << BigInt(shift), exponent: -1022 - shift, precision };
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** Digits that stand for less than the last bit are rounded away. */
function ofWhole(value: number, exponent: number): DecimalDigits {
  const beyond = exponent - FRACTION_BITS - 2;
  const dropped = beyond > 1 ? Math.floor(beyond * Math.log10(2)) : 0;
  const unit = 10n ** BigInt(dropped);
  const whole = BigInt(value);
  const text = String(whole / unit + (whole % unit >= (unit + 1n) / 2n ? 1n : 0n));
  return { digits: text.replace(/0+$/, ''), point: text.length + dropped };
}

/** Everything is counted in units of a common denominator. */
interface Division {
  readonly rest: bigint;
  readonly unit: bigint;
  /** Half of the distance to the next double. */
  readonly margin: bigint;
  /** Whether Java computes it in 64 bits: there the number must exceed a digit's bound, not only reach it. */
  readonly isShort: boolean;
}

function divide(binary: Binary): DecimalDigits {
  const estimate = estimateExponent(binary);
  const { unit, isShort, ...start } = toDivision(binary, estimate);
  const ten = unit * 10n;
  let { rest, margin } = start;
  let digits = '';
  let point = estimate + 1;
  let low = false;
  let high = false;
  const step = () => {
    const digit = rest / unit;
    rest = (rest % unit) * 10n;
    margin *= 10n;
    low = rest < margin;
    high = isShort ? isAbove(rest, margin, ten) : rest + margin >= ten;
    return digit;
  };
  const first = step();
  if (first === 0n && !high) point--;
  else digits = String(first);
  // A number with an exponent has at least one digit after its point.
  if (point < -2 || point > 8) {
    low = false;
    high = false;
  }
  while (!low && !high) digits += String(step());
  return high && (!low || isRoundedUp(digits, 2n * rest - ten)) ? increment(digits, point) : { digits, point };
}

const largestLong = 2n ** 63n - 1n;

/** A sum beyond 64 bits turns negative and is not above, unless the margin alone is that large. */
function isAbove(rest: bigint, margin: bigint, bound: bigint): boolean {
  if (margin > largestLong) return true;
  return rest + margin <= largestLong && rest + margin > bound;
}

/** A half goes to the even digit. */
function isRoundedUp(digits: string, beyondHalf: bigint): boolean {
  return beyondHalf === 0n ? Number(digits.at(-1)) % 2 === 1 : beyondHalf > 0n;
}

/** The decimal exponent, or one more: the line that Java lays through the logarithm. */
function estimateExponent({ significand, exponent }: Binary): number {
  const fraction = Number(significand) / 2 ** FRACTION_BITS;
  return Math.floor((fraction - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
}

function toDivision({ significand, exponent, precision }: Binary, decimalExponent: number): Division {
  const odd = significand / (significand & -significand);
  const bits = bitLength(odd);
  const below = Math.max(0, bits - exponent - 1);
  const restFives = Math.max(0, -decimalExponent);
  const unitFives = Math.max(0, decimalExponent);
  const restTwos = restFives + below + exponent - (bits - 1);
  const unitTwos = unitFives + below;
  // Of a power of two the next lower double is only half as far away as the next higher one.
  const marginTwos = restFives + below + exponent - precision - (bits === 1 ? 1 : 0);
  const common = Math.min(restTwos, unitTwos, marginTwos);
  return {
    rest: (odd * 5n ** BigInt(restFives)) << BigInt(restTwos - common),
    unit: (5n ** BigInt(unitFives)) << BigInt(unitTwos - common),
    margin: (5n ** BigInt(restFives)) << BigInt(marginTwos - common),
    isShort:
      bits + restTwos - common + bitsOfFive(restFives) < 64 && unitTwos - common + 1 + bitsOfFive(unitFives + 1) < 64,
  };
}

function bitsOfFive(power: number): number {
  return power === 0 ? 0 : bitLength(5n ** BigInt(power));
}

function increment(digits: string, point: number): DecimalDigits {
  const next = String(BigInt(digits) + 1n).padStart(digits.length, '0');
  return next.length > digits.length ? { digits: next.slice(0, -1), point: point + 1 } : { digits: next, point };
}
