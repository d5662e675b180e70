/** Equality, order, and the truth of several. Source: recorded `objects and paths`. */
import { any, boolean, oneOrMore, path, string } from '../cast.ts';
import { idOf, selectPath } from '../documents/select.ts';
import { equals, isSame } from '../equals.ts';
import { fail, invalidRef, wrongType, wrongTypeName } from '../failure.ts';
import { form } from '../form.ts';
import { valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { contains } from '../sets/contains.ts';
import { isScalar } from '../type-name.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  DocumentEvent,
  ObjectValue,
  Page,
  Ref,
  SetEvent,
  SetRef,
  UnresolvedRef,
  type Value,
  Version,
} from '../value.ts';

type Name = 'lt' | 'lte' | 'gt' | 'gte';

function comparison(name: Name, holds: (order: number) => boolean) {
  return form({ [name]: oneOrMore(any) }, (values, place, position) => {
    const operands = values[name] as readonly Value[];
    const missing = operands.filter((each) => each instanceof UnresolvedRef);
    if (missing.length > 0) fail(...missing.map((ref) => invalidRef(ref, position.at(name))));
    const keys = operands.map((each) => valueKey(each, place.session));
    return keys.every((key, index) => index === 0 || holds(compareTexts(keys[index - 1] ?? '', key)));
  });
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const comparisonForms = [
  form({ equals: oneOrMore(any) }, ({ equals: [first, ...rest] }, { version }) =>
    rest.every((each) => equals(first, each, version)),
  ),
  comparison('lt', (order) => order < 0),
  comparison('lte', (order) => order <= 0),
  comparison('gt', (order) => order > 0),
  comparison('gte', (order) => order >= 0),
  form({ and: oneOrMore(boolean) }, ({ and }) => and.every((each) => each), { until: '3' }),
  form({ or: oneOrMore(boolean) }, ({ or }) => or.some((each) => each), { until: '3' }),
  form({ not: boolean }, ({ not }) => !not),
  form({ contains: path, in: any }, (values, place) => isThere(place, values.in, values.contains)),
  form({ contains_path: path, in: any }, (values, place) => isThere(place, values.in, values.contains_path), {
    since: '3',
  }),
  form(
    { contains_field: string, in: any },
    ({ contains_field: field, in: within }, place, position) => {
      if (within instanceof ArrayValue) fail(wrongType(['Object'], within, position.at('in')));
      return isThere(place, within, [field]);
    },
    { since: '3' },
  ),
  form(
    { contains_value: any, in: any },
    (values, place, position) => containsValue(place, values.in, values.contains_value, position),
    { since: '3', effect: 'read' },
  ),
];

function isThere(place: Place, within: Value, path: readonly (string | bigint)[]): boolean {
  return selectPath(place, within, path, false) !== undefined;
}

function containsValue(place: Place, within: Value, value: Value, position: Position): boolean {
  if (within instanceof Ref) return refContains(place, within, value);
  if (isScalar(within)) {
    fail(wrongTypeName(['Object', 'Array', 'Page', 'Set', 'Ref'], 'Scalar', position.at('in')));
  }
  const has = (values: Iterable<Value>) => [...values].some((each) => isSame(each, value));
  if (within instanceof SetRef) return contains(place, within.plan, value, position);
  if (within instanceof ArrayValue) return has(within.elements);
  if (within instanceof ObjectValue) return has(within.fields.values());
  if (within instanceof Version) {
    const collection = new Ref(within.ref.scope, 'Collection', within.ref.collection);
    return has([within.ref, collection, BigInt(within.ts), ...within.fields.values()]);
  }
  if (within instanceof DocumentEvent || within instanceof SetEvent) {
    const data = within instanceof SetEvent ? within.values : [...(within.fields?.values() ?? [])];
    return has([BigInt(within.ts), new Action(within.action), within.ref, ...data]);
  }
  if (within instanceof Page) {
    const cursors = [within.before, within.after].flatMap((each) =>
      each instanceof Cursor && each.at instanceof ArrayValue ? [each.at] : [],
    );
    return has([new ArrayValue(within.elements), ...cursors]);
  }
  return false;
}

function refContains(place: Place, ref: Ref, value: Value): boolean {
  const id = idOf(place, ref);
  if (id === undefined) return false;
  const collection = new Ref(ref.scope, 'Collection', ref.collection);
  if (isSame(id, value) || isSame(collection, value)) return true;
  const database = ref.scope === place.scope ? undefined : place.session.databaseAt(ref.scope);
  return database !== undefined && isSame(database, value);
}
