/** Reading documents and sets. Source: recorded `documents`, `pages and cursors`, `keys`. */
import { findSecretOwner } from '../../model/secret.ts';
import { any, boolean, identifier, integer, readIdentifier, setOrArray, string, unresolved } from '../cast.ts';
import { documentExists, getDocument } from '../documents/read.ts';
import { recover } from '../evaluate.ts';
import { badArgument, fail, notFound, nothingFound } from '../failure.ts';
import { form, optional } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { atTime, readTime } from '../read-time.ts';
import { readCursor, readDirected } from '../sets/cursor.ts';
import { EventsSet } from '../sets/derived-sets.ts';
import { DocumentSet } from '../sets/document-set.ts';
import { paginate } from '../sets/paginate.ts';
import { headOf, setExists } from '../sets/read-set.ts';
import type { SetPlan } from '../sets/set-plan.ts';
import { ArrayValue, Ref, SetRef, UnresolvedRef, type Value } from '../value.ts';

function get(of: SetRef | Ref, place: Place, position: Position): Value {
  if (of instanceof Ref) return getDocument(place, of, position);
  const head = headOf(place, of.plan, position.at('get'));
  return head ? getDocument(place, head, position) : fail(notFound(undefined, position));
}

function exists(of: SetRef | Ref | UnresolvedRef, place: Place, position: Position): boolean {
  if (of instanceof UnresolvedRef) return false;
  const found = of instanceof Ref ? readIdentifier(of) : of;
  return found instanceof SetRef ? setExists(place, found.plan, position) : documentExists(place, found as Ref);
}

/** The first or last of an array or set. */
function end(of: ArrayValue | SetRef, side: 'first' | 'last', place: Place, position: Position): Value {
  const at = position.at(side);
  if (of instanceof ArrayValue) {
    const element = of.elements.at(side === 'first' ? 0 : -1);
    return element === undefined ? fail(badArgument(at, 'Non-empty array expected.')) : element;
  }
  const request = { cursor: undefined, ascending: side === 'first', size: 1n, sources: false };
  const [element] = paginate(place, of.plan, request, at).elements;
  return element === undefined ? fail(badArgument(at, 'Non-empty set expected.')) : element;
}

function setOf(of: SetRef | Ref, events: boolean | undefined): SetPlan {
  const set = of instanceof Ref ? new DocumentSet(of) : of.plan;
  return events && !set.shape.historical ? new EventsSet(set) : set;
}

const pageOptions = {
  ts: optional(readTime),
  size: optional(integer),
  events: optional(boolean),
  sources: optional(boolean),
};

/** The document of a key or token. Whoever may not read it learns nothing. */
function keyFromSecret(secret: string, place: Place, position: Position): Value {
  const unknown = () => nothingFound(position, `No key found for secret ${secret}.`);
  const owner = findSecretOwner(place.session.transaction, secret);
  if (!owner || !place.session.database(owner.scope)) return fail(unknown());
  const ref = new Ref(owner.scope, owner.collection, owner.id);
  return recover(
    () => getDocument(place, ref, position),
    () => [unknown()],
  );
}

export const readForms = [
  form(
    { exists: unresolved, ts: optional(readTime) },
    (values, place, position) => exists(values.exists, atTime(place, values.ts), position),
    { effect: 'read' },
  ),
  form(
    { get: identifier, ts: optional(readTime) },
    (values, place, position) => get(values.get, atTime(place, values.ts), position),
    { effect: 'read' },
  ),
  form({ first: setOrArray }, (values, place, position) => end(values.first, 'first', place, position), {
    effect: 'read',
    since: '4',
  }),
  form({ last: setOrArray }, (values, place, position) => end(values.last, 'last', place, position), {
    effect: 'read',
    since: '4',
  }),
  form(
    { key_from_secret: string },
    (values, place, position) => keyFromSecret(values.key_from_secret, place, position),
    { effect: 'read' },
  ),
  form(
    { paginate: identifier, after: optional(any), ...pageOptions },
    ({ paginate: of, after, ts, size, events, sources = false }, place, position) => {
      const set = setOf(of, events);
      const cursor = after === undefined ? undefined : readCursor(place, set, after, position.at('after'));
      const request = { cursor, ascending: true, size, sources };
      return paginate(atTime(place, ts), set, request, position.at('paginate'), position);
    },
    { effect: 'read' },
  ),
  form(
    { paginate: identifier, before: any, ...pageOptions },
    ({ paginate: of, before, ts, size, events, sources = false }, place, position) => {
      const set = setOf(of, events);
      const cursor = readCursor(place, set, before, position.at('before'));
      const request = { cursor, ascending: false, size, sources };
      return paginate(atTime(place, ts), set, request, position.at('paginate'), position);
    },
    { effect: 'read' },
  ),
  form(
    { paginate: identifier, cursor: any, ...pageOptions },
    ({ paginate: of, cursor: at, ts, size, events, sources = false }, place, position) => {
      const set = setOf(of, events);
      const { cursor, ascending } = readDirected(place, set, at, position.at('cursor'));
      const request = { cursor, ascending, size, sources };
      return paginate(atTime(place, ts), set, request, position.at('paginate'), position);
    },
    { effect: 'read' },
  ),
];
