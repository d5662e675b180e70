/** The entries of documents that were there before their index. */
import { documentsTable, historyTable } from '../../model/database.ts';
import { versionsOf } from '../../model/document-history.ts';
import { keyOfId, rowKey } from '../../model/stored-row.ts';
import { contextAt, type Place } from '../place.ts';
import { collectionsIn, type Index } from './definition.ts';
import { putTimeline } from './timeline.ts';

/** How many documents the original indexes before it answers; with more, the index is active only later. */
const atOnce = 128;

/** Adds the entries of all documents, and says whether the original would have been done by now. */
export function buildIndex(place: Place, index: Index): boolean {
  const { session } = place;
  const schema = session.database(index.scope)?.schema;
  if (!schema) return true;
  const context = contextAt(place, index.scope);
  let count = 0;
  for (const id of collectionsIn(index, schema)) {
    const definition = schema.collection(id);
    if (!definition) continue;
    for (const document of documentsIn(place, index.scope, id)) {
      count++;
      putTimeline(place, index, definition, document, versionsOf(context, id, document));
    }
  }
  const ofUsers = index.sources.some(({ collections }) => collections === 'users');
  return ofUsers ? ![...schema.collections].some(({ kind }) => kind === 'user') : count <= atOnce;
}

function documentsIn({ session }: Place, scope: string, collection: string): Set<bigint> {
  const ids = new Set<bigint>();
  for (const table of [documentsTable(scope, collection), historyTable(scope, collection)]) {
    for (const [key] of session.transaction.scan(table)) ids.add(keyOfId(key.slice(0, rowKey(0n).length)));
  }
  return ids;
}
