/** Int, Long, Double and their names Number and Float: one set of operators for all. Source: recorded `numbers`. */
import {
  add,
  bitAnd,
  bitNot,
  bitOr,
  bitXor,
  divide,
  modulo,
  multiply,
  negate,
  power,
  subtract,
} from '../runtime/arithmetic.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { isNumber, type NumberValue, types } from '../runtime/types.ts';
import { Double, Module, type Value } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

type Binary = (left: NumberValue, right: NumberValue) => NumberValue | undefined;

const other = parameter('other', types.number);

function binary(name: string, help: string, compute: Binary): NativeFunction<NumberValue> {
  return native(name, '(other: Number) => Number', help, binaryOverload(compute));
}

function binaryOverload(compute: Binary) {
  return overload([other], (context: Context, left: NumberValue, right: NumberValue) => {
    return compute(left, right) ?? context.fail('divide_by_zero', 'Attempted integer division by zero.');
  });
}

function unaryOverload(compute: (value: NumberValue) => NumberValue) {
  return overload([], (_: Context, value: NumberValue) => compute(value));
}

const operators: readonly NativeFunction<NumberValue>[] = [
  binary('%', 'The remainder of the division, with the sign of the left number.', modulo),
  binary('&', 'The bits that both numbers have, as Longs.', bitAnd),
  binary('*', 'The product.', multiply),
  native(
    '**',
    '(exponent: Number) => Number',
    'The number to the power of the exponent.',
    overload([parameter('exponent', types.number)], (_: Context, base: NumberValue, exponent: NumberValue) =>
      power(base, exponent),
    ),
  ),
  binary('+', 'The sum.', add),
  native(
    '-',
    '((other: Number) => Number) & (() => Number)',
    'The difference; of one number its negative.',
    binaryOverload(subtract),
    unaryOverload(negate),
  ),
  binary('/', 'The quotient; of two whole numbers without its fraction.', divide),
  binary('^', 'The bits that one of the numbers has and the other has not, as Longs.', bitXor),
  binary('|', 'The bits that either number has, as Longs.', bitOr),
  native('~', '() => Number', 'Every bit of the number inverted.', unaryOverload(bitNot)),
];

export const intPrototype = new Prototype<number>({ name: 'Int', methods: [toStringMethod], operators });
export const longPrototype = new Prototype<bigint>({ name: 'Long', methods: [toStringMethod], operators });
export const doublePrototype = new Prototype<Double>({ name: 'Double', methods: [toStringMethod], operators });

function numberModule(name: string, contains: (value: Value) => boolean): Module {
  return new Module(name, new Prototype<Module>({ name: `${name}Module` }), contains);
}

export const intModule = numberModule('Int', (value) => typeof value === 'number');
export const longModule = numberModule('Long', (value) => typeof value === 'bigint');
export const doubleModule = numberModule('Double', (value) => value instanceof Double);
/** Another name of Double. */
export const floatModule = numberModule('Float', (value) => value instanceof Double);
export const anyNumberModule = numberModule('Number', isNumber);
