/** Deleting documents. Source: recorded `documents`, `collections`, `keys`, `tokens function`. */

import type { CollectionDefinition } from '../../model/collection.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import type { StoredRow } from '../../model/stored-row.ts';
import { collect, fail, metaCollection, notFound, permissionDenied } from '../failure.ts';
import { clearEntries } from '../indexes/clear.ts';
import { indexAt, indexesOf, refToIndex } from '../indexes/definition.ts';
import { hasNames, isNativeCollection } from '../native-names.ts';
import { mayDeleteDocument } from '../permissions.ts';
import type { Place } from '../place.ts';
import { Position } from '../position.ts';
import { ObjectValue, type Ref, type Version } from '../value.ts';
import { type Attempt, afterSchemaWrite, keep, requireNow } from './attempt.ts';
import { contentsIn, definitionOf, rowOf, versionOf } from './read.ts';

/** A document that is there. */
interface Found {
  readonly definition: CollectionDefinition;
  readonly row: StoredRow;
  readonly id: bigint;
}

/** Gives the document as it was. Errors: `instance not found`, `permission denied`. */
export function deleteDocument(place: Place, ref: Ref, position: Position): Version {
  const now = { ...place, readTime: undefined };
  const found = findDocument(now, ref);
  collect<unknown>([
    () => found ?? fail(notFound(ref, position)),
    () => isNativeCollection(ref.collection, ref.id) && fail(metaCollection('delete', position.at('delete'))),
    () => mayDeleteDocument(now, ref, found && contentsIn(now, found.row)) || fail(permissionDenied(position)),
  ]);
  requireNow(place, position);
  if (!found) throw new Error('a document was to be deleted that is not there');
  const last = versionOf(now, ref, found.row);
  remove(now, ref, found, position);
  return last;
}

/** Deletes it whoever asks, where it is there. */
export function removeDocument(place: Place, ref: Ref): void {
  const now = { ...place, readTime: undefined };
  const found = findDocument(now, ref);
  if (found) remove(now, ref, found, Position.root);
}

function findDocument(now: Place, ref: Ref): Found | undefined {
  const definition = definitionOf(now, ref);
  const row = definition && rowOf(now, ref);
  const id = now.session.numberOf(ref);
  return row && id !== undefined ? { definition, row, id } : undefined;
}

function remove(place: Place, ref: Ref, { definition, row, id }: Found, position: Position): void {
  const before = contentsIn(place, row);
  const name = before.data.fields.get('name');
  if (hasNames(ref.collection) && typeof name === 'string') place.session.rememberName(ref, name);
  if (ref.collection === 'Collection') removeIndexes(place, ref);
  const index = ref.collection === indexCollectionId ? indexAt(place, ref) : undefined;
  if (index) clearEntries(place.session.transaction, index);
  const attempt: Attempt = { place, definition, kind: 'update', ref, id, given: nothing, before, position };
  keep(attempt, 'delete', undefined);
  afterSchemaWrite(attempt);
}

const nothing = new ObjectValue(new Map());

/** An index of the documents of this collection alone goes with it. */
function removeIndexes(place: Place, { id }: Ref): void {
  for (const index of indexesOf(place, place.scope)) {
    const isSole = index.sources.every(
      ({ collections }) => collections !== 'users' && collections.size === 1 && collections.has(String(id)),
    );
    if (isSole) removeDocument(place, refToIndex(index));
  }
}
