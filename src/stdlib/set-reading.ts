/** The methods of Set that read it: each gives a value, and runs the functions that the set was made with. */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { type SetPlan, SourcePlan } from '../runtime/set-plan.ts';
import { types } from '../runtime/types.ts';
import { ArrayValue, type FunctionValue, type SetValue, type Value } from '../runtime/value.ts';
import { combine, every, fold, forEach, noElement, reduce, some } from './iteration.ts';
import { first, firstWhere } from './set-functions.ts';
import { noteFullRead } from './sets/hint.ts';
import { firstOf, pagesOf, readAll, valuesOf } from './sets/read-page.ts';
import { ReversePlan } from './sets/reverse-plan.ts';
import { isSame } from './sort-order.ts';

const element = parameter('element', types.any);
const predicate = parameter('predicate', types.func);
const reducer = parameter('reducer', types.func);
const seed = parameter('seed', types.any);

function aggregate(context: Context, { plan }: SetValue, initial: Value, combiner: FunctionValue): Value {
  noteFullRead(context, plan, 'aggregate');
  requireArity(context, 'combiner', combiner, 2);
  const pages: Value[] = [];
  for (const { values } of pagesOf(context, plan)) {
    if (values.length > 0) pages.push(combine(context, values, combiner));
  }
  const result = pages.reduceRight(
    (later: Value | undefined, page) => (later === undefined ? page : context.apply(combiner, [later, page])),
    undefined,
  );
  return result === undefined ? initial : context.apply(combiner, [result, initial]);
}

function foldSet(context: Context, plan: SetPlan, method: string, initial: Value, callee: FunctionValue): Value {
  noteFullRead(context, plan, method);
  requireArity(context, 'reducer', callee, 2);
  return fold(context, valuesOf(context, method === 'fold' ? plan : plan.reversed()), initial, callee);
}

function reduceSet(context: Context, plan: SetPlan, method: string, callee: FunctionValue): Value {
  noteFullRead(context, plan, method);
  requireArity(context, 'reducer', callee, 2);
  const values = valuesOf(context, method === 'reduce' ? plan : plan.reversed());
  return reduce(context, values, callee) ?? noElement(context, 'empty set');
}

function count(context: Context, { plan }: SetValue): number {
  noteFullRead(context, plan, 'count');
  let total = 0;
  for (const _ of valuesOf(context, plan)) {
    context.tick();
    total++;
  }
  return total;
}

function includes(context: Context, { plan }: SetValue, value: Value): boolean {
  noteFullRead(context, plan, 'includes');
  for (const each of valuesOf(context, plan)) if (isSame(context, each, value)) return true;
  return false;
}

/** Backwards through the very elements: an order that `reverse()` would not turn is turned here. */
function lastWhere(context: Context, { plan }: SetValue, callee: FunctionValue): Value {
  return firstWhere(context, plan instanceof SourcePlan ? plan.reversed() : new ReversePlan(plan), callee);
}

export const setReadingMethods: readonly NativeFunction<SetValue>[] = [
  native(
    'aggregate',
    '<A> (seed: A, combiner: (A, A) => A) => A',
    'Combines the elements in pairs, in any order, and the result with the seed.',
    overload([seed, parameter('combiner', types.func)], aggregate),
  ),
  native(
    'any',
    '<A> (predicate: (A => Boolean | Null)) => Boolean',
    'Whether the predicate holds for at least one element.',
    overload([predicate], (context, { plan }, callee) => {
      requireArity(context, 'predicate', callee, 1);
      return some(context, valuesOf(context, plan), callee);
    }),
  ),
  native('count', '() => Number', 'The number of elements.', overload([], count)),
  native(
    'every',
    '<A> (predicate: (A => Boolean | Null)) => Boolean',
    'Whether the predicate holds for all elements.',
    overload([predicate], (context, { plan }, callee) => {
      noteFullRead(context, plan, 'every');
      requireArity(context, 'predicate', callee, 1);
      return every(context, valuesOf(context, plan), callee);
    }),
  ),
  native(
    'first',
    '<A> () => A | Null',
    'The first element, or null.',
    overload([], (context, { plan }) => first(context, plan)),
  ),
  native(
    'firstWhere',
    '<A> (predicate: (A => Boolean | Null)) => A | Null',
    'The first element for which the predicate holds, or null.',
    overload([predicate], (context, { plan }, callee) => firstWhere(context, plan, callee)),
  ),
  native(
    'fold',
    '<A, B> (seed: B, reducer: (B, A) => B) => B',
    'Calls the reducer with the result so far and each element, first to last.',
    overload([seed, reducer], (context, { plan }, initial, callee) => foldSet(context, plan, 'fold', initial, callee)),
  ),
  native(
    'foldRight',
    '<A, B> (seed: B, reducer: (B, A) => B) => B',
    'Calls the reducer with the result so far and each element, last to first.',
    overload([seed, reducer], (context, { plan }, initial, callee) =>
      foldSet(context, plan, 'foldRight', initial, callee),
    ),
  ),
  native(
    'forEach',
    '<A> (callback: (A => Any)) => Null',
    'Calls a function with each element; it may write.',
    overload([parameter('callback', types.func)], (context, { plan }, callee) => {
      noteFullRead(context, plan, 'forEach');
      requireArity(context, 'func', callee, 1);
      return forEach(context, valuesOf(context, plan), callee);
    }),
  ),
  native(
    'includes',
    '<A> (element: A) => Boolean',
    'Whether one of the elements is the value.',
    overload([element], includes),
  ),
  native(
    'isEmpty',
    '() => Boolean',
    'Whether there is no element.',
    overload([], (context, { plan }) => firstOf(context, plan) === undefined),
  ),
  native(
    'last',
    '<A> () => A | Null',
    'The last element, or null.',
    overload([], (context, { plan }) => first(context, plan.reversed())),
  ),
  native(
    'lastWhere',
    '<A> (predicate: (A => Boolean | Null)) => A | Null',
    'The last element for which the predicate holds, or null.',
    overload([predicate], lastWhere),
  ),
  native(
    'nonEmpty',
    '() => Boolean',
    'Whether there is an element.',
    overload([], (context, { plan }) => firstOf(context, plan) !== undefined),
  ),
  native(
    'reduce',
    '<A> (reducer: ((A, A) => A)) => A | Null',
    'Calls the reducer with the result so far, at first the first element, and each of the others.',
    overload([reducer], (context, { plan }, callee) => reduceSet(context, plan, 'reduce', callee)),
  ),
  native(
    'reduceRight',
    '<A> (reducer: ((A, A) => A)) => A | Null',
    'Calls the reducer with the result so far, at first the last element, and each of the others, last to first.',
    overload([reducer], (context, { plan }, callee) => reduceSet(context, plan, 'reduceRight', callee)),
  ),
  native(
    'toArray',
    '<A> () => Array<A>',
    'All elements as an array, at most 16,000.',
    overload([], (context, { plan }) => {
      noteFullRead(context, plan, 'toArray');
      return new ArrayValue(readAll(context, plan));
    }),
  ),
];
