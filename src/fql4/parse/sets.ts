/** Sets as drivers send them back: what stands within `@set`. */
import { collectionRef, identifier, oneOrMore, ref, set, stringOrIndex, term, zeroOrMore } from '../cast.ts';
import { collect, fail, invalidLiteral } from '../failure.ts';
import type { Argument } from '../form.ts';
import type { Position } from '../position.ts';
import { DistinctSet, ReverseSet } from '../sets/derived-sets.ts';
import { filterSet } from '../sets/filter-set.ts';
import { joinSet } from '../sets/join-set.ts';
import { combine, documentsOf, eventsOf, match, rangeOf, singletonOf } from '../sets/make-set.ts';
import type { SetPlan } from '../sets/set-plan.ts';
import { ArrayValue, ObjectValue, type Ref, type Value } from '../value.ts';
import { asParsing, readLambda } from './escapes.ts';
import { literalWithin } from './parse.ts';
import type { Surroundings } from './surroundings.ts';

/** Throws Fql4Failure. */
export function parseSet(fields: ReadonlyMap<string, Value>, around: Surroundings, position: Position): SetPlan {
  const keys = [...fields.keys()].sort().join();
  const read = readers[keys];
  if (!read) return fail(invalidLiteral('set', position));
  const reader = new Reader(fields, around, position);
  return asParsing(() => read(reader));
}

class Reader {
  constructor(
    private readonly fields: ReadonlyMap<string, Value>,
    readonly around: Surroundings,
    readonly position: Position,
  ) {}

  literal(key: string): Value {
    return literalWithin(this.fields.get(key) ?? null, this.around, this.position.at(key));
  }

  raw(key: string): Value {
    return this.fields.get(key) ?? null;
  }

  as<T>(key: string, { cast }: Argument<T>): T {
    return cast(this.literal(key), this.position.at(key), this.around.place);
  }

  terms(key: string): readonly Value[] {
    return this.as(key, zeroOrMore(term));
  }

  sets(key: string): readonly [SetPlan, ...SetPlan[]] {
    return this.as(key, oneOrMore(set));
  }

  get place() {
    return this.around.place;
  }
}

const readers: Readonly<Record<string, (reader: Reader) => SetPlan>> = {
  'index,match': (reader) => {
    const [values, index] = collect<unknown>([() => reader.terms('match'), () => reader.as('index', stringOrIndex)]);
    return match(reader.place, index as string | Ref, values as readonly Value[], reader.position);
  },
  'match,terms': (reader) => {
    const [values, index] = collect<unknown>([() => reader.terms('terms'), () => reader.as('match', stringOrIndex)]);
    return match(reader.place, index as string | Ref, values as readonly Value[], reader.position);
  },
  match: (reader) => match(reader.place, reader.as('match', stringOrIndex), [], reader.position),
  singleton: (reader) => singletonOf(reader.as('singleton', ref)),
  events: (reader) => eventsOf(reader.as('events', identifier), reader.position),
  documents: (reader) => documentsOf(reader.as('documents', collectionRef)),
  union: (reader) => combine('union', reader.sets('union'), reader.position),
  intersection: (reader) => combine('intersection', reader.sets('intersection'), reader.position),
  difference: (reader) => combine('difference', reader.sets('difference'), reader.position),
  distinct: (reader) => new DistinctSet(reader.as('distinct', set)),
  reverse: (reader) => new ReverseSet(reader.as('reverse', set)),
  'from,range,to': (reader) =>
    rangeOf(reader.place, reader.as('range', set), reader.literal('from'), reader.literal('to'), reader.position),
  'from,range': (reader) =>
    rangeOf(reader.place, reader.as('range', set), reader.literal('from'), emptyBound, reader.position),
  'range,to': (reader) =>
    rangeOf(reader.place, reader.as('range', set), emptyBound, reader.literal('to'), reader.position),
  range: (reader) => rangeOf(reader.place, reader.as('range', set), emptyBound, emptyBound, reader.position),
  'join,with': (reader) => {
    const source = reader.as('join', set);
    const target = reader.raw('with');
    const at = reader.position.at('with');
    return joinSet(source, joinTarget(reader, target, at), reader.place, reader.position).plan;
  },
  'collection,filter': (reader) => {
    const at = reader.position.at('filter');
    return filterSet(readLambda(reader.raw('filter'), reader.around, at), reader.as('collection', set), reader.position)
      .plan;
  },
};

/** A lambda stands bare here; an index as its reference. */
function joinTarget({ around }: Reader, target: Value, position: Position): Value {
  if (target instanceof ObjectValue && target.fields.has('@ref')) return literalWithin(target, around, position);
  return readLambda(target, around, position);
}

const emptyBound = new ArrayValue([]);
