/** Arithmetic: integers of 64 bits that wrap around, and doubles. Source: recorded `numbers`. */

import { formatDouble } from '../../runtime/number-text.ts';
import { doubleToLong } from '../../runtime/types.ts';
import { Double } from '../../runtime/value.ts';
import { integer, type NumberValue, number, oneOrMore } from '../cast.ts';
import { badArgument, fail, outOfBounds } from '../failure.ts';
import { form, optional } from '../form.ts';
import type { Position } from '../position.ts';

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

export function asNumber(value: NumberValue): number {
  return value instanceof Double ? value.value : Number(value);
}

function asLong(value: NumberValue): bigint {
  return value instanceof Double ? doubleToLong(value.value) : value;
}

interface Operator {
  readonly long: (a: bigint, b: bigint) => bigint;
  readonly double: (a: number, b: number) => number;
}

function combine({ long, double }: Operator, a: NumberValue, b: NumberValue): NumberValue {
  if (a instanceof Double || b instanceof Double) return new Double(double(asNumber(a), asNumber(b)));
  return wrap(long(a, b));
}

const addition: Operator = { long: (a, b) => a + b, double: (a, b) => a + b };

export function addNumbers(a: NumberValue, b: NumberValue): NumberValue {
  return combine(addition, a, b);
}

function folding(name: string, operator: Operator, names: readonly string[] = [name]) {
  return names.map((each) =>
    form({ [each]: oneOrMore(number) }, (values) => {
      const operands = values[each] as readonly [NumberValue, ...NumberValue[]];
      return operands.reduce((total, operand) => combine(operator, total, operand));
    }),
  );
}

function dividing(name: string, operator: Operator) {
  return form({ [name]: oneOrMore(number) }, (values, _place, position) => {
    const operands = values[name] as readonly [NumberValue, ...NumberValue[]];
    return operands.reduce((total, operand) => {
      if (asNumber(operand) === 0) fail(badArgument(position, 'Illegal division by zero.'));
      return combine(operator, total, operand);
    });
  });
}

/** Of doubles the operation works on their whole parts. */
function bits(name: string, operate: (a: bigint, b: bigint) => bigint) {
  return form({ [name]: oneOrMore(number) }, (values) => {
    const operands = values[name] as readonly [NumberValue, ...NumberValue[]];
    return operands.reduce((total, operand) => {
      const result = operate(asLong(total), asLong(operand));
      return total instanceof Double || operand instanceof Double ? new Double(Number(result)) : result;
    });
  });
}

function onDoubles(name: string, change: (value: number) => number) {
  return form({ [name]: number }, (values) => {
    const value = values[name] as NumberValue;
    return value instanceof Double ? new Double(change(value.value)) : value;
  });
}

/** Two decimals where none are said, and integers as they are. */
function roundTo(value: NumberValue, precision: bigint | undefined, half: number): NumberValue {
  if (!(value instanceof Double)) {
    if (precision === undefined || precision > 0n) return value;
    const scale = 10 ** Number(precision);
    return doubleToLong(Math.trunc(Number(value) * scale + half) / scale);
  }
  const digits = Number(precision ?? 2n);
  const scale = 10 ** digits;
  if (digits <= 0) {
    const rounded = Number(doubleToLong(value.value * scale + half)) / scale;
    return new Double(half === 0 ? rounded : Math.trunc(rounded));
  }
  const whole = Number(doubleToLong(value.value));
  // The original keeps the scale in 32 bits.
  const limited = Math.min(scale, 2147483647);
  const fraction = Number(doubleToLong((value.value - whole + half / limited) * limited));
  return new Double(whole + fraction / limited);
}

function sign(value: NumberValue): bigint {
  if (value instanceof Double) return value.value < 0 ? -1n : 1n;
  return value < 0n ? -1n : value > 0n ? 1n : 0n;
}

/** As messages print it. */
export function numberText(value: NumberValue): string {
  return value instanceof Double ? formatDouble(value.value) : String(value);
}

function squareRoot(value: NumberValue, position: Position): Double {
  const operand = asNumber(value);
  if (!(operand >= 0)) fail(outOfBounds(numberText(value), 'positive', position));
  return new Double(Math.sqrt(operand));
}

export const numberForms = [
  form({ abs: number }, ({ abs }) => {
    if (abs instanceof Double) return new Double(Math.abs(abs.value));
    return wrap(abs < 0n ? -abs : abs);
  }),
  ...folding('add', addition),
  ...folding('subtract', { long: (a, b) => a - b, double: (a, b) => a - b }),
  ...folding('multiply', { long: (a, b) => a * b, double: (a, b) => a * b }),
  dividing('divide', { long: (a, b) => a / b, double: (a, b) => a / b }),
  dividing('modulo', { long: (a, b) => a % b, double: (a, b) => a % b }),
  bits('bitand', (a, b) => a & b),
  bits('bitor', (a, b) => a | b),
  bits('bitxor', (a, b) => a ^ b),
  form({ bitnot: number }, ({ bitnot }) => ~asLong(bitnot)),
  onDoubles('ceil', Math.ceil),
  onDoubles('floor', Math.floor),
  form({ round: number, precision: optional(integer) }, ({ round, precision }) => roundTo(round, precision, 0.5)),
  form({ trunc: number, precision: optional(integer) }, ({ trunc, precision }) => roundTo(trunc, precision, 0)),
  form({ sign: number }, (values) => sign(values.sign)),
  form({ sqrt: number }, ({ sqrt }, _place, position) => squareRoot(sqrt, position)),
];
