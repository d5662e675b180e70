/** As of when something is read: the argument of `At`, and the `ts` of reads. */
import { Time } from '../runtime/value.ts';
import { argument } from './cast.ts';
import { fail, wrongType } from './failure.ts';
import type { Place } from './place.ts';
import type { Position } from './position.ts';
import type { Value } from './value.ts';

/** Microseconds since 1970, or 'now': the transaction's own time, at which its writes show. */
export type ReadTime = number | 'now';

/** Throws Fql4Failure. */
export function readTimeOf(value: Value, position: Position, place: Place): ReadTime {
  const micros =
    typeof value === 'bigint'
      ? Number(value)
      : value instanceof Time
        ? value.micros
        : fail(wrongType(['Time'], value, position));
  // Looking into the future shows what is there now.
  return micros >= place.session.time ? 'now' : micros;
}

export const readTime = argument<ReadTime>(readTimeOf);

export function atTime(place: Place, time: ReadTime | undefined): Place {
  if (time === undefined) return place;
  const readTime = time === 'now' ? undefined : time;
  return readTime === place.readTime ? place : { ...place, readTime };
}
