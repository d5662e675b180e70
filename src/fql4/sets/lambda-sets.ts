/** Sets that evaluate something for each entry: `Filter`, `Join` with a lambda or an index. */
import type { ApiVersion } from '../api-version.ts';
import { boolean, set as setArgument } from '../cast.ts';
import { lambdaLiteral } from '../documents/convert.ts';
import { largestEffect } from '../effect.ts';
import { applyLambda } from '../evaluate.ts';
import { badArgument, fail, invalidRef, notFound, permissionDenied, wrongType } from '../failure.ts';
import { type Index, indexAt, refToIndex } from '../indexes/definition.ts';
import { isInScope } from '../permissions.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import {
  ArrayValue,
  type DocumentEvent,
  Lambda,
  ObjectValue,
  Ref,
  SetEvent,
  SetRef,
  UnresolvedRef,
  type Value,
} from '../value.ts';
import { merged } from './algebra.ts';
import { IndexSet, inTime } from './index-set.ts';
import { type Entry, entryValues, NoHistory, SetPlan, type Shape, type Shown, type Stretch } from './set-plan.ts';

/** What a lambda gets of an entry: its one value, or an array of them. */
function argumentOf(entry: Pick<Entry, 'ref' | 'values'>): Value {
  const values = entryValues(entry);
  return values.length === 1 ? (values[0] ?? null) : new ArrayValue(values);
}

export function filterSet(lambda: Lambda, source: SetPlan, position: Position): SetRef {
  if (largestEffect(lambda.expression.body) === 'write') {
    fail(
      badArgument(
        position.at('filter'),
        'Invalid lambda. Lambda in this context may not write or call a user function.',
      ),
    );
  }
  return new SetRef(new FilterSet(source, lambda, position));
}

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

class FilterSet extends SetPlan {
  constructor(
    readonly source: SetPlan,
    readonly lambda: Lambda,
    readonly position: Position,
  ) {
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
    return source && new FilterSet(source, this.lambda, this.position);
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const at = this.position.at('filter');
    for (const entry of this.source.entries(place, stretch)) {
      if (boolean.cast(applyLambda(this.lambda, argumentOf(entry), place, at), at, place)) yield entry;
    }
  }

  override cursorKey(place: Place, values: readonly Value[], ref: Ref | undefined): string {
    return this.source.cursorKey(place, values, ref);
  }

  override events(_place: Place): Iterable<SetEvent> {
    throw new NoHistory();
  }

  plain(): Value {
    return ObjectValue.of([
      [
        '@set',
        ObjectValue.of([
          ['filter', lambdaLiteral(this.lambda)],
          ['collection', this.source.plain()],
        ]),
      ],
    ]);
  }

  shown(_version: ApiVersion): Shown {
    return {
      value: ObjectValue.of([
        ['filter', this.lambda],
        ['collection', new SetRef(this.source)],
      ]),
    };
  }
}

abstract class Join extends SetPlan {
  constructor(readonly source: SetPlan) {
    super();
  }

  get filtered(): boolean {
    return this.source.filtered;
  }

  get partitions(): number {
    return this.source.partitions;
  }

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
    for (const { ref, values, from, to } of spans(this.source.events(place))) {
      const target = this.target(place, { ref, values });
      for (const event of target?.events(place) ?? []) {
        if (event instanceof SetEvent && event.ts >= from && event.ts < to) events.push(event);
      }
    }
    yield* inTime(place, events);
  }
}

interface Span {
  readonly ref: Ref;
  readonly values: readonly Value[];
  readonly from: number;
  readonly to: number;
}

/** From when until when each entry was there. */
function spans(events: Iterable<SetEvent | DocumentEvent>): Span[] {
  const open = new Map<string, { ref: Ref; values: readonly Value[]; from: number }>();
  const done: Span[] = [];
  for (const event of events) {
    if (!(event instanceof SetEvent)) continue;
    const key = JSON.stringify([event.ref.collection, String(event.ref.id), event.values.map(String)]);
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

export class IndexJoin extends Join {
  readonly shape: Shape;

  constructor(
    source: SetPlan,
    readonly index: Index,
  ) {
    super(source);
    this.shape = new IndexSet(index, []).shape;
  }

  readable(place: Place): SetPlan | undefined {
    const source = this.source.readable(place);
    return source && new IndexJoin(source, this.index);
  }

  protected target(place: Place, entry: Pick<Entry, 'ref' | 'values'>): SetPlan | undefined {
    return new IndexSet(this.index, entryValues(entry)).readable(place);
  }

  plain(): Value {
    return ObjectValue.of([
      [
        '@set',
        ObjectValue.of([
          ['join', this.source.plain()],
          ['with', refToIndex(this.index)],
        ]),
      ],
    ]);
  }

  shown(_version: ApiVersion): Shown {
    return {
      value: ObjectValue.of([
        ['join', new SetRef(this.source)],
        ['with', refToIndex(this.index)],
      ]),
    };
  }
}

export class LambdaJoin extends Join {
  readonly shape: Shape = { values: 'any', reversed: [], historical: false };

  constructor(
    source: SetPlan,
    readonly lambda: Lambda,
    readonly position: Position,
  ) {
    super(source);
  }

  readable(place: Place): SetPlan | undefined {
    const source = this.source.readable(place);
    return source && new LambdaJoin(source, this.lambda, this.position);
  }

  protected target(place: Place, entry: Pick<Entry, 'ref' | 'values'>): SetPlan | undefined {
    const at = this.position.at('with');
    return setArgument.cast(applyLambda(this.lambda, argumentOf(entry), place, at), at, place).readable(place);
  }

  plain(): Value {
    return ObjectValue.of([
      [
        '@set',
        ObjectValue.of([
          ['join', this.source.plain()],
          ['with', lambdaLiteral(this.lambda)],
        ]),
      ],
    ]);
  }

  shown(_version: ApiVersion): Shown {
    return {
      value: ObjectValue.of([
        ['join', new SetRef(this.source)],
        ['with', this.lambda],
      ]),
    };
  }
}
