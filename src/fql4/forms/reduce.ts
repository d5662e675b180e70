/** What becomes of many: sums, counts, the largest. Of a page it is a page of one. Source: recorded `arrays`. */

import { Double } from '../../runtime/value.ts';
import { any, boolean, type Iterable4, iterable, lambda, type NumberValue, number } from '../cast.ts';
import { applyLambda } from '../evaluate.ts';
import { badArgument, fail, invalidRef } from '../failure.ts';
import { type Form, form } from '../form.ts';
import { valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { setValues } from '../sets/read-set.ts';
import { ArrayValue, Page, SetRef, UnresolvedRef, type Value } from '../value.ts';
import { addNumbers } from './numbers.ts';

type Fold = (elements: readonly Value[], place: Place, position: Position) => Value;

function foldOver(given: Iterable4, name: string, fold: Fold, place: Place, position: Position): Value {
  if (given instanceof SetRef) return fold(setValues(place, given.plan, position.at(name)), place, position);
  const result = fold(given.elements, place, position);
  return given instanceof Page ? new Page([result], given.cursors, given.before, given.after) : result;
}

function folding(name: string, fold: Fold, unwraps = false): Form {
  const run = (values: Readonly<Record<string, Iterable4>>, place: Place, position: Position): Value => {
    let given = values[name] as Iterable4;
    while (unwraps) {
      const inner = onlyElement(given);
      if (!inner) break;
      given = inner;
    }
    return foldOver(given, name, fold, place, position);
  };
  return form({ [name]: iterable }, run, { effect: 'read' });
}

/** `Max([[1, 2]])`: drivers send the one argument of a function of several in an array. */
function onlyElement(given: Iterable4): Iterable4 | undefined {
  const [only, ...others] = given instanceof ArrayValue ? given.elements : [];
  const isIterable = only instanceof ArrayValue || only instanceof Page || only instanceof SetRef;
  return isIterable && others.length === 0 ? only : undefined;
}

const empty = (position: Position) => badArgument(position, 'Non-empty array expected.');

function sum(elements: readonly Value[], name: string, place: Place, position: Position): NumberValue {
  return elements.reduce<NumberValue>(
    (total, each) => addNumbers(total, number.cast(each, position.at(name), place)),
    0n,
  );
}

function extreme(name: string, wins: (candidate: string, best: string) => boolean): Fold {
  return (elements, place, position) => {
    const at = position.at(name);
    const missing = elements.filter((each) => each instanceof UnresolvedRef);
    if (missing.length > 0) fail(...missing.map((ref) => invalidRef(ref, at)));
    const [first, ...rest] = elements.map((value) => ({ value, key: valueKey(value, place.session) }));
    if (!first) return fail(empty(at));
    return rest.reduce((best, each) => (wins(best.key, each.key) ? best : each), first).value;
  };
}

function truth(name: string, decisive: boolean): Fold {
  return (elements, place, position) => {
    const values = elements.map((each) => boolean.cast(each, position.at(name), place));
    return values.includes(decisive) === decisive;
  };
}

export const reduceForms = [
  form(
    { reduce: lambda, initial: any, collection: iterable },
    ({ reduce, initial, collection }, place, position) =>
      foldOver(
        collection,
        'reduce',
        (elements) =>
          elements.reduce<Value>(
            (total, each) => applyLambda(reduce, new ArrayValue([total, each]), place, position.at('reduce')),
            initial,
          ),
        place,
        position,
      ),
    { effect: 'read' },
  ),
  folding('count', (elements) => BigInt(elements.length)),
  folding('sum', (elements, place, position) => sum(elements, 'sum', place, position)),
  folding('mean', (elements, place, position) => {
    const total = sum(elements, 'mean', place, position);
    if (elements.length === 0) return fail(empty(position.at('mean')));
    return new Double((total instanceof Double ? total.value : Number(total)) / elements.length);
  }),
  folding('any', truth('any', true)),
  folding('all', truth('all', false)),
  folding(
    'max',
    extreme('max', (best, candidate) => best > candidate),
    true,
  ),
  folding(
    'min',
    extreme('min', (best, candidate) => best < candidate),
    true,
  ),
];
