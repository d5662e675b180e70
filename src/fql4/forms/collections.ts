/** Arrays and pages: mapping, filtering, taking and joining. Source: recorded `arrays`, `control flow`. */
import { any, array, boolean, type Iterable4, integer, iterable, lambda, zeroOrMore } from '../cast.ts';
import { applyLambda } from '../evaluate.ts';
import { collect, fail, wrongType } from '../failure.ts';
import { form } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { filterSet } from '../sets/filter-set.ts';
import { setIsEmpty } from '../sets/read-set.ts';
import { ArrayValue, type Lambda, Page, SetRef, type Value } from '../value.ts';

type List = ArrayValue | Page;

/** Sets are not gone through here: their elements are paged. */
function listed(value: Value, position: Position): List {
  if (value instanceof ArrayValue || value instanceof Page) return value;
  return fail(wrongType(['Array or Page'], value, position.at('collection')));
}

function applyEach(lambda: Lambda, elements: readonly Value[], place: Place, position: Position): Value[] {
  return collect(elements.map((element) => () => applyLambda(lambda, element, place, position)));
}

/** The first that fails ends it. */
function applyInTurn(lambda: Lambda, elements: readonly Value[], place: Place, position: Position): Value[] {
  return elements.map((element) => applyLambda(lambda, element, place, position));
}

function map(lambda: Lambda, given: Value, place: Place, position: Position): Value {
  const list = listed(given, position);
  const mapped = applyInTurn(lambda, list.elements, place, position.at('map'));
  return list instanceof Page ? new Page(mapped, list.cursors, list.before, list.after) : new ArrayValue(mapped);
}

function foreach(lambda: Lambda, given: Value, place: Place, position: Position): Value {
  const list = listed(given, position);
  applyInTurn(lambda, list.elements, place, position.at('foreach'));
  return list;
}

function filter(lambda: Lambda, given: Iterable4, place: Place, position: Position): Value {
  if (given instanceof SetRef) return filterSet(lambda, given.plan, position);
  const results = new ArrayValue(applyEach(lambda, given.elements, place, position.at('filter')));
  const kept = zeroOrMore(boolean).cast(results, position, place);
  const elements = given.elements.filter((_, index) => kept[index]);
  if (given instanceof ArrayValue) return new ArrayValue(elements);
  const cursors = given.cursors.filter((_, index) => kept[index]);
  return new Page(elements, cursors, given.before, given.after);
}

function take(amount: bigint, given: Value, position: Position): Value {
  const list = listed(given, position);
  const count = clamp(amount);
  const elements = list.elements.slice(0, count);
  if (list instanceof ArrayValue) return new ArrayValue(elements);
  const after = amount < 0n ? list.before : (list.cursors[count] ?? list.after);
  return new Page(elements, list.cursors.slice(0, count), list.before, after);
}

function drop(amount: bigint, given: Value, position: Position): Value {
  const list = listed(given, position);
  const count = clamp(amount);
  const elements = list.elements.slice(count);
  if (list instanceof ArrayValue) return new ArrayValue(elements);
  const cursors = list.cursors.slice(count);
  const before = amount < 0n ? list.before : (cursors[0] ?? list.after);
  return new Page(elements, cursors, before, list.after);
}

function clamp(amount: bigint): number {
  return amount < 0n ? 0 : Number(amount);
}

function isEmpty(given: Iterable4, place: Place, position: Position): boolean {
  if (given instanceof SetRef) return setIsEmpty(place, given.plan, position);
  return given.elements.length === 0;
}

export const collectionForms = [
  form({ map: lambda, collection: iterable }, (values, place, position) =>
    map(values.map, values.collection, place, position),
  ),
  form({ foreach: lambda, collection: iterable }, (values, place, position) =>
    foreach(values.foreach, values.collection, place, position),
  ),
  form({ filter: lambda, collection: iterable }, (values, place, position) =>
    filter(values.filter, values.collection, place, position),
  ),
  form(
    { prepend: zeroOrMore(any), collection: array },
    ({ prepend, collection }) => new ArrayValue([...prepend, ...collection.elements]),
  ),
  form(
    { append: zeroOrMore(any), collection: array },
    ({ append, collection }) => new ArrayValue([...collection.elements, ...append]),
  ),
  form({ take: integer, collection: any }, (values, _place, position) =>
    take(values.take, values.collection, position),
  ),
  form({ drop: integer, collection: any }, (values, _place, position) =>
    drop(values.drop, values.collection, position),
  ),
  form({ is_empty: iterable }, (values, place, position) => isEmpty(values.is_empty, place, position)),
  form({ is_nonempty: iterable }, (values, place, position) => !isEmpty(values.is_nonempty, place, position)),
];
