/** Reading sets: as a whole, their first document, a page. Source: recorded `pages and cursors`. */

import { contentsIn, rowOf } from '../documents/read.ts';
import { badArgument, fail, type Problem, permissionDenied } from '../failure.ts';
import { mayReadDocument } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { ArrayValue, type DocumentEvent, type Ref, type SetEvent, type Value } from '../value.ts';
import { type Entry, entryValues, NoHistory, type SetPlan, type Stretch } from './set-plan.ts';

/** What may be read of a set. Errors: `permission denied`. */
export function readable(place: Place, set: SetPlan, position: Position): SetPlan {
  return set.readable(place) ?? fail(permissionDenied(position));
}

/** Whether the document of an entry may be read. */
export function mayReadEntry(place: Place, ref: Ref): boolean {
  const row = rowOf(place, ref);
  return mayReadDocument(place, ref, row && contentsIn(place, row));
}

export function* readableEntries(place: Place, set: SetPlan, stretch: Stretch): Generator<Entry> {
  for (const entry of set.entries(place, stretch)) {
    place.session.tick(contextAt(place));
    if (!set.filtered || mayReadEntry(place, entry.ref)) yield entry;
  }
}

/** What an entry shows as in a page: its one value, or an array of them. */
export function shownEntry(entry: Pick<Entry, 'ref' | 'values'>): Value {
  const values = entryValues(entry);
  return values.length === 1 ? (values[0] ?? null) : new ArrayValue(values);
}

/** All that a set gives; of a set of events the events. */
export function setValues(place: Place, given: SetPlan, position: Position): Value[] {
  const set = readable(place, given, position);
  place.session.countSet(set.partitions);
  if (!set.shape.historical) {
    return Array.from(readableEntries(place, set, { descending: false }), shownEntry);
  }
  return [...readableEvents(place, set, position)];
}

export function readableEvents(place: Place, set: SetPlan, position: Position): (SetEvent | DocumentEvent)[] {
  try {
    const { readTime = Number.POSITIVE_INFINITY } = place;
    const events = [...set.events(place)].filter(({ ts }) => ts <= readTime);
    return events.filter(({ ref }) => !set.filtered || mayReadEntry(place, ref));
  } catch (problem) {
    if (problem instanceof NoHistory) return fail(noHistory(position));
    throw problem;
  }
}

function noHistory(position: Position): Problem {
  return badArgument(position, 'Set does not support events history.');
}

/** The first document of a set, whether or not it may be read. */
export function headOf(place: Place, given: SetPlan, position: Position): Ref | undefined {
  const set = readable(place, given, position);
  place.session.countSet(set.partitions);
  return set.head(place);
}

/** Whether its first document is not there, or may not be read. */
export function setIsEmpty(place: Place, set: SetPlan, position: Position): boolean {
  return !setExists(place, set, position);
}

export function setExists(place: Place, set: SetPlan, position: Position): boolean {
  const head = headOf(place, set, position.at('exists'));
  return head !== undefined && rowOf(place, head) !== undefined && mayReadEntry(place, head);
}
