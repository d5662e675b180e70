/** How doubles are written: as Java writes them, since Fauna's answers do. */
import { decimalDigits } from './double-digits.ts';

/**
 * `1.0`, `0.0015`, `1.0E10`, `NaN`, `Infinity`: plain from 10⁻³ up to 10⁷, else with an exponent.
 * Source: `java.lang.Double.toString`, recorded `literals`.
 */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const { digits, point } = decimalDigits(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  if (point < -2 || point > 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
}

/** The whole number that a double without a fraction is written as: `6.3E25` is 63 and 24 zeros, whatever bits stand for it. */
export function writtenWhole(value: number): bigint {
  if (value === 0) return 0n;
  const { digits, point } = decimalDigits(Math.abs(value));
  const whole = BigInt(digits.padEnd(point, '0').slice(0, point));
  return value < 0 ? -whole : whole;
}
