/**
 * Sets: plans that know how to give their entries in order, between two keys and from either end, and what happened to
 * them. An entry is a document with the values an index covers.
 */
import type { ApiVersion } from '../api-version.ts';
import { ordered, refKey, valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import type { DocumentEvent, Ref, SetEvent, Value } from '../value.ts';

/** What entries look like: sets of different shapes can not be put together. */
export interface Shape {
  /** How many values an entry has; 'any' where only evaluation shows. */
  readonly values: number | 'any';
  /** Which of the values are in descending order. */
  readonly reversed: readonly boolean[];
  /** Whether it is of events. */
  readonly historical: boolean;
}

export interface Entry {
  readonly ref: Ref;
  readonly values: readonly Value[];
  /** The place of the entry in the set: its values and the document. */
  readonly key: string;
  /** What entries are compared by when sets are put together: the values, or the document where there are none. */
  readonly order: string;
  readonly sources: readonly SetPlan[];
}

/** Between two keys, the first included, the last not. */
export interface Stretch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly descending: boolean;
}

/** Thrown by sets whose events nobody can tell. */
export class NoHistory extends Error {
  override name = 'NoHistory';
}

export abstract class SetPlan {
  abstract readonly shape: Shape;
  /** Whether each document has to be asked for; false once the right to read all of them is known. */
  abstract readonly filtered: boolean;
  /** How many partitions are read, for the metrics. */
  abstract readonly partitions: number;
  /** The entries in order. */
  abstract entries(place: Place, stretch: Stretch): Iterable<Entry>;
  /** As much of it as may be read here; undefined where none of it may. */
  abstract readable(place: Place): SetPlan | undefined;
  /** As it is kept and compared. */
  abstract plain(): Value;
  /** What it shows as: what stands within `@set`, or the reference that stands for it. */
  abstract shown(version: ApiVersion): Shown;

  /** What has happened to it, oldest first. */
  events(_place: Place): Iterable<SetEvent | DocumentEvent> {
    throw new NoHistory();
  }

  /** The key of a cursor: what comes at or after it is at or after all entries that begin with the values. */
  cursorKey(place: Place, values: readonly Value[], ref: Ref | undefined): string {
    const { reversed } = this.shape;
    const keys = values.map((value, index) => ordered(valueKey(value, place.session), reversed[index] ?? false));
    return keys.join('') + (ref ? refKey(ref, place.session) : '');
  }

  /** The document of the first entry. */
  head(place: Place): Ref | undefined {
    for (const { ref } of this.entries(place, { descending: false })) return ref;
    return undefined;
  }
}

export interface Shown {
  readonly value: Value;
  /** Whether it stands alone, without `@set` around it. */
  readonly bare?: boolean;
}

export const singleShape: Shape = { values: 0, reversed: [], historical: false };

export function isCompatible(a: Shape, b: Shape): boolean {
  if (a.historical !== b.historical) return false;
  return a.reversed.every((reverse, index) => index >= b.reversed.length || b.reversed[index] === reverse);
}

/** A document in a set of documents. */
export function documentEntry(ref: Ref, place: Place, source: SetPlan): Entry {
  const key = refKey(ref, place.session);
  return { ref, values: [], key, order: key, sources: [source] };
}

/** What an entry gives: its values, the one value it has, or the reference where it has none. */
export function entryValues({ ref, values }: Pick<Entry, 'ref' | 'values'>): readonly Value[] {
  return values.length === 0 ? [ref] : values;
}
