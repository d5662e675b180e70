import { noteScanned } from '../../model/documents.ts';
import { documentsSource, type EntrySource, type ScannedEntry } from '../../model/entry-scan.ts';
import { keyOfId, readRow } from '../../model/stored-row.ts';
import type { Context } from '../../runtime/context.ts';
import type { SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import { Document, type DocumentOptions } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { registerRecipe } from './recipe.ts';
import { collectionOf, EntryPlan, stretchOf, stretchRecipe } from './source-plan.ts';

/** The original keeps lists that are not looked up by terms in so many parts. */
export const LIST_PARTITIONS = 8;

/** `collection.all()`: the documents of a collection in the order of their ids. */
export class DocumentsPlan extends EntryPlan {
  protected source(context: Context): EntrySource {
    return documentsSource(context.database.scope, this.collection);
  }

  protected partitions(): number {
    return LIST_PARTITIONS;
  }

  protected documentOf(context: Context, [key, row]: ScannedEntry, options: DocumentOptions): Document {
    const document = new Document(this.collection, keyOfId(key), options);
    // The scan has read what whoever looks into the document will ask for.
    if (row !== undefined) noteScanned(context, document, readRow(row));
    return document;
  }

  reversed(): SetPlan {
    return new DocumentsPlan(this.collection, { ...this.stretch, reverse: !this.stretch.reverse });
  }

  recipe(): Json {
    return ['documents', this.collection, stretchRecipe(this.stretch)];
  }

  override streamObstacle(context: Context): StreamObstacle | undefined {
    const obstacle = super.streamObstacle(context);
    if (obstacle || context.database.schema.collection(this.collection)?.kind === 'user') return obstacle;
    return { code: 'invalid_receiver', reason: 'only collections and user defined indexes are streamable.' };
  }
}

registerRecipe('documents', (context, [id, stretch]) => {
  return new DocumentsPlan(collectionOf(context, id).id, stretchOf(stretch));
});
