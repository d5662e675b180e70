/** Events of the past: pages of feeds, and what a stream has missed. Source: recorded `feeds`, `resuming a stream`. */
import { oldestReadable } from '../model/document-versions.ts';
import type { Context } from '../runtime/context.ts';
import { formatTime } from '../runtime/time-text.ts';
import { Time } from '../runtime/value.ts';
import type { Source } from '../stdlib/event-token.ts';
import { type Change, changesOf, collectionOf, type Touched } from './changes.ts';
import { behind, type EventCursor } from './event-cursor.ts';
import { type StreamProblem, writeTold } from './event-text.ts';
import { measure, withCost } from './metrics.ts';
import { translate } from './translate.ts';

export interface Page {
  readonly events: readonly string[];
  /** Where to go on. */
  readonly cursor: EventCursor;
  readonly hasNext: boolean;
  /** Whether the last event is an error, which ends a stream. */
  readonly failed: boolean;
}

export interface PageOptions {
  /** At most so many events. */
  readonly size: number;
  /** Milliseconds since 1970: the page ends, with what it has, at the first change after that. */
  readonly deadline: number;
}

/** The changes that lie behind a place, in order. What a collection that is gone held has no changes any more. */
export function* changesAfter(
  context: Context,
  { origin }: Source,
  touched: Iterable<Touched>,
  from: EventCursor,
): Generator<Change, void> {
  const definition = context.database.schema.collection(collectionOf(origin));
  if (!definition) return;
  for (const each of touched) {
    if (each.time < from.time) continue;
    for (const change of changesOf(context, origin, definition, each)) {
      if (each.time > from.time || change.ordinal > from.ordinal) yield change;
    }
  }
}

/** Why there can be no events behind the place: what lies there may be forgotten already. */
export function problemWithStart(
  context: Context,
  { origin }: Source,
  from: EventCursor,
): readonly [code: StreamProblem, message: string] | undefined {
  const definition = context.database.schema.collection(collectionOf(origin));
  if (from.seen >= oldestReadable(definition, context.transaction.time)) return undefined;
  const time = formatTime(Time.ofMicros(from.seen));
  const message = `Stream start time ${time} is too far in the past. Recreate the stream and try again.`;
  return ['invalid_stream_start_time', message];
}

/** The events behind a place; the first error ends the page. */
export function readPage(
  context: Context,
  source: Source,
  touched: readonly Touched[],
  from: EventCursor,
  { size, deadline }: PageOptions,
): Page {
  const events: string[] = [];
  let cursor = from;
  let [full, failed] = [false, false];
  for (const change of changesAfter(context, source, touched, from)) {
    if (full) return { events, cursor, hasNext: true, failed };
    const finish = measure(context);
    const told = translate(context, source, change, true);
    cursor = { time: change.time, ordinal: change.ordinal, seen: change.time };
    if (told) events.push(writeTold(told, cursor, withCost(finish(), change.cost)));
    failed = told?.type === 'error';
    full = failed || events.length >= size || Date.now() > deadline;
  }
  const { snapshot, time } = context.transaction;
  return { events, cursor: behind(snapshot.time, time), hasNext: false, failed };
}
