/**
 * Set: elements that are read when they are needed, page by page. What makes sets of sets is lazy; what makes values
 * reads. Source: recorded `set methods`, `sets-2`; the reference page "Set".
 */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import { toDisplayString } from '../runtime/display.ts';
import { native, overload, parameter, variadic } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { typeName, types } from '../runtime/types.ts';
import { type FunctionValue, Module, type SetCursor, SetValue, type Value } from '../runtime/value.ts';
import { ordering, orderingsOf } from './ordering.ts';
import { filterSet, mapSet } from './set-functions.ts';
import { setReadingMethods } from './set-reading.ts';
import { ArrayPlan } from './sets/array-plan.ts';
import { ConcatPlan } from './sets/concat-plan.ts';
import { DistinctPlan } from './sets/distinct-plan.ts';
import { DropPlan } from './sets/drop-plan.ts';
import { FlatMapPlan } from './sets/flat-map-plan.ts';
import { noteFullRead } from './sets/hint.ts';
import { OrderPlan } from './sets/order-plan.ts';
import { paginate, paginateFrom } from './sets/page.ts';
import { PageSizePlan } from './sets/page-size-plan.ts';
import { MAXIMUM_ELEMENTS } from './sets/read-page.ts';
import { SequencePlan } from './sets/sequence-plan.ts';
import { SetFunction } from './sets/set-function.ts';
import { SinglePlan } from './sets/single-plan.ts';
import { eventSourceOf, eventsOn } from './sets/stream.ts';
import { TakePlan } from './sets/take-plan.ts';

const element = parameter('element', types.any);
const predicate = parameter('predicate', types.func);
const mapper = parameter('mapper', types.func);
const size = parameter('size', types.int);

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

export const setPrototype = new Prototype<SetValue>({
  name: 'Set',
  methods: [
    ...setReadingMethods,
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
      'flatMap',
      '<A, B> (mapper: (A => Set<B>)) => Set<B>',
      'The sets that the mapper makes of the elements, joined.',
      overload([mapper], flatMap),
    ),
    native(
      'map',
      '<A, B> (mapper: (A => B)) => Set<B>',
      'What the mapper makes of each element; it may read, but not write.',
      overload([mapper], (context, { plan }, callee) => new SetValue(mapSet(context, plan, callee))),
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
