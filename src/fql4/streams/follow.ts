/** Streams of FQL v4: what is followed, and what each transaction did to it. */
import type { Reader } from '../../model/schema.ts';
import type { Context } from '../../runtime/context.ts';
import type { Write } from '../../store/store.ts';
import type { ApiVersion } from '../api-version.ts';
import { evaluate } from '../evaluate.ts';
import { readJson } from '../json.ts';
import { parseExpression } from '../parse/parse.ts';
import { type Fql4Answer, placeOf, refuse } from '../run.ts';
import { Session } from '../session.ts';
import { registerSession } from '../sessions.ts';
import { Ref } from '../value.ts';
import { eventsOfDocument } from './document-events.ts';
import { type EventField, writeEvent } from './event.ts';
import { eventsOfSet } from './set-events.ts';
import { type StreamSource, streamSourceOf, type Watch, watchesOf } from './source.ts';

export interface StreamRequest {
  /** The expression whose value is followed, as JSON. */
  readonly text: string;
  readonly version: ApiVersion;
  readonly fields: ReadonlySet<EventField>;
}

export interface Followed {
  readonly watches: readonly Watch[];
  /**
   * What a transaction did, as lines: `context` sees the database as it left it, `before` as it found it, and `writes`
   * are those of it that the watches are for.
   */
  readonly eventsIn: (context: Context, before: Reader, writes: readonly Write[]) => readonly string[];
}

const reading = { effect: 'read', reason: 'stream requests' } as const;

/** What the request is for, or why there is no such stream. Throws only what is no fault of the request. */
export function follow(context: Context, { text, version, fields }: StreamRequest): Followed | Fql4Answer {
  const session = new Session(context.evaluation);
  registerSession(session);
  try {
    const place = placeOf(context, session, version, reading);
    const source = streamSourceOf(evaluate(parseExpression(readJson(text), { place, version }), place), place);
    const eventsIn: Followed['eventsIn'] = (later, before, writes) =>
      linesOf(later, source, { version, fields }, before, writes);
    return { watches: watchesOf(place, source), eventsIn };
  } catch (problem) {
    return refuse(problem, session, version);
  }
}

function linesOf(
  context: Context,
  source: StreamSource,
  { version, fields }: Pick<StreamRequest, 'version' | 'fields'>,
  before: Reader,
  writes: readonly Write[],
): readonly string[] {
  const session = new Session(context.evaluation);
  registerSession(session);
  const place = placeOf(context, session, version, reading);
  const { time } = context.transaction.snapshot;
  const events =
    source instanceof Ref
      ? eventsOfDocument(place, source, before, time)
      : eventsOfSet(place, source, before, writes, time);
  return events.map((event) => writeEvent(place, time, event, fields));
}
