/**
 * Elementary functions rounded to the nearest double. JavaScript leaves the last digit to the engine, and V8's differs
 * from Java's once in twenty times; Java's is nearly always the nearest double, so that is what these give. They compute
 * with fixed-point integers of some 200 bits, which takes microseconds.
 */

/** Fraction bits of the fixed-point numbers. */
const BITS = 192n;
const ONE = 1n << BITS;

const LN2 = 2n * seriesOfInverse(3n, BITS, 1n);
const LN10 = 3n * LN2 + 2n * seriesOfInverse(9n, BITS, 1n);

/** atanh(1/n) for `sign` 1, atan(1/n) for -1: the sum of ±1 / ((2k + 1) n^(2k + 1)). */
function seriesOfInverse(n: bigint, bits: bigint, sign: bigint): bigint {
  const guard = 32n;
  let power = (1n << (bits + guard)) / n;
  let sum = power;
  for (let k = 3n, factor = sign; power !== 0n; k += 2n, factor *= sign) {
    power /= n * n;
    sum += (factor * power) / k;
  }
  return sum >> guard;
}

const pis = new Map<bigint, bigint>();

/** Pi by Machin's formula. */
function pi(bits: bigint): bigint {
  let value = pis.get(bits);
  if (value === undefined) {
    value = (16n * seriesOfInverse(5n, bits + 8n, -1n) - 4n * seriesOfInverse(239n, bits + 8n, -1n)) >> 8n;
    pis.set(bits, value);
  }
  return value;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite double as an integer times a power of two. */
function split(value: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: (biased === 0 ? 1 : biased) - 1075 };
}

function shift(value: bigint, by: bigint): bigint {
  return by >= 0n ? value << by : value >> -by;
}

function toFixed(value: number, bits = BITS): bigint {
  const { mantissa, exponent } = split(value);
  return shift(mantissa, BigInt(exponent) + bits);
}

/** The double nearest to `value` · 2^`exponent`. */
export function scaledToDouble(value: bigint, exponent: bigint): number {
  if (value === 0n) return 0;
  const length = BigInt((value < 0n ? -value : value).toString(2).length);
  const top = length + exponent;
  if (top > 1024n) return value < 0n ? -Infinity : Infinity;
  if (top < -1080n) return value < 0n ? -0 : 0;
  // What a subnormal result has no bits for is rounded off here, once.
  const dropped = -1074n - exponent;
  if (top < -1021n && dropped > 0n) {
    const half = 1n << (dropped - 1n);
    const floor = value >> dropped;
    const rest = value - (floor << dropped);
    const up = rest > half || (rest === half && (floor & 1n) === 1n);
    return Number(up ? floor + 1n : floor) * 2 ** -1074;
  }
  const scale = length > 1000n ? length - 1000n : 0n;
  const near = Number(scale === 0n ? value : value >> scale);
  return scaleBy(near, Number(exponent + scale));
}

function scaleBy(value: number, exponent: number): number {
  const first = Math.trunc(exponent / 2);
  return value * 2 ** first * 2 ** (exponent - first);
}

function multiply(left: bigint, right: bigint): bigint {
  return (left * right) >> BITS;
}

/** e^x as a fixed-point number and a power of two. */
function expFixed(x: bigint): { value: bigint; exponent: bigint } {
  const exponent = (x + LN2 / 2n) / LN2 - (x + LN2 / 2n < 0n ? 1n : 0n);
  const rest = (x - exponent * LN2) >> 8n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = multiply(term, rest) / k;
    sum += term;
  }
  for (let k = 0; k < 8; k++) sum = multiply(sum, sum);
  return { value: sum, exponent };
}

/** ln x of a positive double: the engine's answer, improved by one step. */
function logFixed(x: number): bigint {
  const { mantissa, exponent } = split(x);
  const near = toFixed(Math.log(x));
  const inverse = expFixed(-near);
  // x · e^-near is 1 plus an error of about 1e-13, whose logarithm needs few terms.
  const error = shift(mantissa * inverse.value, BigInt(exponent) + inverse.exponent) - ONE;
  const square = multiply(error, error);
  return near + error - square / 2n + multiply(square, error) / 3n - multiply(square, square) / 4n;
}

export function exp(x: number): number {
  if (!(Math.abs(x) < 746) || Math.abs(x) < 2 ** -60) return Math.exp(x);
  const { value, exponent } = expFixed(toFixed(x));
  return scaledToDouble(value, exponent - BITS);
}

export function log(x: number): number {
  return x > 0 && x < Infinity && x !== 1 ? scaledToDouble(logFixed(x), -BITS) : Math.log(x);
}

export function log10(x: number): number {
  return x > 0 && x < Infinity && x !== 1 ? scaledToDouble((logFixed(x) << BITS) / LN10, -BITS) : Math.log10(x);
}

/** DEPARTURE from JavaScript as in Java: none but the rounding. */
export function pow(base: number, power: number): number {
  const near = base ** power;
  if (!Number.isFinite(near) || near === 0 || !Number.isFinite(base) || power === 0 || Math.abs(base) === 1)
    return near;
  if (Number.isInteger(power) && power > 0 && power <= 64) {
    const { mantissa, exponent } = split(base);
    return scaledToDouble(mantissa ** BigInt(power), BigInt(exponent * power));
  }
  const { mantissa, exponent } = split(power);
  const logarithm = logFixed(Math.abs(base));
  const { value, exponent: scale } = expFixed(shift(logarithm * mantissa, BigInt(exponent)));
  return Math.sign(near) * scaledToDouble(value, scale - BITS);
}

/** What is left of x after whole quarter turns, and how many (of four) those were. */
function reduce(x: number): { rest: bigint; quarter: number } {
  const { exponent } = split(x);
  const bits = BITS + BigInt(Math.max(0, exponent)) + 64n;
  const quarterTurn = pi(bits) / 2n;
  const fixed = toFixed(x, bits);
  const doubled = 2n * fixed + quarterTurn;
  const turns = doubled / (2n * quarterTurn) - (doubled < 0n ? 1n : 0n);
  return { rest: (fixed - turns * quarterTurn) >> (bits - BITS), quarter: Number(((turns % 4n) + 4n) % 4n) };
}

/** sin and cos of an angle below an eighth turn. */
function sinCos(angle: bigint): { sin: bigint; cos: bigint } {
  const square = multiply(angle, angle);
  let sin = 0n;
  let cos = 0n;
  for (let term = ONE, k = 0n; term !== 0n && term !== -1n; k += 2n) {
    cos += term;
    sin += multiply(term, angle) / (k + 1n);
    term = -multiply(term, square) / ((k + 1n) * (k + 2n));
  }
  return { sin, cos };
}

/** sin and cos of any finite angle. */
function turn(x: number): { sin: bigint; cos: bigint } {
  const { rest, quarter } = reduce(x);
  const { sin, cos } = sinCos(rest);
  if (quarter === 0) return { sin, cos };
  if (quarter === 1) return { sin: cos, cos: -sin };
  return quarter === 2 ? { sin: -sin, cos: -cos } : { sin: -cos, cos: sin };
}

/** So small that the engine's answer is the nearest double. */
function isTiny(x: number): boolean {
  return Math.abs(x) < 2 ** -28 || !Number.isFinite(x);
}

export function sin(x: number): number {
  return isTiny(x) ? Math.sin(x) : scaledToDouble(turn(x).sin, -BITS);
}

export function cos(x: number): number {
  return isTiny(x) ? Math.cos(x) : scaledToDouble(turn(x).cos, -BITS);
}

export function tan(x: number): number {
  if (isTiny(x)) return Math.tan(x);
  const { sin, cos } = turn(x);
  return scaledToDouble((sin << BITS) / cos, -BITS);
}

/** Where V8 takes the nearest double for e, the exponential within Java's hyperbolic cosine gives the one above. */
export function cosh(x: number): number {
  if (Math.abs(x) !== 1) return Math.cosh(x);
  const e = Math.E + 2 ** -51;
  return e / 2 + 0.5 / e;
}

/** The upper half of the bits of a double. */
function upperHalf(x: number): number {
  view.setFloat64(0, x);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** As fdlibm does it, whose error is below one unit of the last place but which is not always the nearest. */
export function hypot(x: number, y: number): number {
  const a = Math.max(Math.abs(x), Math.abs(y));
  const b = Math.min(Math.abs(x), Math.abs(y));
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return Infinity;
  if (!(a > 0) || a / b > 2 ** 60) return a + b;
  if (a > 2 ** 500) return hypot(a * 2 ** -600, b * 2 ** -600) * 2 ** 600;
  if (b < 2 ** -500) return hypot(a * 2 ** 600, b * 2 ** 600) * 2 ** -600;
  const gap = a - b;
  if (gap > b) {
    const high = upperHalf(a);
    return Math.sqrt(high * high - (b * -b - (a - high) * (a + high)));
  }
  const twice = a + a;
  const highB = upperHalf(b);
  const highTwice = upperHalf(twice);
  return Math.sqrt(highTwice * highB - (gap * -gap - (highTwice * (b - highB) + (twice - highTwice) * b)));
}
