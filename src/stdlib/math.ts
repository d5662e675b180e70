/** Math. Source: recorded `math functions`; the last digits are Java's. */
import { add, divide, toDouble } from '../runtime/arithmetic.ts';
import { compareNumbers } from '../runtime/compare.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { cos, cosh, exp, hypot, log, log10, pow, sin, tan } from '../runtime/rounded-math.ts';
import { isNumber, type NumberValue, types } from '../runtime/types.ts';
import { type ArrayValue, Double, Module, type SetValue, type Value } from '../runtime/value.ts';
import { roundAt, truncateAt } from './precision.ts';
import { valuesOf } from './sets/read-page.ts';

type MathFunction = NativeFunction<Module>;

const x = parameter('x', types.number);
const y = parameter('y', types.number);

/** A function of a real number; `domain` says what is wrong with a number that it has no value for. */
function real(
  name: string,
  help: string,
  compute: (value: number) => number,
  domain?: (value: NumberValue) => string | undefined,
): MathFunction {
  return native(
    name,
    '(x: Number) => Number',
    help,
    overload([x], (context, _, value) => {
      const problem = domain?.(value);
      if (problem !== undefined) return context.fail('invalid_argument', `invalid argument \`x\`: ${problem}`);
      return new Double(compute(toDouble(value)));
    }),
  );
}

/** Whole numbers stay as they are. */
function wholePart(name: string, help: string, compute: (value: number) => number): MathFunction {
  return native(
    name,
    '(x: Number) => Number',
    help,
    overload([x], (_, __, value) => (value instanceof Double ? new Double(compute(value.value)) : value)),
  );
}

function binary(name: string, help: string, compute: (left: NumberValue, right: NumberValue) => Value): MathFunction {
  return native(
    name,
    '(x: Number, y: Number) => Number',
    help,
    overload([x, y], (_, __, left, right) => compute(left, right)),
  );
}

/** Rounding at a decimal place: 0 is the units, 1 the tenths, -1 the tens. */
function atPrecision(name: string, help: string, compute: typeof roundAt): MathFunction {
  return native(
    name,
    '(x: Number, precision: Number) => Number',
    help,
    overload([x, parameter('precision', types.int)], (_, __, value, precision) => compute(value, precision)),
  );
}

function overNumbers(
  name: string,
  help: string,
  ofArray: (context: Context, elements: readonly Value[]) => Value,
  ofSet: (context: Context, elements: Iterable<Value>) => Value,
): MathFunction {
  return native(
    name,
    '((numbers: Array<Number>) => Number) & ((numbers: Set<Number>) => Number)',
    help,
    overload([parameter('numbers', types.array)], (context: Context, _: Module, array: ArrayValue) =>
      ofArray(context, array.elements),
    ),
    overload([parameter('numbers', types.set)], (context: Context, _: Module, set: SetValue) =>
      ofSet(context, valuesOf(context, set.plan)),
    ),
  );
}

function total(context: Context, elements: Iterable<Value>): { sum: NumberValue; count: number } {
  let sum: NumberValue = 0;
  let count = 0;
  for (const element of elements) {
    if (!isNumber(element)) {
      return context.fail('invalid_argument', 'invalid argument `numbers`: all array elements must be numbers');
    }
    sum = add(sum, element);
    count++;
  }
  return { sum, count };
}

/** Of an array a Double. */
function meanOfArray(context: Context, elements: readonly Value[]): Value {
  const { sum, count } = total(context, elements);
  return new Double(toDouble(sum) / count);
}

/** Of a set of whole numbers a whole number, which there is none of the empty set. */
function meanOfSet(context: Context, elements: Iterable<Value>): Value {
  const { sum, count } = total(context, elements);
  return divide(sum, count) ?? context.fail('divide_by_zero', 'Attempted integer division by zero.');
}

function absolute(value: NumberValue): NumberValue {
  if (value instanceof Double) return new Double(Math.abs(value.value));
  // The smallest Int and Long have no counterpart and stay negative.
  if (typeof value === 'number') return Math.abs(value) | 0;
  return BigInt.asIntN(64, value < 0n ? -value : value);
}

const mustBePositive = (value: NumberValue) => (compareNumbers(value, 0) > 0 ? undefined : 'x must be positive');
const mustNotBeNegative = (value: NumberValue) => (compareNumbers(value, 0) < 0 ? 'x must be nonnegative' : undefined);
const mustBeARatio = (value: NumberValue) =>
  Math.abs(toDouble(value)) > 1 ? 'argument must lie in [-1, 1]' : undefined;

const mathPrototype = new Prototype<Module>({
  name: 'MathModule',
  fields: [
    field('E', 'Number', 'The base of the natural logarithm.', () => new Double(Math.E)),
    field('Infinity', 'Number', 'The number larger than all others.', () => new Double(Infinity)),
    field('NaN', 'Number', 'The result of what has none, such as 0.0 / 0.', () => new Double(NaN)),
    field('PI', 'Number', 'Half the circumference of the unit circle.', () => new Double(Math.PI)),
  ],
  methods: [
    native(
      'abs',
      '(x: Number) => Number',
      'The number without its sign.',
      overload([x], (_, __, value) => absolute(value)),
    ),
    real('acos', 'The angle in radians with this cosine.', Math.acos, mustBeARatio),
    real('asin', 'The angle in radians with this sine.', Math.asin, mustBeARatio),
    real('atan', 'The angle in radians with this tangent.', Math.atan),
    wholePart('ceil', 'The least whole number that is not less.', Math.ceil),
    real('cos', 'The cosine of an angle in radians.', cos),
    real('cosh', 'The hyperbolic cosine.', cosh),
    real('degrees', 'An angle in radians, in degrees.', (angle) => angle * (180 / Math.PI)),
    real('exp', 'E to this power.', exp),
    wholePart('floor', 'The greatest whole number that is not more.', Math.floor),
    binary(
      'hypot',
      'The longest side of a right triangle with these two others.',
      (left, right) => new Double(hypot(toDouble(left), toDouble(right))),
    ),
    real('log', 'The natural logarithm of a positive number.', log, mustBePositive),
    real('log10', 'The decimal logarithm of a positive number.', log10, mustBePositive),
    binary('max', 'The larger of two numbers.', (left, right) => (compareNumbers(left, right) < 0 ? right : left)),
    overNumbers('mean', 'The sum of the numbers divided by how many they are.', meanOfArray, meanOfSet),
    binary('min', 'The smaller of two numbers.', (left, right) => (compareNumbers(left, right) <= 0 ? left : right)),
    native(
      'pow',
      '(x: Number, power: Number) => Number',
      'The number to this power, as a Double.',
      overload([x, parameter('power', types.number)], (_, __, base, exponent) => {
        return new Double(pow(toDouble(base), toDouble(exponent)));
      }),
    ),
    real('radians', 'An angle in degrees, in radians.', (angle) => angle * (Math.PI / 180)),
    atPrecision('round', 'The nearest number with so many decimals; halves go up.', roundAt),
    native(
      'sign',
      '(x: Number) => Number',
      '1 of a positive number, -1 of a negative one, 0 of 0.',
      overload([x], (_, __, value) => Math.sign(compareNumbers(value, 0))),
    ),
    real('sin', 'The sine of an angle in radians.', sin),
    real('sinh', 'The hyperbolic sine.', Math.sinh),
    real('sqrt', 'The square root of a number that is not negative.', Math.sqrt, mustNotBeNegative),
    overNumbers(
      'sum',
      'The sum of the numbers.',
      (context, elements) => total(context, elements).sum,
      (context, elements) => total(context, elements).sum,
    ),
    real('tan', 'The tangent of an angle in radians.', tan),
    real('tanh', 'The hyperbolic tangent.', Math.tanh),
    atPrecision('trunc', 'The number with the decimals beyond so many left out.', truncateAt),
  ],
});

export const mathModule: Module = new Module('Math', mathPrototype, (value) => value === mathModule);
