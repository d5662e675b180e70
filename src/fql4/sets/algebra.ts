/** Sets put together: `Union`, `Intersection`, `Difference`. Source: recorded `operations on sets`. */
import type { ApiVersion } from '../api-version.ts';
import { refKey, valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import { ArrayValue, type DocumentEvent, ObjectValue, SetEvent, SetRef, type Value } from '../value.ts';
import { inTime } from './index-set.ts';
import { type Entry, entryValues, SetPlan, type Shape, type Shown, type Stretch } from './set-plan.ts';

type Operation = 'union' | 'intersection' | 'difference';

export class CombinedSet extends SetPlan {
  readonly shape: Shape;

  constructor(
    readonly operation: Operation,
    readonly sets: readonly [SetPlan, ...SetPlan[]],
  ) {
    super();
    this.shape = sets[0].shape;
  }

  get filtered(): boolean {
    return this.sets.some(({ filtered }) => filtered);
  }

  get partitions(): number {
    return this.sets.reduce((sum, { partitions }) => sum + partitions, 0);
  }

  /** Of a union what may be read remains; an intersection needs all of them, a difference the first. */
  readable(place: Place): SetPlan | undefined {
    const readable = this.sets.map((set) => set.readable(place));
    const [first, ...rest] = readable.filter((set) => set !== undefined);
    const complete = readable.every((set) => set !== undefined);
    if (!first || (this.operation === 'intersection' && !complete)) return undefined;
    if (this.operation === 'difference' && !readable[0]) return undefined;
    return new CombinedSet(this.operation, [first, ...rest]);
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const streams = this.sets.map((set) => set.entries(place, stretch));
    for (const group of groups(streams, stretch.descending)) {
      const chosen = this.choose(group);
      const sources = unique(group.flatMap((entries) => entries.flatMap((entry) => entry.sources)));
      for (const entry of chosen) yield { ...entry, sources };
    }
  }

  /** Of entries with equal values, which of the sets' the result has: as many as the set with most, or with fewest. */
  private choose(group: readonly (readonly Entry[])[]): readonly Entry[] {
    if (this.operation === 'union') return group.reduce((most, each) => (each.length > most.length ? each : most));
    if (this.operation === 'intersection') {
      return group.reduce((fewest, each) => (each.length < fewest.length ? each : fewest));
    }
    const [first = [], ...others] = group;
    return others.every((each) => each.length === 0) ? first : [];
  }

  /** Of a union all that happened to its sets; of others, an entry is there while the sets that have it say so. */
  override *events(place: Place): Generator<SetEvent | DocumentEvent> {
    if (this.operation === 'union') {
      const events = this.sets.flatMap((set) => [...set.events(place)]);
      yield* new Map(inTime(place, events).map((event) => [eventKey(place, event), event])).values();
      return;
    }
    const all = this.sets.flatMap((set, index) => [...set.events(place)].map((event) => ({ event, index })));
    const members = new Map<string, Set<number>>();
    const sorted = [...all].sort((a, b) => a.event.ts - b.event.ts || rank(a.event) - rank(b.event));
    const result: SetEvent[] = [];
    for (const { event, index } of sorted) {
      const set = asSetEvent(event);
      const key = entryValues({ ref: set.ref, values: set.values })
        .map((value) => valueKey(value, place.session))
        .concat(refKey(set.ref, place.session))
        .join('');
      const inside = members.get(key) ?? new Set<number>();
      members.set(key, inside);
      const before = this.isMember(inside);
      if (set.action === 'add') inside.add(index);
      else inside.delete(index);
      const after = this.isMember(inside);
      if (before !== after) result.push(new SetEvent(set.ts, set.ref, after ? 'add' : 'remove', set.values));
    }
    yield* inTime(place, result);
  }

  private isMember(inside: ReadonlySet<number>): boolean {
    if (this.operation === 'union') return inside.size > 0;
    if (this.operation === 'intersection') return inside.size === this.sets.length;
    return inside.size === 1 && inside.has(0);
  }

  plain(): Value {
    const sets = new ArrayValue(this.sets.map((set) => set.plain()));
    return ObjectValue.of([['@set', ObjectValue.of([[this.operation, sets]])]]);
  }

  shown(_version: ApiVersion): Shown {
    const [only, ...others] = this.sets.map((set) => new SetRef(set));
    const value: Value = others.length === 0 ? (only ?? null) : new ArrayValue([only ?? null, ...others]);
    return { value: ObjectValue.of([[this.operation, value]]) };
  }
}

/** Of events that are the same the same. */
function eventKey({ session }: Place, event: SetEvent | DocumentEvent): string {
  const values = event instanceof SetEvent ? event.values.map((value) => valueKey(value, session)).join('') : '';
  return `${event.ts} ${event.action} ${refKey(event.ref, session)} ${values}`;
}

function rank(event: SetEvent | DocumentEvent): number {
  return asSetEvent(event).action === 'add' ? 0 : 1;
}

function asSetEvent(event: SetEvent | DocumentEvent): SetEvent {
  if (event instanceof SetEvent) return event;
  return new SetEvent(event.ts, event.ref, event.action === 'delete' ? 'remove' : 'add', []);
}

export function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

/** Entries with equal values of all streams, in order; one list for each stream. */
function* groups(streams: readonly Iterable<Entry>[], descending: boolean): Generator<Entry[][]> {
  const iterators = streams.map((stream) => stream[Symbol.iterator]());
  const heads = iterators.map((iterator) => iterator.next());
  for (;;) {
    let next: string | undefined;
    for (const head of heads) {
      if (head.done) continue;
      const { order } = head.value;
      if (next === undefined || (order !== next && order < next !== descending)) next = order;
    }
    if (next === undefined) return;
    yield iterators.map((iterator, index) => {
      const equal: Entry[] = [];
      for (let head = heads[index]; head && !head.done && head.value.order === next; head = heads[index]) {
        equal.push(head.value);
        heads[index] = iterator.next();
      }
      return equal;
    });
  }
}

/** All streams as one, of entries with equal values only the first. */
export function* merged(streams: readonly Iterable<Entry>[], descending: boolean): Generator<Entry> {
  for (const group of groups(streams, descending)) {
    const entries = group.flat();
    const [first] = entries;
    if (first) yield { ...first, sources: unique(entries.flatMap(({ sources }) => sources)) };
  }
}
