/** Array: elements at once, in order. Source: recorded `array methods`, `arrays-2`; the reference page "Array". */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { toDisplayString } from '../runtime/display.ts';
import { requireRoom } from '../runtime/memory-limit.ts';
import { failCallArity, native, overload, parameter, variadic } from '../runtime/native.ts';
import { field, Prototype } from '../runtime/prototype.ts';
import { typeName, types } from '../runtime/types.ts';
import { ArrayValue, type FunctionValue, Module, SetValue, type Value } from '../runtime/value.ts';
import { arraySearchMethods, requireIndex, where } from './array-search.ts';
import { combine, failType, fold, forEach, noElement, reduce } from './iteration.ts';
import { ordering, orderingsOf } from './ordering.ts';
import { ArrayPlan } from './sets/array-plan.ts';
import { sortBy } from './sets/order-plan.ts';
import { MAXIMUM_ELEMENTS } from './sets/read-page.ts';
import { SetFunction } from './sets/set-function.ts';
import { distinct } from './sort-order.ts';

const element = parameter('element', types.any);
const predicate = parameter('predicate', types.func);
const mapper = parameter('mapper', types.func);
const reducer = parameter('reducer', types.func);
const seed = parameter('seed', types.any);
const index = parameter('index', types.int);

function elementAt(context: Context, array: ArrayValue, at: number): Value {
  return array.elements[requireIndex(context, array, at)] as Value;
}

function access(context: Context, array: ArrayValue, args: readonly Value[]): Value {
  const [argument, ...more] = args;
  if (argument === undefined || more.length > 0) {
    return failCallArity(context, { counts: [1], variable: false }, args.length);
  }
  const at = types.int.cast(argument);
  if (at !== undefined) return elementAt(context, array, at);
  const message = `expected value for \`index0\` of type Int, received ${typeName(argument)}`;
  return context.fail('invalid_argument', message);
}

/** As the original, says of what type the element is, not what the predicate returned. */
function filter(context: Context, { elements }: ArrayValue, callee: FunctionValue): ArrayValue {
  requireArity(context, 'predicate', callee, 1);
  const kept = elements.filter((value) => {
    const result = context.apply(callee, [value]);
    if (typeof result === 'boolean') return result;
    return typeName(result) === 'Null' ? false : failType(context, 'Boolean', value);
  });
  return new ArrayValue(kept);
}

/** `of`: where the value comes from, an element or what a mapper made of it. */
function elementsOf(context: Context, of: Value): readonly Value[] {
  return of instanceof ArrayValue ? of.elements : failType(context, 'Array<Any>', of);
}

/** Errors: `value_too_large`. */
function joined(context: Context, parts: readonly (readonly Value[])[]): ArrayValue {
  requireRoom(
    context,
    parts.reduce((size, { length }) => size + length, 0),
  );
  const [first = [], second = [], ...more] = parts;
  const elements = first.concat(second);
  for (const part of more) for (const element of part) elements.push(element);
  return new ArrayValue(elements);
}

function flatMap(context: Context, { elements }: ArrayValue, callee: FunctionValue): ArrayValue {
  requireArity(context, 'mapper', callee, 1);
  return joined(
    context,
    elements.map((value) => elementsOf(context, context.apply(callee, [value]))),
  );
}

function aggregate(context: Context, { elements }: ArrayValue, initial: Value, combiner: FunctionValue): Value {
  requireArity(context, 'combiner', combiner, 2);
  if (elements.length === 0) return initial;
  return context.apply(combiner, [combine(context, elements, combiner), initial]);
}

/** Positions beyond the ends are those of the ends. */
function slice({ elements }: ArrayValue, from: number, until = elements.length): ArrayValue {
  return new ArrayValue(elements.slice(Math.max(from, 0), Math.max(until, 0)));
}

function order(context: Context, { elements }: ArrayValue, args: readonly Value[]): ArrayValue {
  const orderings = orderingsOf(context, args, (callee) => new SetFunction(callee, undefined, []));
  return new ArrayValue(sortBy(context, elements, orderings));
}

export const arrayPrototype = new Prototype<ArrayValue>({
  name: 'Array',
  fields: [field('length', 'Number', 'The number of elements.', (_, { elements }) => elements.length)],
  access,
  methods: [
    ...arraySearchMethods,
    native(
      'aggregate',
      '<A> (seed: A, combiner: (A, A) => A) => A',
      'Combines the elements in pairs, in any order, and the result with the seed.',
      overload([seed, parameter('combiner', types.func)], aggregate),
    ),
    native(
      'append',
      '<A> (element: A) => Array<A>',
      'The array with an element more at its end.',
      overload([element], (_, { elements }, value) => new ArrayValue([...elements, value])),
    ),
    native(
      'at',
      '<A> (index: Number) => A',
      'The element at an index, which counts from 0.',
      overload([index], elementAt),
    ),
    native(
      'concat',
      '<A, B> (other: Array<B>) => Array<A | B>',
      'The elements of this array, then those of the other.',
      overload([parameter('other', types.array)], (context, { elements }, other) =>
        joined(context, [elements, other.elements]),
      ),
    ),
    native(
      'distinct',
      '<A> () => Array<A>',
      'Each element once, in the order of their first appearance.',
      overload([], (context, { elements }) => new ArrayValue(distinct(context, elements))),
    ),
    native(
      'drop',
      '<A> (amount: Number) => Array<A>',
      'The array without its first elements.',
      overload([parameter('amount', types.int)], (_, array, amount) => slice(array, amount)),
    ),
    native(
      'entries',
      '<A> () => Array<[Number, A]>',
      'The elements, each in an array with its index.',
      overload([], (_, { elements }) => new ArrayValue(elements.map((value, at) => new ArrayValue([at, value])))),
    ),
    native(
      'filter',
      '<A> (predicate: (A => Boolean | Null)) => Array<A>',
      'The elements for which the predicate holds.',
      overload([predicate], filter),
    ),
    native(
      'flatMap',
      '<A, B> (mapper: (A => Array<B>)) => Array<B>',
      'The arrays that the mapper makes of the elements, joined.',
      overload([mapper], flatMap),
    ),
    native(
      'flatten',
      '() => Array<Any>',
      'The elements, which must be arrays, joined.',
      overload([], (context, { elements }) =>
        joined(
          context,
          elements.map((value) => elementsOf(context, value)),
        ),
      ),
    ),
    native(
      'fold',
      '<A, B> (seed: B, reducer: (B, A) => B) => B',
      'Calls the reducer with the result so far and each element, first to last.',
      overload([seed, reducer], (context, { elements }, initial, callee) => {
        requireArity(context, 'reducer', callee, 2);
        return fold(context, elements, initial, callee);
      }),
    ),
    native(
      'foldRight',
      '<A, B> (seed: B, reducer: (B, A) => B) => B',
      'Calls the reducer with the result so far and each element, last to first.',
      overload([seed, reducer], (context, { elements }, initial, callee) => {
        requireArity(context, 'reducer', callee, 2);
        return fold(context, elements.toReversed(), initial, callee);
      }),
    ),
    native(
      'forEach',
      '<A> (callback: (A => Any)) => Null',
      'Calls a function with each element; it may write.',
      overload([parameter('callback', types.func)], (context, { elements }, callee) => {
        requireArity(context, 'fn', callee, 1);
        return forEach(context, elements, callee);
      }),
    ),
    native(
      'map',
      '<A, B> (mapper: (A => B)) => Array<B>',
      'What the mapper makes of each element; it may write.',
      overload([mapper], (context, { elements }, callee) => {
        requireArity(context, 'mapper', callee, 1);
        return new ArrayValue(elements.map((value) => context.apply(callee, [value])));
      }),
    ),
    native(
      'order',
      '<A> (ordering: ...(A => Any) & {}) => Array<A>',
      'The elements sorted by accessors, each ascending or in asc() or desc(); by themselves without one.',
      variadic(ordering, order),
    ),
    native(
      'prepend',
      '<A> (element: A) => Array<A>',
      'The array with an element more at its start.',
      overload([element], (_, { elements }, value) => new ArrayValue([value, ...elements])),
    ),
    native(
      'reduce',
      '<A> (reducer: ((A, A) => A)) => A | Null',
      'Calls the reducer with the result so far, at first the first element, and each of the others.',
      overload([reducer], (context, { elements }, callee) => {
        requireArity(context, 'reducer', callee, 2);
        return reduce(context, elements, callee) ?? noElement(context, 'empty array');
      }),
    ),
    native(
      'reduceRight',
      '<A> (reducer: ((A, A) => A)) => A | Null',
      'Calls the reducer with the result so far, at first the last element, and each of the others, last to first.',
      overload([reducer], (context, { elements }, callee) => {
        requireArity(context, 'reducer', callee, 2);
        return reduce(context, elements.toReversed(), callee) ?? noElement(context, 'empty array');
      }),
    ),
    native(
      'reverse',
      '<A> () => Array<A>',
      'The elements, last to first.',
      overload([], (_, { elements }) => new ArrayValue(elements.toReversed())),
    ),
    native(
      'slice',
      '<A> ((from: Number) => Array<A>) & ((from: Number, until: Number) => Array<A>)',
      'The elements from an index, up to another one or the end.',
      overload([parameter('from', types.int)], (_, array, from) => slice(array, from)),
      overload([parameter('from', types.int), parameter('until', types.int)], (_, array, from, until) =>
        slice(array, from, until),
      ),
    ),
    native(
      'take',
      '<A> (limit: Number) => Array<A>',
      'The first elements, as many as the limit says.',
      overload([parameter('limit', types.int)], (_, array, limit) => slice(array, 0, limit)),
    ),
    native(
      'toSet',
      '<A> () => Set<A>',
      'The elements as a set.',
      overload([], (_, { elements }) => new SetValue(new ArrayPlan(elements))),
    ),
    native(
      'toString',
      '() => String',
      'The array as FQL text.',
      overload([], (context, array) => toDisplayString(context, array)),
    ),
    native(
      'where',
      '<A> (predicate: (A => Boolean | Null)) => Array<A>',
      'The elements for which the predicate holds.',
      overload([predicate], (context, array, callee) => new ArrayValue(where(context, array, callee))),
    ),
  ],
});

function sequence(context: Context, _: Module, from: number, until: number): ArrayValue {
  const size = Math.max(until - from, 0);
  if (size > MAXIMUM_ELEMENTS) {
    const message = `Value too large: range size ${size} exceeds limit ${MAXIMUM_ELEMENTS}.`;
    return context.fail('value_too_large', message);
  }
  return new ArrayValue(Array.from({ length: size }, (_each, at) => from + at));
}

export const arrayModule = new Module(
  'Array',
  new Prototype<Module>({
    name: 'ArrayModule',
    methods: [
      native(
        'sequence',
        '(from: Number, until: Number) => Array<Number>',
        'The integers from the first up to the second, which is left out.',
        overload([parameter('from', types.int), parameter('until', types.int)], sequence),
      ),
    ],
  }),
  (value) => value instanceof ArrayValue,
);
