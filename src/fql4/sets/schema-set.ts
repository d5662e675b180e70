/** The documents of a collection: `Collections()`, `Tokens()`, `Documents(Collection("spells"))`. */
import { rowKey } from '../../model/stored-row.ts';
import type { KeyRange } from '../../store/store.ts';
import { prefixRange } from '../../transaction/key.ts';
import type { ApiVersion } from '../api-version.ts';
import { documentEvents, documentRefs } from '../documents/history.ts';
import { refMark } from '../keys.ts';
import { mayListNative, mayReadAll } from '../permissions.ts';
import type { Place } from '../place.ts';
import { ObjectValue, Ref, SetEvent, type Value } from '../value.ts';
import { documentEntry, type Entry, SetPlan, type Shown, type Stretch, singleShape } from './set-plan.ts';

abstract class CollectionSet extends SetPlan {
  readonly shape = singleShape;
  /** As the original, which spreads the list of documents over so many nodes. */
  readonly partitions = 8;

  constructor(
    readonly scope: string,
    readonly collection: string,
    readonly filtered = true,
  ) {
    super();
  }

  protected get ref(): Ref {
    return new Ref(this.scope, 'Collection', this.collection);
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const { scope, collection } = this;
    for (const ref of documentRefs(place, scope, collection, rangeOf(stretch), stretch.descending)) {
      const entry = documentEntry(ref, place, this);
      if (isWithin(entry.key, stretch)) yield entry;
    }
  }

  override *events(place: Place): Generator<SetEvent> {
    for (const { ts, ref, action } of documentEvents(place, this.scope, this.collection)) {
      if (action !== 'update') yield new SetEvent(ts, ref, action === 'create' ? 'add' : 'remove', []);
    }
  }
}

function isWithin(key: string, { from, to }: Stretch): boolean {
  return (from === undefined || key >= from) && (to === undefined || key < to);
}

/** The rows that the documents in a stretch of the set can have. */
function rangeOf({ from, to }: Stretch): KeyRange {
  const first = from && numberIn(from);
  const last = to && numberIn(to);
  const end = last && prefixRange(last).to;
  return { ...(first ? { from: first } : {}), ...(end ? { to: end } : {}) };
}

const numberLength = rowKey(0n).length;

/** The number of the document in the key of a reference. */
function numberIn(key: string): string {
  return key.startsWith(refMark) ? key.slice(1, 1 + numberLength) : '';
}

/** The documents of a native collection. */
export class SchemaSet extends CollectionSet {
  readable(place: Place): SetPlan | undefined {
    return mayListNative(place, this.scope, this.collection) ? this : undefined;
  }

  plain(): Value {
    return this.ref;
  }

  shown(_version: ApiVersion): Shown {
    return { value: this.ref, bare: true };
  }
}

/** `Documents(…)` of a user's collection, or of a native one. */
export class DocumentsSet extends CollectionSet {
  readable(place: Place): SetPlan {
    return mayReadAll(place, this.scope, this.collection) ? new DocumentsSet(this.scope, this.collection, false) : this;
  }

  plain(): Value {
    return ObjectValue.of([['@set', ObjectValue.of([['documents', this.ref]])]]);
  }

  shown(_version: ApiVersion): Shown {
    return { value: ObjectValue.of([['documents', this.ref]]) };
  }
}
