/** What a transaction did to a set: which documents came into it, and which went. */
import type { Reader } from '../../model/schema.ts';
import { isExpired, keyOfId } from '../../model/stored-row.ts';
import type { Json, Write } from '../../store/store.ts';
import { indexAt, refToIndex } from '../indexes/definition.ts';
import { decodeValues, readEntry, refInKey } from '../indexes/entries.ts';
import type { Place } from '../place.ts';
import { IndexSet } from '../sets/index-set.ts';
import { mayReadEntry } from '../sets/read-set.ts';
import type { DocumentsSet } from '../sets/schema-set.ts';
import { Action, ArrayValue, ObjectValue, Ref, type Value } from '../value.ts';
import { documentShown, type StreamEvent } from './event.ts';

/**
 * `before`: the database as the transaction found it; `writes`: those that the set's watch is for; `time`: the
 * transaction's, in microseconds. What was written into the past of a set is not told.
 */
export function eventsOfSet(
  place: Place,
  set: IndexSet | DocumentsSet,
  before: Reader,
  writes: readonly Write[],
  time: number,
): StreamEvent[] {
  const show = set instanceof IndexSet ? entriesShown(place, set) : documentsShown(place, set);
  const readable = show && set.readable(place);
  if (!readable) return [];
  return writes.flatMap(({ table, key, row }) => {
    const [old, now] = [living(before.get(table, key), time), living(row, time)];
    const changed = now ?? old;
    if ((old === undefined) === (now === undefined) || changed === undefined) return [];
    const { ref, index } = show(key, changed);
    if (readable.filtered && !mayReadEntry(place, ref)) return [];
    const action = new Action(now === undefined ? 'remove' : 'add');
    return [{ type: 'set', fields: { action, document: documentShown(ref, time), index } } as const];
  });
}

/** What has expired went without an event. */
function living(row: Json | undefined, time: number): Json | undefined {
  const ttl = row === undefined ? undefined : (row as { readonly ttl?: number | string }).ttl;
  return isExpired(ttl, time) ? undefined : row;
}

/** Of a row of the set, the document and where in which index it stands. */
type Show = (key: string, row: Json) => { readonly ref: Ref; readonly index: Value };

/** Undefined of an index that is gone, whose entries went with it. */
function entriesShown(place: Place, { index, terms }: IndexSet): Show | undefined {
  const to = refToIndex(index);
  if (!indexAt(place, to)) return undefined;
  return (key, row) => ({
    ref: refInKey(place, index.scope, key),
    index: indexShown(to, terms, decodeValues(place, index.scope, readEntry(row))),
  });
}

/** Undefined of a collection that is gone. The list of its documents is an index that has no name. */
function documentsShown({ session }: Place, { scope, collection }: DocumentsSet): Show | undefined {
  if (!session.database(scope)?.schema.collection(collection)) return undefined;
  const index = indexShown(undefined, [new Ref(scope, 'Collection', collection)], []);
  return (key) => ({ ref: new Ref(scope, collection, keyOfId(key)), index });
}

function indexShown(ref: Ref | undefined, terms: readonly Value[], values: readonly Value[]): ObjectValue {
  return ObjectValue.of([
    ...(ref ? [['ref', ref] as const] : []),
    ['terms', new ArrayValue(terms)],
    ['values', new ArrayValue(values)],
  ]);
}
