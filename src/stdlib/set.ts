/**
 * Set: elements that are read when they are needed, page by page. What makes sets of sets is lazy; what makes values
 * reads. Source: recorded `set methods`, `sets-2`; the reference page "Set".
 */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { toDisplayString } from '../runtime/display.ts';
import { native, overload, parameter, variadic } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { type SetPlan, SourcePlan } from '../runtime/set-plan.ts';
import { typeName, types } from '../runtime/types.ts';
import { ArrayValue, type FunctionValue, Module, type SetCursor, SetValue, type Value } from '../runtime/value.ts';
import { combine, every, fold, forEach, noElement, reduce, some } from './iteration.ts';
import { ordering, orderingsOf } from './ordering.ts';
import { ArrayPlan } from './sets/array-plan.ts';
import { ConcatPlan } from './sets/concat-plan.ts';
import { DistinctPlan } from './sets/distinct-plan.ts';
import { DropPlan } from './sets/drop-plan.ts';
import { FlatMapPlan } from './sets/flat-map-plan.ts';
import { noteFullRead } from './sets/hint.ts';
import { MapPlan } from './sets/map-plan.ts';
import { OrderPlan } from './sets/order-plan.ts';
import { paginate, paginateFrom } from './sets/page.ts';
import { PageSizePlan } from './sets/page-size-plan.ts';
import { firstOf, MAXIMUM_ELEMENTS, pagesOf, readAll, valuesOf } from './sets/read-page.ts';
import { ReversePlan } from './sets/reverse-plan.ts';
import { SequencePlan } from './sets/sequence-plan.ts';
import { SetFunction } from './sets/set-function.ts';
import { SinglePlan } from './sets/single-plan.ts';
import { eventSourceOf, eventsOn } from './sets/stream.ts';
import { TakePlan } from './sets/take-plan.ts';
import { WherePlan } from './sets/where-plan.ts';
import { isSame } from './sort-order.ts';

const element = parameter('element', types.any);
const predicate = parameter('predicate', types.func);
const mapper = parameter('mapper', types.func);
const reducer = parameter('reducer', types.func);
const seed = parameter('seed', types.any);
const size = parameter('size', types.int);

/** `set.map(mapper)`, also of event sources. */
export function mapSet(context: Context, plan: SetPlan, callee: FunctionValue): SetPlan {
  requireArity(context, 'mapper', callee, 1);
  return new MapPlan(plan, SetFunction.of(context, callee));
}

/** `set.where(predicate)`, also of collections and event sources. */
export function filterSet(context: Context, plan: SetPlan, callee: FunctionValue): SetPlan {
  requireArity(context, 'pred', callee, 1);
  return new WherePlan(plan, SetFunction.of(context, callee));
}

/** `set.firstWhere(predicate)`, also of collections. */
export function firstWhere(context: Context, plan: SetPlan, callee: FunctionValue): Value {
  return first(context, filterSet(context, plan, callee));
}

function first(context: Context, plan: SetPlan): Value {
  return firstOf(context, plan) ?? noElement(context, 'empty set');
}

/** Backwards through the very elements: an order that `reverse()` would not turn is turned here. */
function lastWhere(context: Context, { plan }: SetValue, callee: FunctionValue): Value {
  return firstWhere(context, plan instanceof SourcePlan ? plan.reversed() : new ReversePlan(plan), callee);
}

function flatMap(context: Context, { plan }: SetValue, callee: FunctionValue): SetValue {
  requireArity(context, 'mapper', callee, 1);
  return new SetValue(new FlatMapPlan(plan, SetFunction.of(context, callee)));
}

function take(context: Context, { plan }: SetValue, limit: number): SetValue {
  if (limit > 0) return new SetValue(new TakePlan(plan, limit));
  if (limit === 0) return new SetValue(new ArrayPlan([]));
  return context.fail('invalid_bounds', `expected \`limit\` to be greater than 0, received ${limit}`);
}

function order(context: Context, { plan }: SetValue, args: readonly Value[]): SetValue {
  noteFullRead(context, plan, 'order');
  return new SetValue(
    new OrderPlan(
      plan,
      orderingsOf(context, args, (callee) => SetFunction.of(context, callee)),
    ),
  );
}

/** A number of elements that a page may have. Errors: `invalid_bounds`. */
function requireSize(context: Context, count: number): number {
  if (count >= 1 && count <= MAXIMUM_ELEMENTS) return count;
  const range = `between 1 and ${MAXIMUM_ELEMENTS} (inclusive)`;
  return context.fail('invalid_bounds', `expected \`size\` to be ${range}, received ${count}`);
}

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
  for (const { values } of pagesOf(context, plan)) total += values.length;
  return total;
}

function includes(context: Context, { plan }: SetValue, value: Value): boolean {
  noteFullRead(context, plan, 'includes');
  for (const each of valuesOf(context, plan)) if (isSame(context, each, value)) return true;
  return false;
}

export const setPrototype = new Prototype<SetValue>({
  name: 'Set',
  methods: [
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
    native(
      'changesOn',
      '<A> (fields: ...A => Any) => EventSource<A>',
      'An event source of changes to some fields: the former name of eventsOn().',
      variadic(parameter('fields', types.func), (context, set, fields) =>
        eventsOn(context, set, fields, '.changesOn()'),
      ),
    ),
    native(
      'concat',
      '<A, B> (other: Set<B>) => Set<A | B>',
      'The elements of this set, then those of the other.',
      overload([parameter('other', types.set)], (_, { plan }, other) => new SetValue(new ConcatPlan(plan, other.plan))),
    ),
    native('count', '() => Number', 'The number of elements.', overload([], count)),
    native(
      'distinct',
      '<A> () => Set<A>',
      'Each element once, in ascending order.',
      overload([], (context, { plan }) => {
        noteFullRead(context, plan, 'distinct');
        return new SetValue(new DistinctPlan(plan));
      }),
    ),
    native(
      'drop',
      '<A> (amount: Number) => Set<A>',
      'The set without its first elements.',
      overload([parameter('amount', types.int)], (_, { plan }, amount) => new SetValue(new DropPlan(plan, amount))),
    ),
    native(
      'eventSource',
      '<A> () => EventSource<A>',
      'An event source of changes to the set.',
      overload([], (context, set) => eventSourceOf(context, set, '.eventSource()')),
    ),
    native(
      'eventsOn',
      '<A> (fields: ...A => Any) => EventSource<A>',
      'An event source of changes to some fields of the documents of the set.',
      variadic(parameter('fields', types.func), (context, set, fields) =>
        eventsOn(context, set, fields, '.eventsOn()'),
      ),
    ),
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
      'flatMap',
      '<A, B> (mapper: (A => Set<B>)) => Set<B>',
      'The sets that the mapper makes of the elements, joined.',
      overload([mapper], flatMap),
    ),
    native(
      'fold',
      '<A, B> (seed: B, reducer: (B, A) => B) => B',
      'Calls the reducer with the result so far and each element, first to last.',
      overload([seed, reducer], (context, { plan }, initial, callee) =>
        foldSet(context, plan, 'fold', initial, callee),
      ),
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
      'map',
      '<A, B> (mapper: (A => B)) => Set<B>',
      'What the mapper makes of each element; it may read, but not write.',
      overload([mapper], (context, { plan }, callee) => new SetValue(mapSet(context, plan, callee))),
    ),
    native(
      'nonEmpty',
      '() => Boolean',
      'Whether there is an element.',
      overload([], (context, { plan }) => firstOf(context, plan) !== undefined),
    ),
    native(
      'order',
      '<A> (ordering: ...(A => Any) & {}) => Set<A>',
      'The elements sorted by accessors, each ascending or in asc() or desc(); by themselves without one.',
      variadic(ordering, order),
    ),
    native(
      'pageSize',
      '<A> (size: Number) => Set<A>',
      'The set with another number of elements on its pages than 16.',
      overload([size], (context, { plan }, each) => new SetValue(new PageSizePlan(plan, requireSize(context, each)))),
    ),
    native(
      'paginate',
      '<A> (() => { data: Array<A>, after: String | Null }) & ((size: Number) => { data: Array<A>, after: String | Null })',
      'The first page of the set, with a cursor to the next one for Set.paginate().',
      overload([], (context, { plan }) => paginate(context, plan, plan.pageSize)),
      overload([size], (context, { plan }, each) => paginate(context, plan, requireSize(context, each))),
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
      'reverse',
      '<A> () => Set<A>',
      'The elements, last to first.',
      overload([], (_, { plan }) => new SetValue(plan.reversed())),
    ),
    native(
      'take',
      '<A> (limit: Number) => Set<A>',
      'The first elements, as many as the limit says.',
      overload([parameter('limit', types.int)], take),
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
    native(
      'toSet',
      '<A> () => Set<A>',
      'The set itself.',
      overload([], (_, set) => set),
    ),
    native(
      'toStream',
      '<A> () => EventSource<A>',
      'An event source of changes to the set: the former name of eventSource().',
      overload([], (context, set) => eventSourceOf(context, set, '.toStream()')),
    ),
    native(
      'toString',
      '() => String',
      'Says that this is a set, without reading it.',
      overload([], (context, set) => toDisplayString(context, set)),
    ),
    native(
      'where',
      '<A> (predicate: (A => Boolean | Null)) => Set<A>',
      'The elements for which the predicate holds; it may read, but not write.',
      overload([predicate], (context, { plan }, callee) => new SetValue(filterSet(context, plan, callee))),
    ),
  ],
});

/** Any value is let through, so that the message names the type alone that people write: String. */
function requireCursor(context: Context, value: Value): SetCursor {
  const cursor = types.setCursor.cast(value);
  if (cursor) return cursor;
  const message = `expected value for \`cursor\` of type String, received ${typeName(value)}`;
  return context.fail('invalid_argument', message);
}

const cursor = parameter('cursor', types.any);

export const setModule = new Module(
  'Set',
  new Prototype<Module>({
    name: 'SetModule',
    methods: [
      native(
        'paginate',
        '((cursor: String | SetCursor) => { data: Array<Any>, after: String | Null }) & ((cursor: String | SetCursor, size: Number) => { data: Array<Any>, after: String | Null })',
        'The page that a cursor begins, of the size of the page before or another one.',
        overload([cursor], (context, _, from) => paginateFrom(context, requireCursor(context, from))),
        overload([cursor, size], (context, _, from, each) => {
          const checked = requireSize(context, each);
          return paginateFrom(context, requireCursor(context, from), checked);
        }),
      ),
      native(
        'sequence',
        '(from: Number, until: Number) => Set<Number>',
        'The integers from the first up to the second, which is left out.',
        overload(
          [parameter('from', types.int), parameter('until', types.int)],
          (_context, _, from, until) => new SetValue(new SequencePlan(from, until)),
        ),
      ),
      native(
        'single',
        '<A> (element: A) => Set<A>',
        'A set of one element.',
        overload([element], (_context, _, value) => new SetValue(new SinglePlan(value))),
      ),
    ],
  }),
  (value) => value instanceof SetValue,
);
