/** `Match`: the entries of an index with these terms. */
import { requireKept } from '../../model/document-versions.ts';
import { isExpired } from '../../model/stored-row.ts';
import type { KeyRange, Entry as Row } from '../../store/store.ts';
import { afterPrefix, encodeInteger } from '../../transaction/key.ts';
import type { ApiVersion } from '../api-version.ts';
import { collectionsIn, type Index, refToIndex } from '../indexes/definition.ts';
import {
  collectionInKey,
  decodeValues,
  type EntryRow,
  entriesTable,
  pastEntriesTable,
  readEntry,
  refInKey,
  termsKey,
} from '../indexes/entries.ts';
import { refKey } from '../keys.ts';
import { mayReadIndex } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import { ArrayValue, type DocumentEvent, ObjectValue, SetEvent, type Value } from '../value.ts';
import { type Entry, SetPlan, type Shape, type Shown, type Stretch } from './set-plan.ts';

export class IndexSet extends SetPlan {
  readonly shape: Shape;
  readonly partitions: number;

  constructor(
    readonly index: Index,
    readonly terms: readonly Value[],
    readonly filtered = true,
  ) {
    super();
    const reversed = index.values.map(({ reverse }) => reverse);
    this.shape = { values: index.values.length, reversed, historical: false };
    this.partitions = index.partitions;
  }

  readable(place: Place): SetPlan | undefined {
    const how = mayReadIndex(place, refToIndex(this.index), this.terms);
    if (how === 'all') return new IndexSet(this.index, this.terms, false);
    return how && this;
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const prefix = this.prefix(place);
    if (prefix === undefined) return;
    const range = rangeOf(prefix, stretch);
    const rows =
      place.readTime === undefined
        ? this.now(place, range, stretch.descending)
        : this.past(place, range, stretch.descending, place.readTime);
    for (const [key, row] of rows) yield this.entryOf(place, prefix, key, row);
  }

  override *events(place: Place): Generator<SetEvent> {
    const prefix = this.prefix(place);
    if (prefix === undefined) return;
    const { transaction } = place.session;
    const range = rangeOf(prefix, { descending: false });
    const events: SetEvent[] = [];
    const add = (key: string, row: EntryRow) => {
      const ref = refInKey(place, this.index.scope, key);
      const values = decodeValues(place, this.index.scope, row);
      events.push(new SetEvent(row.ts, ref, 'add', values));
      if (row.until !== undefined) events.push(new SetEvent(row.until, ref, 'remove', values));
    };
    for (const [key, json] of transaction.scan(pastEntriesTable(this.index), range)) {
      add(key.slice(0, -timeLength), readEntry(json));
    }
    for (const [key, json] of transaction.scan(entriesTable(this.index), range)) add(key, readEntry(json));
    yield* inTime(place, events);
  }

  /** What the keys of the entries begin with; undefined where the terms are not as many as the index has. */
  prefix(place: Place): string | undefined {
    return this.terms.length === this.index.terms.length ? termsKey(place, this.terms) : undefined;
  }

  private *now(place: Place, range: KeyRange, descending: boolean): Generator<readonly [string, EntryRow]> {
    const { transaction, time } = place.session;
    for (const [key, json] of transaction.scan(entriesTable(this.index), range, descending)) {
      const row = readEntry(json);
      if (!isExpired(row.ttl, time) && this.isThere(place, key)) yield [key, row];
    }
  }

  private past(
    place: Place,
    range: KeyRange,
    descending: boolean,
    time: number,
  ): readonly (readonly [string, EntryRow])[] {
    const { transaction } = place.session;
    this.requireKept(place, time);
    const found: (readonly [string, EntryRow])[] = [];
    const take = ([key, json]: Row, suffix: number) => {
      const row = readEntry(json);
      if (row.ts > time || (row.until !== undefined && row.until <= time) || isExpired(row.ttl, time)) return;
      const entry = suffix === 0 ? key : key.slice(0, -suffix);
      if (this.isThere(place, entry)) found.push([entry, row]);
    };
    for (const row of transaction.scan(entriesTable(this.index), range)) take(row, 0);
    for (const row of transaction.scan(pastEntriesTable(this.index), range)) take(row, timeLength);
    found.sort(([a], [b]) => (a < b ? -1 : 1));
    return descending ? found.reverse() : found;
  }

  private requireKept(place: Place, time: number): void {
    const context = contextAt(place, this.index.scope);
    for (const id of collectionsIn(this.index, context.database.schema)) {
      requireKept(context, context.database.schema.collection(id), time);
    }
  }

  /** Entries may outlive their collection until they are swept. */
  private isThere({ session }: Place, key: string): boolean {
    return session.database(this.index.scope)?.schema.collection(collectionInKey(key)) !== undefined;
  }

  private entryOf(place: Place, prefix: string, key: string, row: EntryRow): Entry {
    const { scope } = this.index;
    const ref = refInKey(place, scope, key);
    const values = decodeValues(place, scope, row);
    const own = key.slice(prefix.length);
    const end = refKey(ref, place.session);
    return { ref, values, key: own, order: values.length === 0 ? own : own.slice(0, -end.length), sources: [this] };
  }

  plain(): Value {
    return ObjectValue.of([['@set', this.contents()]]);
  }

  shown(_version: ApiVersion): Shown {
    return { value: this.contents() };
  }

  private contents(): ObjectValue {
    const { terms } = this;
    const [only] = terms;
    return ObjectValue.of([
      ['match', refToIndex(this.index)],
      ...(only === undefined ? [] : [['terms', terms.length === 1 ? only : new ArrayValue(terms)] as const]),
    ]);
  }
}

const timeLength = encodeInteger(0).length;

function rangeOf(prefix: string, { from = '', to }: Stretch): KeyRange {
  const end = to === undefined ? afterPrefix(prefix) : prefix + to;
  return { from: prefix + from, ...(end === undefined ? {} : { to: end }) };
}

const actionOrder = { add: 0, create: 1, update: 2, delete: 3, remove: 4 } as const;

export function orderOfAction(action: keyof typeof actionOrder): number {
  return actionOrder[action];
}

/** Events oldest first; of one time additions before removals. */
export function inTime<E extends SetEvent | DocumentEvent>(place: Place, events: readonly E[]): E[] {
  const keyed = events.map((event) => ({ event, key: refKey(event.ref, place.session) }));
  keyed.sort(
    (a, b) =>
      a.event.ts - b.event.ts ||
      orderOfAction(a.event.action) - orderOfAction(b.event.action) ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  return keyed.map(({ event }) => event);
}
