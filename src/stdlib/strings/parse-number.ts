/** Numbers out of text, as Java reads them: any Unicode digits in whole numbers, `1e3`, `Infinity`, `0x1p4` in doubles. */
import { scaledToDouble } from '../../runtime/rounded-math.ts';
import { fitsInt, fitsLong, type NumberValue } from '../../runtime/types.ts';
import { Double } from '../../runtime/value.ts';

export function readInt(text: string, radix = 10): number | undefined {
  const value = readWhole(text, radix);
  return value !== undefined && fitsInt(value) ? Number(value) : undefined;
}

export function readLong(text: string, radix = 10): bigint | undefined {
  const value = readWhole(text, radix);
  return value !== undefined && fitsLong(value) ? value : undefined;
}

/** The smallest type that holds it. */
export function readNumber(text: string): NumberValue | undefined {
  return readInt(text) ?? readLong(text) ?? readDouble(text);
}

function readWhole(text: string, radix: number): bigint | undefined {
  const digits = /^[+-]/.test(text) ? text.slice(1) : text;
  if (digits === '') return undefined;
  // Past 2^64 it fits no type, however many digits follow.
  const limit = 2n ** 64n;
  let value = 0n;
  for (let index = 0; index < digits.length; index++) {
    const digit = digitValue(digits.charCodeAt(index));
    if (digit === undefined || digit >= radix) return undefined;
    if (value < limit) value = value * BigInt(radix) + BigInt(digit);
  }
  return text.startsWith('-') ? -value : value;
}

/** 0 … 9 for the decimal digits of any script, 10 … 35 for Latin letters, also the full-width ones. */
function digitValue(unit: number): number | undefined {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit >= 0xff21 ? unit - 0xfee0 : unit;
  if (letter >= 0x41 && letter <= 0x5a) return letter - 0x37;
  if (letter >= 0x61 && letter <= 0x7a) return letter - 0x57;
  return unit > 0x7f && isDecimalDigit(unit) ? scriptDigit(unit) : undefined;
}

/** The digits of a script follow each other from 0 to 9. */
function scriptDigit(unit: number): number {
  let first = unit;
  while (isDecimalDigit(first - 1)) first--;
  return (unit - first) % 10;
}

function isDecimalDigit(unit: number): boolean {
  return /\p{Nd}/u.test(String.fromCharCode(unit));
}

const decimal = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;
const hexadecimal = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

export function readDouble(text: string): Double | undefined {
  const trimmed = text.replace(/^[\0- ]+|[\0- ]+$/g, '');
  if (decimal.test(trimmed)) return new Double(Number(trimmed.replace(/[fFdD]$/, '')));
  return readHexadecimal(trimmed);
}

function readHexadecimal(text: string): Double | undefined {
  const [, sign, whole = '', fraction = '', power = ''] = hexadecimal.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  // Beyond this the exponent alone makes it infinite or zero.
  const exponent = BigInt(Math.max(-1e6, Math.min(1e6, Number(power))));
  const magnitude = scaledToDouble(BigInt(`0x${whole}${fraction}`), exponent - 4n * BigInt(fraction.length));
  return new Double(sign === '-' ? -magnitude : magnitude);
}
