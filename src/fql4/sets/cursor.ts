/** Cursors: where a page begins or ends. Values and the reference of an entry, or an event. */
import { DateValue, Time } from '../../runtime/value.ts';
import { documentAction, elementsOf, integer, ref as refArgument } from '../cast.ts';
import { badArgument, collect, fail, invalidRef, wrongType } from '../failure.ts';
import { valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { Action, ArrayValue, Cursor, ObjectValue, Ref, type SetAction, UnresolvedRef, type Value } from '../value.ts';
import type { Bound } from './derived-sets.ts';
import { EventPoint } from './event-point.ts';
import type { SetPlan } from './set-plan.ts';

/** A cursor of a set: what it shows as, and its place. */
export type SetCursor =
  | { readonly shown: Cursor; readonly bound: Bound }
  | { readonly shown: Cursor; readonly point: EventPoint };

/** Throws Fql4Failure. */
export function readCursor(place: Place, set: SetPlan, value: Value, position: Position): SetCursor {
  if (value instanceof UnresolvedRef) fail(invalidRef(value, position));
  if (set.shape.historical) {
    const point = readPoint(place, value, position);
    return { shown: new Cursor(point), point };
  }
  const bound = readBound(place, set, value, position);
  return { shown: new Cursor(new ArrayValue(bound.values)), bound };
}

/** The values that an entry begins with; the last may be its document. */
export function readBound(place: Place, set: SetPlan, value: Value, position: Position): Bound {
  const given = value instanceof Cursor && value.at instanceof ArrayValue ? value.at : value;
  const terms = elementsOf(given, position).map(([element]) => element);
  for (const term of terms) if (term instanceof UnresolvedRef) fail(invalidRef(term, position));
  const count = set.shape.values === 'any' ? Math.max(0, terms.length - 1) : set.shape.values;
  const [values, [last]] = [terms.slice(0, count), terms.slice(count)];
  if (last === undefined) return { values: terms, key: set.cursorKey(place, values, undefined) };
  if (last instanceof Ref) return { values: terms, key: set.cursorKey(place, values, last) };
  // What is no reference lies before or after all of them.
  const prefix = set.cursorKey(place, values, undefined);
  const isAfter = valueKey(last, place.session) > 'g';
  return { values: terms, key: isAfter ? `${prefix}h` : prefix };
}

function readPoint(place: Place, value: Value, position: Position): EventPoint {
  if (value === null) return start(2n ** 63n - 1n);
  if (typeof value === 'bigint') return start(value);
  if (value instanceof Time) return start(BigInt(value.micros));
  if (value instanceof DateValue) return start(BigInt(value.epochDay) * 86_400_000_000n);
  if (value instanceof Cursor && value.at instanceof EventPoint) return value.at;
  if (value instanceof ObjectValue) return pointOf(place, value, position);
  return fail(wrongType(['Object', 'Integer', 'Time', 'Date'], value, position));
}

function start(ts: bigint): EventPoint {
  return new EventPoint(ts, 'add', 'first', true);
}

const forms = [
  'ts',
  'ts,action',
  'ts,action,resource',
  'ts,action,resource,values',
  'ts,action,instance',
  'ts,action,document',
  'ts,action,instance,data',
  'ts,action,document,data',
].map((keys) => keys.split(',').sort().join());

const setActions: Readonly<Record<string, SetAction>> = {
  add: 'add',
  remove: 'remove',
  create: 'add',
  delete: 'remove',
};

function pointOf(place: Place, { fields }: ObjectValue, position: Position): EventPoint {
  const keys = [...fields.keys()];
  if (!forms.includes([...keys].sort().join())) {
    return fail(badArgument(position, `Cannot create event cursor with keys ${keys.join(', ')}`));
  }
  const documentKey = ['resource', 'instance', 'document'].find((key) => fields.has(key)) ?? 'document';
  const dataKey = fields.has('values') ? 'values' : 'data';
  const data = fields.get(dataKey);
  const [ts, ref, action] = collect<unknown>([
    () => integer.cast(fields.get('ts') ?? null, position.at('ts'), place),
    () => readRef(place, fields.get(documentKey), position.at(documentKey)),
    () => readAction(place, fields.get('action'), position.at('action')),
  ]) as [bigint, Ref | 'last', EventPoint['action']];
  const isOfSet = action === 'add' || action === 'remove';
  const values = isOfSet && data !== undefined ? elementsOf(data, position).map(([value]) => value) : [];
  return new EventPoint(ts, action, ref, isOfSet, values);
}

function readRef(place: Place, value: Value | undefined, position: Position): Ref | 'last' {
  return value === undefined ? 'last' : refArgument.cast(value, position, place);
}

/** `create` and `delete` are also what happens to sets. */
function readAction(place: Place, value: Value | undefined, position: Position): EventPoint['action'] {
  if (value === undefined) return 'add';
  const name = value instanceof Action ? value.name : value;
  const ofSet = typeof name === 'string' && Object.hasOwn(setActions, name) ? setActions[name] : undefined;
  return ofSet ?? documentAction.cast(value, position, place);
}

/** `{ after: … }` or `{ before: … }`, as the argument `cursor` of `Paginate`; null begins at the start. */
export interface DirectedCursor {
  readonly cursor: SetCursor | undefined;
  readonly ascending: boolean;
}

export function readDirected(place: Place, set: SetPlan, value: Value, position: Position): DirectedCursor {
  if (value === null) return { cursor: undefined, ascending: true };
  const [entry, ...others] = value instanceof ObjectValue ? value.fields : [];
  const side = entry && others.length === 0 && (entry[0] === 'after' || entry[0] === 'before') ? entry : undefined;
  if (!side) {
    const expected = "Expected an object with either 'before' or 'after' key in it.";
    return fail(badArgument(position, `Invalid cursor object. ${expected}`));
  }
  const [key, at] = side;
  return { cursor: readCursor(place, set, at, position.at(key)), ascending: key === 'after' };
}
