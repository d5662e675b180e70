/** Pages of sets, forwards from a cursor or backwards up to it. Source: recorded `pages and cursors`, `history`. */
import { refKey } from '../keys.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { ArrayValue, Cursor, type DocumentEvent, Element, Page, SetEvent, type Value } from '../value.ts';
import type { SetCursor } from './cursor.ts';
import type { EventPoint } from './event-point.ts';
import { orderOfAction } from './index-set.ts';
import { readable, readableEntries, readableEvents, shownEntry } from './read-set.ts';
import { type Entry, entryValues, type SetPlan } from './set-plan.ts';

export interface PageRequest {
  readonly cursor: SetCursor | undefined;
  /** Forwards from the cursor, or backwards up to it. */
  readonly ascending: boolean;
  readonly size: bigint | undefined;
  /** Whether to say of each element where it comes from. */
  readonly sources: boolean;
}

const defaultSize = 64n;
export const maxPageSize = 100_000n;

/** `position`: where a missing right is reported; `whole`: where it is that a set has no history. Throws Fql4Failure. */
export function paginate(
  place: Place,
  given: SetPlan,
  request: PageRequest,
  position: Position,
  whole: Position = position,
): Page {
  const set = readable(place, given, position);
  place.session.countSet(set.partitions);
  const wanted = request.size ?? defaultSize;
  const size = Number(wanted < maxPageSize ? wanted : maxPageSize);
  return set.shape.historical ? eventPage(place, set, request, size, whole) : entryPage(place, set, request, size);
}

interface Item {
  readonly value: Value;
  readonly cursor: Cursor;
}

/** `items` in the order of reading, one more than the page where there are more. */
function pageOf(items: readonly Item[], { cursor, ascending }: PageRequest, size: number): Page {
  const origin = cursor?.shown;
  const next =
    size === 0 ? origin : size > 0 && items.length > size ? items[ascending ? size : size - 1]?.cursor : undefined;
  const page = items.slice(0, Math.max(0, size));
  if (!ascending) page.reverse();
  const [before, after] = ascending ? [origin, next] : [next, origin];
  return new Page(
    page.map(({ value }) => value),
    page.map((item) => item.cursor),
    before,
    after,
  );
}

function entryPage(place: Place, set: SetPlan, request: PageRequest, size: number): Page {
  const { cursor, ascending, sources } = request;
  const key = cursor && 'bound' in cursor ? cursor.bound.key : undefined;
  const stretch = ascending ? { from: key, descending: false } : { to: key, descending: true };
  const items: Item[] = [];
  if (size >= 0) {
    for (const entry of readableEntries(place, set, stretch)) {
      const shown = shownEntry(entry);
      items.push({ value: sources ? new Element(shown, entry.sources) : shown, cursor: cursorOf(entry) });
      if (items.length > size) break;
    }
  }
  return pageOf(items, request, size);
}

function cursorOf(entry: Entry): Cursor {
  const values = entryValues(entry);
  return new Cursor(new ArrayValue(entry.values.length === 0 ? values : [...values, entry.ref]));
}

function eventPage(place: Place, set: SetPlan, request: PageRequest, size: number, position: Position): Page {
  const { cursor, ascending, sources } = request;
  const events = readableEvents(place, set, position);
  const point = cursor && 'point' in cursor ? cursor.point : undefined;
  const inside = point ? events.filter((event) => compareToPoint(place, event, point) >= 0 === ascending) : events;
  if (!ascending) inside.reverse();
  const items = inside.slice(0, Math.max(0, size) + 1).map((event) => ({
    value: sources ? new Element(event, [set]) : event,
    cursor: new Cursor(event),
  }));
  return pageOf(items, request, size);
}

/** Negative when the event lies before the place in the history. */
function compareToPoint({ session }: Place, event: SetEvent | DocumentEvent, point: EventPoint): number {
  const byTime = BigInt(event.ts) - point.ts;
  if (byTime !== 0n) return byTime < 0n ? -1 : 1;
  const byAction = orderOfAction(event.action) - orderOfAction(point.action);
  const byDocument = compareDocuments(refKey(event.ref, session), point, session);
  // Of events of sets the document counts before the action, and later actions first.
  return event instanceof SetEvent && point.isOfSet ? byDocument || -byAction : byAction || byDocument;
}

function compareDocuments(key: string, { ref }: EventPoint, session: Place['session']): number {
  if (ref === 'first') return 1;
  if (ref === 'last') return -1;
  const other = refKey(ref, session);
  return key < other ? -1 : key > other ? 1 : 0;
}
