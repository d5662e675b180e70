/** What a transaction did to a document: its newest version, and those of the past that were written anew. */
import { type KeptVersion, versionsIn } from '../../model/document-history.ts';
import { oldestReadable } from '../../model/document-versions.ts';
import type { Reader } from '../../model/schema.ts';
import { isExpired, type StoredRow } from '../../model/stored-row.ts';
import { type HistoryEvent, historyOf } from '../documents/history.ts';
import { contentsIn, definitionOf, shownFields } from '../documents/read.ts';
import { mayReadDocument, mayReadEvents } from '../permissions.ts';
import type { Place } from '../place.ts';
import { Action, ObjectValue, type Ref } from '../value.ts';
import { difference } from './difference.ts';
import { documentShown, type StreamEvent } from './event.ts';

/**
 * `before`: the database as the transaction found it; `place` sees it as the transaction left it, at `time`
 * (microseconds).
 */
export function eventsOfDocument(place: Place, ref: Ref, before: Reader, time: number): StreamEvent[] {
  const { scope, collection } = ref;
  const definition = definitionOf(place, ref);
  const id = place.session.numberOf(ref);
  if (!definition || id === undefined) return [];
  const oldest = oldestReadable(definition, time);
  const isKept = ({ row, until }: KeptVersion) => (until === undefined ? !isExpired(row.ttl, time) : until > oldest);
  const pointsIn = (reader: Reader) => pointsOf(versionsIn(reader, scope, collection, id).filter(isKept));
  const [old, now] = [pointsIn(before), pointsIn(place.session.transaction)];
  const row = [...now.values()].at(-1)?.row;
  const contents = row && contentsIn(place, row);
  const rewritten = rewrites(place, ref, old, now, time);
  const newest = now.get(time);
  return [
    ...(rewritten.length > 0 && mayReadEvents(place, ref, contents) ? rewritten : []),
    ...(newest && mayReadDocument(place, ref, contents) ? [versionEvent(place, ref, 'version', newest)] : []),
  ];
}

/** A point in the history of a document, and the version that was there before. */
interface Point extends HistoryEvent {
  readonly previous: StoredRow | undefined;
}

/** By time, oldest first. */
type Points = ReadonlyMap<number, Point>;

function pointsOf(versions: readonly KeptVersion[]): Points {
  const previous = new Map(versions.map(({ row, until }) => [until, row]));
  return new Map(historyOf(versions).map((event) => [event.ts, { ...event, previous: previous.get(event.ts) }]));
}

/** What was taken out of the past, then what follows upon something else than before, then what was put in. */
function rewrites(place: Place, ref: Ref, old: Points, now: Points, time: number): StreamEvent[] {
  const removed = [...old.values()].filter(({ ts }) => !now.has(ts));
  const written = [...now.values()].filter((point) => point.ts !== time && !isAlike(old.get(point.ts), point));
  const [revised, inserted] = [true, false].map((known) => written.filter(({ ts }) => old.has(ts) === known));
  return [
    ...removed.map(({ ts, action }): StreamEvent => {
      // Only whether the document was there is kept of a version.
      const stored = new Action(action === 'delete' ? 'delete' : 'create');
      return { type: 'history_rewrite', fields: { action: stored, document: documentShown(ref, ts) } };
    }),
    ...[...(revised ?? []), ...(inserted ?? [])].map((point) => versionEvent(place, ref, 'history_rewrite', point)),
  ];
}

function isAlike(a: Point | undefined, b: Point): boolean {
  const text = ({ action, row, previous }: Point) =>
    JSON.stringify([action, row?.data, row?.ttl, previous?.ts, previous?.data]);
  return a !== undefined && text(a) === text(b);
}

/** A deleted document shows as it was last, with the time of that version. */
function versionEvent(place: Place, ref: Ref, type: StreamEvent['type'], point: Point): StreamEvent {
  const { ts, action, row, previous } = point;
  const fieldsOf = (of: StoredRow | undefined) => new ObjectValue(of ? shownFields(place, ref, of) : new Map());
  const [after, before] = [fieldsOf(row), fieldsOf(previous)];
  const prev = documentShown(ref, previous?.ts ?? ts, before.fields);
  return {
    type,
    fields: {
      action: new Action(action),
      document: row ? documentShown(ref, ts, after.fields) : prev,
      diff: documentShown(ref, ts, row ? difference(before, after).fields : []),
      prev,
    },
  };
}
