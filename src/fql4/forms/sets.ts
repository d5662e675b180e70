/** Sets. Source: recorded `operations on sets`. */
import {
  any,
  collectionRef,
  identifier,
  iterable,
  lambdaOrAny,
  oneOrMore,
  ref,
  set,
  setOrArray,
  stringOrIndex,
  term,
  zeroOrMore,
} from '../cast.ts';
import { isSame } from '../equals.ts';
import { badArgument, fail } from '../failure.ts';
import { type Form, form } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import type { CombinedSet } from '../sets/algebra.ts';
import { DistinctSet, ReverseSet } from '../sets/derived-sets.ts';
import { joinSet } from '../sets/join-set.ts';
import { combine, documentsOf, eventsOf, match, rangeOf, singletonOf } from '../sets/make-set.ts';
import type { SetPlan } from '../sets/set-plan.ts';
import { ArrayValue, Page, SetRef, type Value } from '../value.ts';

type Operation = CombinedSet['operation'];

/** Of sets a set, of arrays an array. */
function combining(
  operation: Operation,
  combineArrays: (a: readonly Value[], b: readonly Value[]) => readonly Value[],
): Form {
  return form({ [operation]: oneOrMore(setOrArray) }, (values, _place, position) => {
    const operands = values[operation] as readonly (ArrayValue | SetRef)[];
    const sets = operands.filter((each) => each instanceof SetRef).map(({ plan }) => plan);
    if (sets.length === operands.length) {
      return new SetRef(combine(operation, sets as [SetPlan, ...SetPlan[]], position));
    }
    const [first, ...rest] = operands.filter((each) => each instanceof ArrayValue).map(({ elements }) => elements);
    if (sets.length > 0 || !first) {
      return fail(
        badArgument(position.at(operation), 'Arguments cannot be of different types, expected Set or Array.'),
      );
    }
    return new ArrayValue(rest.reduce(combineArrays, first));
  });
}

function count(values: readonly Value[], value: Value): number {
  return values.filter((each) => isSame(each, value)).length;
}

export function distinctValues(values: readonly Value[]): readonly Value[] {
  return values.filter((value, index) => values.findIndex((each) => isSame(each, value)) === index);
}

/** Each value as often as in the array that has it most. */
function unionOf(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  return distinctValues([...a, ...b]).flatMap((value) =>
    new Array<Value>(Math.max(count(a, value), count(b, value))).fill(value),
  );
}

/** What is left of `a` once each value of `b` has been taken from it, and what was taken. */
function take(a: readonly Value[], b: readonly Value[]): { readonly taken: Value[]; readonly left: Value[] } {
  const rest = [...b];
  const taken: Value[] = [];
  const left: Value[] = [];
  for (const value of a) {
    const at = rest.findIndex((each) => isSame(each, value));
    if (at >= 0) rest.splice(at, 1);
    (at >= 0 ? taken : left).push(value);
  }
  return { taken, left };
}

function distinct(given: ArrayValue | Page | SetRef): Value {
  if (given instanceof SetRef) return new SetRef(new DistinctSet(given.plan));
  const elements = distinctValues(given.elements);
  if (given instanceof ArrayValue) return new ArrayValue(elements);
  return new Page(elements, given.cursors, given.before, given.after);
}

function reverse(given: ArrayValue | Page | SetRef): Value {
  if (given instanceof SetRef) return new SetRef(new ReverseSet(given.plan));
  const elements = given.elements.toReversed();
  if (given instanceof ArrayValue) return new ArrayValue(elements);
  return new Page(elements, given.cursors, given.before, given.after);
}

export const setForms: readonly Form[] = [
  form({ singleton: ref }, ({ singleton }) => new SetRef(singletonOf(singleton))),
  form({ events: identifier }, ({ events }, _place, position) => new SetRef(eventsOf(events, position))),
  form({ documents: collectionRef }, ({ documents }) => new SetRef(documentsOf(documents))),
  form(
    { match: zeroOrMore(term), index: stringOrIndex },
    (values, place, position) => new SetRef(match(place, values.index, values.match, position)),
  ),
  form(
    { match: stringOrIndex, terms: zeroOrMore(term) },
    (values, place, position) => new SetRef(match(place, values.match, values.terms, position)),
  ),
  form({ match: stringOrIndex }, (values, place, position) => new SetRef(match(place, values.match, [], position))),
  combining('union', unionOf),
  combining('intersection', (a, b) => take(a, b).taken),
  combining('difference', (a, b) => take(a, b).left),
  form({ distinct: iterable }, (values) => distinct(values.distinct)),
  form(
    { range: set, from: any, to: any },
    ({ range, from, to }, place: Place, position: Position) => new SetRef(rangeOf(place, range, from, to, position)),
  ),
  form({ join: set, with: lambdaOrAny }, (values, place, position) =>
    joinSet(values.join, values.with, place, position),
  ),
  form({ reverse: iterable }, (values) => reverse(values.reverse)),
];
