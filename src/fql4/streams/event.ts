/** Events of streams as their clients get them. Source: the reference page "Event Streaming". */
import type { Place } from '../place.ts';
import { render } from '../render.ts';
import { ObjectValue, type Ref, type Value } from '../value.ts';

/** What events may tell, in the order in which they do. */
export const eventFields = ['action', 'document', 'diff', 'prev', 'index'] as const;
export type EventField = (typeof eventFields)[number];
export const defaultFields: ReadonlySet<EventField> = new Set(['action', 'document']);

export interface StreamEvent {
  readonly type: 'version' | 'history_rewrite' | 'set';
  readonly fields: Readonly<Partial<Record<EventField, Value>>>;
}

/** What happened in the transaction of `time` (microseconds), with the fields that were asked for. */
export function writeEvent(
  place: Place,
  time: number,
  { type, fields }: StreamEvent,
  asked: ReadonlySet<EventField>,
): string {
  const shown = eventFields.flatMap((name) => {
    const value = asked.has(name) ? fields[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return `{"type":"${type}","txn":${time},"event":${render(ObjectValue.of(shown), place)}}`;
}

/** The first event of every stream: all that happens after `time` (microseconds) is told. */
export function writeStart(time: number): string {
  return `{"type":"start","txn":${time},"event":${time}}`;
}

/** The last event of a stream that its client did not end. */
export function writeStreamError(time: number, code: string, description: string): string {
  return JSON.stringify({ type: 'error', txn: time, event: { code, description } });
}

/** A document, or as much of it as an event tells. */
export function documentShown(ref: Ref, ts: number, fields: Iterable<readonly [string, Value]> = []): ObjectValue {
  return ObjectValue.of([['ref', ref], ['ts', BigInt(ts)], ...fields]);
}
