import { NO_SPAN, type Span } from '../../language/source.ts';
import type { CollectionDefinition, IndexDefinition, IndexTerm } from '../../model/collection.ts';
import { type EntrySource, indexSource, type ScannedEntry } from '../../model/entry-scan.ts';
import { documentOf } from '../../model/index-entries.ts';
import { mayReadSome } from '../../model/permission.ts';
import type { Context } from '../../runtime/context.ts';
import { type Covering, locate } from '../../runtime/covering.ts';
import type { SetPlan } from '../../runtime/set-plan.ts';
import { Document, type DocumentOptions } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { LIST_PARTITIONS } from './documents-plan.ts';
import { BadRecipe, registerRecipe } from './recipe.ts';
import { collectionOf, EntryPlan, type Stretch, stretchOf, stretchRecipe } from './source-plan.ts';

type Path = readonly (string | number)[];

/** `collection.index(terms)`: the documents that an index has under some terms, in the order of its values. */
export class IndexPlan extends EntryPlan {
  constructor(
    collection: string,
    readonly index: string,
    stretch: Stretch,
    /** Where the query called the index; a set that goes on from a cursor does not say. */
    readonly span?: Span,
  ) {
    super(collection, stretch);
  }

  protected source(context: Context): EntrySource {
    return indexSource(context.database.scope, this.collection, this.index);
  }

  protected documentOf(_context: Context, [key]: ScannedEntry, options: DocumentOptions): Document {
    return new Document(this.collection, documentOf(key), options);
  }

  protected override covering(context: Context): Covering | undefined {
    const collection = context.database.schema.collection(this.collection);
    const index = collection?.indexes.find(({ name }) => name === this.index);
    if (!collection || !index) return undefined;
    const ofUsers = collection.kind === 'user';
    const fields = [...index.terms, ...index.values].filter(isCovering);
    if (fields.length === 0) return undefined;
    const locations = fields.map(({ path }) => locate(ofUsers, path as readonly string[]));
    return { index: `${collection.name}.${this.index}`, ofUsers, locations, span: this.span ?? NO_SPAN };
  }

  protected partitions(context: Context): number {
    const collection = context.database.schema.collection(this.collection);
    const index = collection?.indexes.find(({ name }) => name === this.index);
    return index?.terms.length === 0 ? LIST_PARTITIONS : 1;
  }

  reversed(): SetPlan {
    const stretch = { ...this.stretch, reverse: !this.stretch.reverse };
    return new IndexPlan(this.collection, this.index, stretch, this.span);
  }

  recipe(): Json {
    return ['index', this.collection, this.index, stretchRecipe(this.stretch)];
  }

  /** The paths that are neither terms nor values of the index. */
  uncovered(context: Context, paths: readonly Path[]): { index: string; paths: readonly Path[] } {
    const definition = indexOf(context, this.collection, this.index);
    const covered = new Set([...definition.terms, ...definition.values].map(({ path }) => JSON.stringify(path)));
    return { index: this.index, paths: paths.filter((path) => !covered.has(JSON.stringify(path))) };
  }
}

/** What is in an array is found by it, but not kept as it is. */
function isCovering({ path, mva }: IndexTerm): boolean {
  return !mva && path.every((step) => typeof step === 'string');
}

function indexOf(context: Context, collection: Json | undefined, name: Json | undefined): IndexDefinition {
  const found = collectionOf(context, collection).indexes.find((each) => each.name === name);
  if (!found) throw new BadRecipe('no such index');
  return found;
}

/** Who may read nothing of a collection may not use its indexes. Throws a Failure `permission_denied`. */
export function requireReadable(context: Context, collection: CollectionDefinition): void {
  if (mayReadSome(context, collection)) return;
  context.fail('permission_denied', `Insufficient privileges to read from collection ${collection.name}.`);
}

registerRecipe('index', (context, [collection, index, stretch]) => {
  const { name } = indexOf(context, collection, index);
  const definition = collectionOf(context, collection);
  requireReadable(context, definition);
  return new IndexPlan(definition.id, name, stretchOf(stretch));
});
