/** Sets that read the database: the documents of a collection, in the order of their ids or of an index. */
import type { CollectionDefinition } from '../../model/collection.ts';
import { type EntrySource, type ScannedEntry, scanEntries } from '../../model/entry-scan.ts';
import { mayReadSome, mayReadUnrestricted } from '../../model/permission.ts';
import type { Context } from '../../runtime/context.ts';
import type { Covering } from '../../runtime/covering.ts';
import { noteIndexed } from '../../runtime/performance-hint.ts';
import { type Element, type Position, SourcePlan, type StreamObstacle } from '../../runtime/set-plan.ts';
import type { Document, DocumentOptions } from '../../runtime/value.ts';
import type { Json, KeyRange } from '../../store/store.ts';
import { BadRecipe } from './recipe.ts';
import { MADE_AT_A_TIME } from './stream-obstacle.ts';

/** Which entries of a table, and which way. */
export interface Stretch {
  readonly range: KeyRange;
  readonly reverse: boolean;
  /** The time of an `at (…)` around the place where the set was made. */
  readonly readTime: number | undefined;
  /** Whether the query asked for a range. */
  readonly ranged: boolean;
}

export abstract class EntryPlan extends SourcePlan {
  constructor(
    /** The storage id of the collection. */
    readonly collection: string,
    readonly stretch: Stretch,
  ) {
    super();
  }

  protected abstract source(context: Context): EntrySource;
  /** What of its documents an index holds. */
  protected covering(_context: Context): Covering | undefined {
    return undefined;
  }

  /** In how many parts the original keeps the entries. */
  protected abstract partitions(context: Context): number;
  protected abstract documentOf(context: Context, entry: ScannedEntry, options: DocumentOptions): Document;

  *elements(context: Context, from?: Position): IterableIterator<Element> {
    const { reverse, readTime } = this.stretch;
    const place = readTime === undefined ? context : context.with({ readTime, ofCursor: false });
    const range = typeof from === 'string' ? this.rangeAfter(from) : this.stretch.range;
    const definition = place.database.schema.collection(this.collection);
    if (!definition) return;
    const covering = this.covering(place);
    const options = documentOptions(place, readTime !== undefined, covering);
    const all = mayReadUnrestricted(place, definition);
    let scanned = 0;
    try {
      for (const entry of scanEntries(place, this.source(place), range, reverse)) {
        scanned++;
        const document = this.documentOf(place, entry, options);
        if (covering && context.evaluation.performanceHints) noteIndexed(place, document, covering);
        if (all || isVisible(place, document)) yield { value: document, position: () => entry[0] };
      }
    } finally {
      context.evaluation.operations.setRead(this.partitions(place), scanned);
    }
  }

  private rangeAfter(key: string): KeyRange {
    const { range, reverse } = this.stretch;
    return reverse ? { ...range, to: key } : { ...range, from: `${key}\0` };
  }

  streamObstacle(context: Context): StreamObstacle | undefined {
    const { readTime, reverse, ranged } = this.stretch;
    if (readTime !== undefined) return MADE_AT_A_TIME;
    const refuse = (reason: string): StreamObstacle => ({ code: 'invalid_receiver', reason });
    if (reverse) return refuse('streaming is not supported on sets that have been reversed.');
    if (ranged) return refuse('range queries are not supported yet, use `.where()` method instead.');
    const definition = context.database.schema.collection(this.collection);
    if (!definition || mayReadSome(context, definition)) return undefined;
    const reason = `Insufficient privileges to read from collection ${definition.name}.`;
    return { code: 'permission_denied', reason };
  }
}

function documentOptions({ span, readTime }: Context, ofAt: boolean, covering: Covering | undefined): DocumentOptions {
  if (readTime === undefined) return { span, covering };
  return ofAt ? { span, covering, at: readTime } : { span, covering, at: readTime, ofCursor: true };
}

/** What may not be read counts as absent. */
function isVisible(context: Context, document: Document): boolean {
  return context.evaluation.documents.nullCause(context, document, 'Reading a set') === undefined;
}

export function stretchRecipe({ range, reverse, readTime, ranged }: Stretch): Json {
  return [range.from ?? null, range.to ?? null, reverse, readTime ?? null, ranged];
}

/** Throws BadRecipe. */
export function stretchOf(recipe: Json | undefined): Stretch {
  if (!Array.isArray(recipe)) throw new BadRecipe('not a stretch');
  const [from, to, reverse, readTime, ranged] = recipe as readonly Json[];
  return {
    range: { ...(typeof from === 'string' && { from }), ...(typeof to === 'string' && { to }) },
    reverse: reverse === true,
    readTime: typeof readTime === 'number' ? readTime : undefined,
    ranged: ranged === true,
  };
}

/** Throws BadRecipe when the collection is gone. */
export function collectionOf(context: Context, id: Json | undefined): CollectionDefinition {
  const found = typeof id === 'string' ? context.database.schema.collection(id) : undefined;
  if (!found) throw new BadRecipe('no such collection');
  return found;
}
