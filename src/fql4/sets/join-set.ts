/** `Join`: the sets that the entries of another lead to, by an index or a lambda, as one. */
import type { ApiVersion } from '../api-version.ts';
import { set as setArgument } from '../cast.ts';
import { lambdaLiteral } from '../documents/convert.ts';
import { largestEffect } from '../effect.ts';
import { applyLambda } from '../evaluate.ts';
import { badArgument, fail, invalidRef, notFound, permissionDenied, wrongType } from '../failure.ts';
import { type Index, indexAt, refToIndex } from '../indexes/definition.ts';
import { refKey, valueKey } from '../keys.ts';
import { isInScope } from '../permissions.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { type DocumentEvent, Lambda, ObjectValue, Ref, SetEvent, SetRef, UnresolvedRef, type Value } from '../value.ts';
import { merged } from './algebra.ts';
import { IndexSet, inTime } from './index-set.ts';
import { shownEntry } from './read-set.ts';
import { type Entry, entryValues, SetPlan, type Shape, type Shown, type Stretch } from './set-plan.ts';

/** Errors: `invalid argument`, `invalid ref`, `instance not found`, `permission denied`. */
export function joinSet(source: SetPlan, target: Value, place: Place, position: Position): SetRef {
  const at = position.at('with');
  if (target instanceof Lambda) {
    if (largestEffect(target.expression.body) !== 'pure') {
      const message = 'Invalid lambda. Lambda in this context may not read, write, or call a user function.';
      fail(badArgument(at, message));
    }
    return new SetRef(new LambdaJoin(source, target, position));
  }
  if (target instanceof UnresolvedRef) fail(invalidRef(target, at));
  if (!(target instanceof Ref) || target.collection !== ':Index') {
    return fail(wrongType(['Lambda', 'Index Ref'], target, at));
  }
  if (!isInScope(place, target.scope)) fail(permissionDenied(at));
  const index = indexAt(place, target);
  return index ? new SetRef(new IndexJoin(source, index)) : fail(notFound(target, at));
}

abstract class Join extends SetPlan {
  constructor(
    readonly source: SetPlan,
    /** What leads from an entry to its set. */
    readonly way: Ref | Lambda,
  ) {
    super();
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

  /** The same join of another set. */
  protected abstract of(source: SetPlan): SetPlan;

  /** The set that an entry of the source leads to; undefined where it may not be read. */
  protected abstract target(place: Place, entry: Pick<Entry, 'ref' | 'values'>): SetPlan | undefined;

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const streams: Iterable<Entry>[] = [];
    for (const entry of this.source.entries(place, { descending: stretch.descending })) {
      const target = this.target(place, entry);
      if (target) streams.push(target.entries(place, stretch));
    }
    yield* merged(streams, stretch.descending);
  }

  /** Events of the targets while the source leads to them. */
  override *events(place: Place): Generator<SetEvent> {
    const events: SetEvent[] = [];
    for (const { ref, values, from, to } of spans(place, this.source.events(place))) {
      const target = this.target(place, { ref, values });
      for (const event of target?.events(place) ?? []) {
        if (event instanceof SetEvent && event.ts >= from && event.ts < to) events.push(event);
      }
    }
    yield* inTime(place, events);
  }

  plain(): Value {
    const way = this.way instanceof Lambda ? lambdaLiteral(this.way) : this.way;
    const set = ObjectValue.of([
      ['join', this.source.plain()],
      ['with', way],
    ]);
    return ObjectValue.of([['@set', set]]);
  }

  shown(_version: ApiVersion): Shown {
    const value = ObjectValue.of([
      ['join', new SetRef(this.source)],
      ['with', this.way],
    ]);
    return { value };
  }
}

interface Span {
  readonly ref: Ref;
  readonly values: readonly Value[];
  readonly from: number;
  readonly to: number;
}

/** From when until when each entry was there. */
function spans({ session }: Place, events: Iterable<SetEvent | DocumentEvent>): Span[] {
  const open = new Map<string, { ref: Ref; values: readonly Value[]; from: number }>();
  const done: Span[] = [];
  for (const event of events) {
    if (!(event instanceof SetEvent)) continue;
    const key = [refKey(event.ref, session), ...event.values.map((value) => valueKey(value, session))].join();
    const since = open.get(key);
    if (event.action === 'add') open.set(key, since ?? { ref: event.ref, values: event.values, from: event.ts });
    else if (since) {
      done.push({ ...since, to: event.ts });
      open.delete(key);
    }
  }
  for (const each of open.values()) done.push({ ...each, to: Number.POSITIVE_INFINITY });
  return done;
}

class IndexJoin extends Join {
  readonly shape: Shape;

  constructor(
    source: SetPlan,
    readonly index: Index,
  ) {
    super(source, refToIndex(index));
    this.shape = new IndexSet(index, []).shape;
  }

  protected of(source: SetPlan): SetPlan {
    return new IndexJoin(source, this.index);
  }

  protected target(place: Place, entry: Pick<Entry, 'ref' | 'values'>): SetPlan | undefined {
    return new IndexSet(this.index, entryValues(entry)).readable(place);
  }
}

class LambdaJoin extends Join {
  readonly shape: Shape = { values: 'any', reversed: [], historical: false };

  constructor(
    source: SetPlan,
    readonly lambda: Lambda,
    readonly position: Position,
  ) {
    super(source, lambda);
  }

  protected of(source: SetPlan): SetPlan {
    return new LambdaJoin(source, this.lambda, this.position);
  }

  protected target(place: Place, entry: Pick<Entry, 'ref' | 'values'>): SetPlan | undefined {
    const at = this.position.at('with');
    return setArgument.cast(applyLambda(this.lambda, shownEntry(entry), place, at), at, place).readable(place);
  }
}
