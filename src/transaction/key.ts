/**
 * Keys made of components, as one string whose UTF-16 order is the order of the components one after the other.
 *
 * Every encoded component is self-delimiting: none is the beginning of another one of the same kind. So components are
 * simply joined, a key of fewer components is a prefix to scan by, and `invert` turns the order of any of them around.
 * Plain text stays readable, because the file these keys end up in is for people too.
 */
import type { KeyRange } from '../store/store.ts';

/** Ends a component of variable length: below every character that a component can contain. */
const end = '\t';
/** Comes before what must not stand for itself: the terminator, itself, and everything below them. */
const escapeMark = '\n';

const special = /[\0-\n\uD800-\uDBFF\uFFFF]/;
const specials = /[\0-\n\uFFFF\u{10000}-\u{10FFFF}]/gu;

/**
 * Text in the order of its code points. Characters beyond U+FFFF are marked with U+FFFF, for their surrogates would
 * sort below U+E000 to U+FFFF. Unpaired surrogates keep the place their number gives them.
 */
export function encodeString(text: string): string {
  return (special.test(text) ? text.replace(specials, escapeCharacter) : text) + end;
}

function escapeCharacter(character: string): string {
  if (character > '\n') return `\uFFFF${character === '\uFFFF' ? '!' : character}`;
  return escapeMark + String.fromCharCode(0x30 + character.charCodeAt(0));
}

/** Bytes in the order of unsigned bytes, a prefix first. */
export function encodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text + end;
}

const int64Limit = 2n ** 63n;

/** A signed 64-bit integer, by value, in 19 digits, or 20 characters when negative: ids, times, counters. */
export function encodeInteger(value: bigint | number): string {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value.toString().padStart(19, '0');
  const integer = BigInt(value);
  if (integer >= int64Limit || integer < -int64Limit) throw new RangeError(`Not a 64-bit integer: ${integer}`);
  return integer >= 0n ? digits19(integer) : `-${digits19(integer + int64Limit)}`;
}

const digits19 = (value: bigint): string => value.toString().padStart(19, '0');

/** The number that `encodeInteger` has put at `position` of a key. */
export function decodeInteger(key: string, position = 0): bigint {
  if (key[position] === '-') return BigInt(key.slice(position + 1, position + 20)) - int64Limit;
  return BigInt(key.slice(position, position + 19));
}

/**
 * A number by its exact value, whether integer (`number` or `bigint`) or float: 1 and 1.0 are the same key, 2^53 + 1
 * lies between its neighbouring floats. -0.0 comes just before 0, NaN after Infinity, as in the original's ordering.
 *
 * A finite number is written with its sign, the decimal exponent, and the significant digits. Digits of a float are
 * the shortest that identify it, which keeps it on its side of every other float and integer; a float that is a 64-bit
 * integer is written as that integer, for there shortest digits could pass a neighbour.
 */
export function encodeNumber(value: number | bigint): string {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '6';
    if (value === 0) return Object.is(value, -0) ? '2' : '3';
    if (value === Number.POSITIVE_INFINITY) return '5';
    if (value === Number.NEGATIVE_INFINITY) return '0';
  } else if (value === 0n) return '3';
  const negative = value < 0;
  const { exponent, digits } = decimal(value);
  const magnitude = (exponent + 500).toString() + digits;
  return negative ? `1${complementDigits(magnitude)}~` : `4${magnitude}${end}`;
}

/** `value` = ± 0.d₁d₂d₃… × 10^exponent, without zeros at the end. */
function decimal(value: number | bigint): { exponent: number; digits: string } {
  if (typeof value === 'number' && !(Number.isInteger(value) && Math.abs(value) <= 2 ** 63)) {
    const [mantissa, power] = Math.abs(value).toExponential().split('e') as [string, string];
    return { exponent: Number(power) + 1, digits: mantissa.replace('.', '') };
  }
  const exact = typeof value === 'number' && Number.isSafeInteger(value) ? value : BigInt(value);
  const text = exact < 0 ? exact.toString().slice(1) : exact.toString();
  return { exponent: text.length, digits: text.replace(/0+$/, '') };
}

function complementDigits(digits: string): string {
  let result = '';
  for (let i = 0; i < digits.length; i++) result += String.fromCharCode(0x69 - digits.charCodeAt(i));
  return result;
}

/** The same component in descending order. Applied twice it gives the component back. */
export function invert(encoded: string): string {
  let inverted = '';
  for (let i = 0; i < encoded.length; i++) inverted += String.fromCharCode(0xffff - encoded.charCodeAt(i));
  return inverted;
}

/**
 * A list of encoded elements as one component, a prefix first. Each element must begin above U+0009, as a letter that
 * tells its type does.
 */
export function encodeList(elements: readonly string[]): string {
  return elements.join('') + end;
}

/** Text written by `encodeString`, from `position` of a key, and the position after it. */
export function decodeString(key: string, position = 0): { text: string; next: number } {
  const stop = key.indexOf(end, position);
  if (stop < 0) throw new RangeError('No encoded string here');
  const escaped = key.slice(position, stop);
  const text = escaped.replace(/\n(.)|\uFFFF(!?)/gs, (_, low: string | undefined, last: string | undefined) => {
    if (low !== undefined) return String.fromCharCode(low.charCodeAt(0) - 0x30);
    return last === '!' ? '\uFFFF' : '';
  });
  return { text, next: stop + 1 };
}

/** All keys that begin with `prefix`. */
export function prefixRange(prefix: string): KeyRange {
  const to = afterPrefix(prefix);
  return to === undefined ? { from: prefix } : { from: prefix, to };
}

/** The first string after all that begin with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === '\uFFFF') length--;
  if (length === 0) return undefined;
  return prefix.slice(0, length - 1) + String.fromCharCode(prefix.charCodeAt(length - 1) + 1);
}
