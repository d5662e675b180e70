/** Reading documents: what is there, and whether it may be seen. */
import type { CollectionDefinition } from '../../model/collection.ts';
import { requireKept, storedRow, versionAt } from '../../model/document-versions.ts';
import { contentsOf, isExpired, type StoredRow } from '../../model/stored-row.ts';
import type { DocumentContents } from '../../runtime/value.ts';
import { collect, fail, notFound, permissionDenied } from '../failure.ts';
import { mayReadDocument } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { type Ref, type Value, Version } from '../value.ts';
import { fieldsShown } from './shown.ts';

export function definitionOf({ session }: Place, { scope, collection }: Ref): CollectionDefinition | undefined {
  return session.database(scope)?.schema.collection(collection);
}

/** The row of a document at the place's time; undefined when there is none. */
export function rowOf(place: Place, ref: Ref): StoredRow | undefined {
  const { transaction, time } = place.session;
  const { scope, collection } = ref;
  const id = place.session.numberOf(ref);
  if (id === undefined || !place.session.database(scope)) return undefined;
  if (place.readTime !== undefined) {
    requireKept(contextAt(place, scope), definitionOf(place, ref), place.readTime);
    return versionAt(transaction, scope, collection, id, place.readTime);
  }
  const row = storedRow(transaction, scope, collection, id);
  return row && !isExpired(row.ttl, time) ? row : undefined;
}

/** What the row says, as predicates of roles and indexes see it. */
export function contentsIn(place: Place, row: StoredRow): DocumentContents {
  return contentsOf(row, place.session.time);
}

export function shownFields(place: Place, ref: Ref, row: StoredRow): ReadonlyMap<string, Value> {
  const definition = definitionOf(place, ref);
  return definition ? fieldsShown(place, ref.scope, definition, contentsIn(place, row)) : new Map();
}

/** The document as it is shown; whether it may be read is not asked. */
export function versionOf(place: Place, ref: Ref, row: StoredRow, isNew = false): Version {
  return new Version(ref, row.ts, shownFields(place, ref, row), isNew);
}

/** Errors: `permission denied`, `instance not found`; both where neither of them may be told from the other. */
export function getDocument(place: Place, ref: Ref, position: Position): Version {
  place.session.countDocument();
  const row = definitionOf(place, ref) && rowOf(place, ref);
  collect<unknown>([
    () => mayReadDocument(place, ref, row && contentsIn(place, row)) || fail(permissionDenied(position)),
    () => row || fail(notFound(ref, position)),
  ]);
  return versionOf(place, ref, row as StoredRow);
}

/** What may not be read is as good as not there. */
export function documentExists(place: Place, ref: Ref): boolean {
  place.session.countDocument();
  const row = definitionOf(place, ref) && rowOf(place, ref);
  return row !== undefined && mayReadDocument(place, ref, contentsIn(place, row));
}
