/** The methods of Array that look for elements. */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import type { ArrayValue, FunctionValue, Value } from '../runtime/value.ts';
import { every, holds, noElement, some } from './iteration.ts';
import { isSame } from './sort-order.ts';

const element = parameter('element', types.any);
const predicate = parameter('predicate', types.func);
const start = parameter('start', types.int);
const end = parameter('end', types.int);

/** The index where it lies within the array. Errors: `index_out_of_bounds`. */
export function requireIndex(context: Context, { elements }: ArrayValue, at: number): number {
  if (at >= 0 && at < elements.length) return at;
  return context.fail('index_out_of_bounds', `index ${at} out of bounds for length ${elements.length}`);
}

/** The original names the parameter `pred` here, and `predicate` where it is no function. */
export function where(context: Context, { elements }: ArrayValue, callee: FunctionValue): Value[] {
  requireArity(context, 'pred', callee, 1);
  return elements.filter((value) => holds(context, callee, value));
}

/** A position, or the null of an element that is not there. */
function found(context: Context, position: number): Value {
  return position >= 0 ? position : noElement(context, 'no element found');
}

function indexOf(context: Context, { elements }: ArrayValue, value: Value, from: number): Value {
  return found(
    context,
    elements.findIndex((each, at) => at >= from && isSame(context, each, value)),
  );
}

function lastIndexOf(context: Context, { elements }: ArrayValue, value: Value, until: number): Value {
  return found(
    context,
    elements.findLastIndex((each, at) => at <= until && isSame(context, each, value)),
  );
}

function indexWhere(context: Context, { elements }: ArrayValue, callee: FunctionValue, from: number): Value {
  requireArity(context, 'predicate', callee, 1);
  return found(
    context,
    elements.findIndex((each, at) => at >= from && holds(context, callee, each)),
  );
}

function lastIndexWhere(context: Context, { elements }: ArrayValue, callee: FunctionValue, until: number): Value {
  requireArity(context, 'predicate', callee, 1);
  return found(
    context,
    elements.findLastIndex((each, at) => at <= until && holds(context, callee, each)),
  );
}

export const arraySearchMethods: readonly NativeFunction<ArrayValue>[] = [
  native(
    'any',
    '<A> (predicate: (A => Boolean | Null)) => Boolean',
    'Whether the predicate holds for at least one element.',
    overload([predicate], (context, { elements }, callee) => {
      requireArity(context, 'predicate', callee, 1);
      return some(context, elements, callee);
    }),
  ),
  native(
    'every',
    '<A> (predicate: (A => Boolean | Null)) => Boolean',
    'Whether the predicate holds for all elements.',
    overload([predicate], (context, { elements }, callee) => {
      requireArity(context, 'predicate', callee, 1);
      return every(context, elements, callee);
    }),
  ),
  native(
    'first',
    '<A> () => A | Null',
    'The first element, or null.',
    overload([], (context, { elements }) => elements[0] ?? noElement(context, 'empty array')),
  ),
  native(
    'firstWhere',
    '<A> (predicate: (A => Boolean | Null)) => A | Null',
    'The first element for which the predicate holds, or null.',
    overload(
      [predicate],
      (context, array, callee) => where(context, array, callee)[0] ?? noElement(context, 'no element found'),
    ),
  ),
  native(
    'includes',
    '<A> (element: A) => Boolean',
    'Whether one of the elements is the value.',
    overload([element], (context, { elements }, value) => elements.some((each) => isSame(context, each, value))),
  ),
  native(
    'indexOf',
    '<A> ((element: A) => Number | Null) & ((element: A, start: Number) => Number | Null)',
    'The index of the first element that is the value, at or after an index, or null.',
    overload([element], (context, array, value) => indexOf(context, array, value, 0)),
    overload([element, start], (context, array, value, from) =>
      indexOf(context, array, value, requireIndex(context, array, from)),
    ),
  ),
  native(
    'indexWhere',
    '<A> ((predicate: (A => Boolean | Null)) => Number | Null) & ((predicate: A => Boolean | Null, start: Number) => Number | Null)',
    'The index of the first element for which the predicate holds, at or after an index, or null.',
    overload([predicate], (context, array, callee) => indexWhere(context, array, callee, 0)),
    overload([predicate, start], (context, array, callee, from) =>
      indexWhere(context, array, callee, requireIndex(context, array, from)),
    ),
  ),
  native(
    'isEmpty',
    '() => Boolean',
    'Whether there is no element.',
    overload([], (_, { elements }) => elements.length === 0),
  ),
  native(
    'last',
    '<A> () => A | Null',
    'The last element, or null.',
    overload([], (context, { elements }) => elements.at(-1) ?? noElement(context, 'empty array')),
  ),
  native(
    'lastIndexOf',
    '<A> ((element: A) => Number | Null) & ((element: A, end: Number) => Number | Null)',
    'The index of the last element that is the value, at or before an index, or null.',
    overload([element], (context, array, value) => lastIndexOf(context, array, value, array.elements.length)),
    overload([element, end], (context, array, value, until) =>
      lastIndexOf(context, array, value, requireIndex(context, array, until)),
    ),
  ),
  native(
    'lastIndexWhere',
    '<A> ((predicate: (A => Boolean | Null)) => Number | Null) & ((predicate: A => Boolean | Null, end: Number) => Number | Null)',
    'The index of the last element for which the predicate holds, at or before an index, or null.',
    overload([predicate], (context, array, callee) => lastIndexWhere(context, array, callee, array.elements.length)),
    overload([predicate, end], (context, array, callee, until) =>
      lastIndexWhere(context, array, callee, requireIndex(context, array, until)),
    ),
  ),
  native(
    'lastWhere',
    '<A> (predicate: (A => Boolean | Null)) => A | Null',
    'The last element for which the predicate holds, or null.',
    overload(
      [predicate],
      (context, array, callee) => where(context, array, callee).at(-1) ?? noElement(context, 'no element found'),
    ),
  ),
  native(
    'nonEmpty',
    '() => Boolean',
    'Whether there is an element.',
    overload([], (_, { elements }) => elements.length > 0),
  ),
];
