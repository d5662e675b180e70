/** Trigonometry, logarithms and powers: always doubles. Source: recorded `numbers`. */
import { cos, cosh, exp, hypot, log, log10, pow, sin, tan } from '../../runtime/rounded-math.ts';
import { Double } from '../../runtime/value.ts';
import { type NumberValue, number } from '../cast.ts';
import { fail, outOfBounds } from '../failure.ts';
import { form, optional } from '../form.ts';
import { asNumber, numberText } from './numbers.ts';

interface Domain {
  readonly holds: (value: number) => boolean;
  readonly predicate: string;
}

const unit: Domain = { holds: (value) => value >= -1 && value <= 1, predicate: 'between -1 and 1 inclusive' };
const positive: Domain = { holds: (value) => value > 0, predicate: 'greater than 0' };

function real(name: string, compute: (value: number) => number, domain?: Domain) {
  return form({ [name]: number }, (values, _place, position) => {
    const value = values[name] as NumberValue;
    const operand = asNumber(value);
    if (domain && !domain.holds(operand)) fail(outOfBounds(numberText(value), domain.predicate, position));
    return new Double(compute(operand));
  });
}

export const trigonometryForms = [
  real('acos', Math.acos, unit),
  real('asin', Math.asin, unit),
  real('atan', Math.atan),
  real('cos', cos),
  real('cosh', cosh),
  real('degrees', (value) => value * (180 / Math.PI)),
  real('exp', exp),
  form(
    { hypot: number, b: optional(number) },
    (values) => new Double(hypot(asNumber(values.hypot), asNumber(values.b ?? values.hypot))),
  ),
  real('ln', log, positive),
  real('log', log10, positive),
  form(
    { pow: number, exp: optional(number) },
    (values) => new Double(pow(asNumber(values.pow), asNumber(values.exp ?? 2n))),
  ),
  real('radians', (value) => value * (Math.PI / 180)),
  real('sin', sin),
  real('sinh', Math.sinh),
  real('tan', tan),
  real('tanh', Math.tanh),
];
