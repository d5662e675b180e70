/** Sets made of another: `Distinct`, `Range`, `Reverse`, and what happened to it, `Events`. */
import { afterPrefix, invert } from '../../transaction/key.ts';
import type { ApiVersion } from '../api-version.ts';
import type { Place } from '../place.ts';
import { ArrayValue, type DocumentEvent, ObjectValue, type Ref, type SetEvent, SetRef, type Value } from '../value.ts';
import { type Entry, NoHistory, SetPlan, type Shape, type Shown, type Stretch } from './set-plan.ts';

/** A set with the shape and the rights of another. */
export abstract class DerivedSet extends SetPlan {
  constructor(readonly source: SetPlan) {
    super();
  }

  get shape(): Shape {
    return this.source.shape;
  }

  get filtered(): boolean {
    return this.source.filtered;
  }

  get partitions(): number {
    return this.source.partitions;
  }

  readable(place: Place): SetPlan | undefined {
    const source = this.source.readable(place);
    return source && this.of(source);
  }

  /** The same set of another one. */
  protected abstract of(source: SetPlan): SetPlan;

  override cursorKey(place: Place, values: readonly Value[], ref: Ref | undefined): string {
    return this.source.cursorKey(place, values, ref);
  }

  override events(_place: Place): Iterable<SetEvent | DocumentEvent> {
    throw new NoHistory();
  }
}

/** Of entries with equal values only the first. */
export class DistinctSet extends DerivedSet {
  protected of(source: SetPlan): SetPlan {
    return new DistinctSet(source);
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    let last: string | undefined;
    for (const entry of this.source.entries(place, stretch)) {
      if (entry.order !== last) yield entry;
      last = entry.order;
    }
  }

  override events(place: Place): Iterable<SetEvent | DocumentEvent> {
    return this.source.events(place);
  }

  plain(): Value {
    return ObjectValue.of([['@set', ObjectValue.of([['distinct', this.source.plain()]])]]);
  }

  shown(_version: ApiVersion): Shown {
    return { value: ObjectValue.of([['distinct', new SetRef(this.source)]]) };
  }
}

/** A bound of a range: the values and perhaps the document, and the key they make. */
export interface Bound {
  readonly values: readonly Value[];
  readonly key: string;
}

/** The entries from one bound to the other, all that begin with the bounds included. */
export class RangeSet extends DerivedSet {
  constructor(
    source: SetPlan,
    readonly lower: Bound,
    readonly upper: Bound,
  ) {
    super(source);
  }

  protected of(source: SetPlan): SetPlan {
    return new RangeSet(source, this.lower, this.upper);
  }

  entries(place: Place, { from, to, descending }: Stretch): Iterable<Entry> {
    const end = this.upper.key === '' ? undefined : afterPrefix(this.upper.key);
    const lower = from !== undefined && from > this.lower.key ? from : this.lower.key;
    const upper = to === undefined ? end : end === undefined || to < end ? to : end;
    if (upper !== undefined && lower >= upper) return [];
    return this.source.entries(place, { from: lower, to: upper, descending });
  }

  plain(): Value {
    return ObjectValue.of([['@set', this.contents(this.source.plain())]]);
  }

  shown(_version: ApiVersion): Shown {
    return { value: this.contents(new SetRef(this.source)) };
  }

  private contents(source: Value): ObjectValue {
    const side = (name: string, { values }: Bound) => {
      const [only] = values;
      if (only === undefined) return [];
      return [[name, values.length === 1 ? only : new ArrayValue(values)] as const];
    };
    return ObjectValue.of([['range', source], ...side('from', this.lower), ...side('to', this.upper)]);
  }
}

/** The entries from the last to the first. Keys are turned around, so that it is in order of its own. */
export class ReverseSet extends DerivedSet {
  override get shape(): Shape {
    const { shape } = this.source;
    // A set of documents alone has no order that could be said: with others it goes only when those are reversed too.
    if (shape.values === 0) return { ...shape, values: 1, reversed: [true] };
    return { ...shape, reversed: shape.reversed.map((reverse) => !reverse) };
  }

  protected of(source: SetPlan): SetPlan {
    return new ReverseSet(source);
  }

  override cursorKey(place: Place, values: readonly Value[], ref: Ref | undefined): string {
    return invert(this.source.cursorKey(place, values, ref));
  }

  *entries(place: Place, { from, to, descending }: Stretch): Generator<Entry> {
    const stretch: Stretch = {
      from: to === undefined ? undefined : afterPrefix(invert(to)),
      to: from === undefined || from === '' ? undefined : afterPrefix(invert(from)),
      descending: !descending,
    };
    for (const entry of this.source.entries(place, stretch)) {
      yield { ...entry, key: invert(entry.key), order: invert(entry.order), sources: [this] };
    }
  }

  plain(): Value {
    return ObjectValue.of([['@set', ObjectValue.of([['reverse', this.source.plain()]])]]);
  }

  shown(_version: ApiVersion): Shown {
    return { value: ObjectValue.of([['reverse', new SetRef(this.source)]]) };
  }
}

/** What happened to a set or document: its pages are of events. */
export class EventsSet extends DerivedSet {
  override get shape(): Shape {
    return { ...this.source.shape, historical: true };
  }

  protected of(source: SetPlan): SetPlan {
    return new EventsSet(source);
  }

  entries(place: Place, stretch: Stretch): Iterable<Entry> {
    return this.source.entries(place, stretch);
  }

  override events(place: Place): Iterable<SetEvent | DocumentEvent> {
    return this.source.events(place);
  }

  plain(): Value {
    return ObjectValue.of([['@set', ObjectValue.of([['events', this.source.plain()]])]]);
  }

  shown(version: ApiVersion): Shown {
    return { value: ObjectValue.of([['events', this.source.shown(version).value]]) };
  }
}
