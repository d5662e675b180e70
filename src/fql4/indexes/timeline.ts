/** From when until when a document had which entries in an index. */
import type { CollectionDefinition } from '../../model/collection.ts';
import { type KeptVersion, presences } from '../../model/document-history.ts';
import { contentsOf } from '../../model/stored-row.ts';
import type { Place } from '../place.ts';
import type { Index } from './definition.ts';
import {
  entriesOf,
  entriesTable,
  entryRow,
  type IndexEntry,
  indexPlace,
  pastEntriesTable,
  pastKey,
} from './entries.ts';

/** The entries of some versions of a document, one of each key and time. */
function timelineOf(
  place: Place,
  index: Index,
  definition: CollectionDefinition,
  id: bigint,
  versions: readonly KeptVersion[],
) {
  const inside = indexPlace(place.session, index.scope);
  const contents = ({ row }: KeptVersion) => contentsOf(row, place.session.time);
  const known = new Map(versions.map((each) => [each, entriesOf(inside, index, definition, id, contents(each))]));
  const entriesAt = (version: KeptVersion) => known.get(version) ?? new Map<string, IndexEntry>();
  return presences(versions, (version) => entriesAt(version).keys()).flatMap(({ key, since, until, version }) => {
    const entry = entriesAt(version).get(key);
    return entry ? [{ entry, since, until, ttl: contents(version).ttl?.micros }] : [];
  });
}

export function putTimeline(
  place: Place,
  index: Index,
  definition: CollectionDefinition,
  id: bigint,
  versions: readonly KeptVersion[],
): void {
  const { transaction } = place.session;
  for (const { entry, since, until, ttl } of timelineOf(place, index, definition, id, versions)) {
    const row = entryRow(place, since, ttl, entry);
    if (until === undefined) transaction.put(entriesTable(index), entry.key, row);
    else transaction.put(pastEntriesTable(index), pastKey(entry.key, until), { ...(row as object), until });
  }
}

export function dropTimeline(
  place: Place,
  index: Index,
  definition: CollectionDefinition,
  id: bigint,
  versions: readonly KeptVersion[],
): void {
  const { transaction } = place.session;
  for (const { entry, until } of timelineOf(place, index, definition, id, versions)) {
    if (until === undefined) transaction.delete(entriesTable(index), entry.key);
    else transaction.delete(pastEntriesTable(index), pastKey(entry.key, until));
  }
}
