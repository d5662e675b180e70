/** One document as a set: what `Paginate` and `Events` make of a reference, and `Singleton`. */
import type { ApiVersion } from '../api-version.ts';
import { eventsOf } from '../documents/history.ts';
import { contentsIn, rowOf } from '../documents/read.ts';
import { mayReadEvents } from '../permissions.ts';
import type { Place } from '../place.ts';
import { type DocumentEvent, ObjectValue, type Ref, SetEvent, type Value } from '../value.ts';
import { documentEntry, type Entry, SetPlan, type Shown, type Stretch, singleShape } from './set-plan.ts';

export class DocumentSet extends SetPlan {
  readonly shape = singleShape;
  readonly partitions = 1;
  /** Reading the history of a document has a privilege of its own. */
  readonly filtered = false;

  constructor(readonly ref: Ref) {
    super();
  }

  readable(place: Place): SetPlan | undefined {
    const row = rowOf(place, this.ref);
    return mayReadEvents(place, this.ref, row && contentsIn(place, row)) ? this : undefined;
  }

  *entries(place: Place, { from, to }: Stretch): Generator<Entry> {
    if (!rowOf(place, this.ref)) return;
    const entry = documentEntry(this.ref, place, this);
    if ((from === undefined || entry.key >= from) && (to === undefined || entry.key < to)) yield entry;
  }

  override *events(place: Place): Generator<DocumentEvent | SetEvent> {
    yield* eventsOf(place, this.ref);
  }

  plain(): Value {
    return this.ref;
  }

  shown(_version: ApiVersion): Shown {
    return { value: this.ref, bare: true };
  }
}

/** The document enters the set when it is created, and leaves it when it is deleted. */
export class SingletonSet extends DocumentSet {
  override *events(place: Place): Generator<SetEvent> {
    for (const { ts, ref, action } of eventsOf(place, this.ref)) {
      if (action !== 'update') yield new SetEvent(ts, ref, action === 'create' ? 'add' : 'remove', []);
    }
  }

  override plain(): Value {
    return ObjectValue.of([['@set', ObjectValue.of([['singleton', this.ref]])]]);
  }

  override shown(_version: ApiVersion): Shown {
    return { value: ObjectValue.of([['singleton', this.ref]]) };
  }
}
