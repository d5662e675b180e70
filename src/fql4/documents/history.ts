/** Documents of a collection as they are or were, and what happened to them. */
import { documentsTable, historyTable } from '../../model/database.ts';
import { type KeptVersion, versionsOf } from '../../model/document-history.ts';
import { oldestReadable } from '../../model/document-versions.ts';
import { documentsSource, scanEntries } from '../../model/entry-scan.ts';
import { keyOfId, rowKey, type StoredRow } from '../../model/stored-row.ts';
import type { KeyRange } from '../../store/store.ts';
import { contextAt, type Place } from '../place.ts';
import { type DocumentAction, DocumentEvent, Ref } from '../value.ts';
import { definitionOf, shownFields } from './read.ts';

/** References to the documents that are there at the place's time, in the order of their numbers. */
export function* documentRefs(
  place: Place,
  scope: string,
  collection: string,
  range: KeyRange,
  descending: boolean,
): Generator<Ref> {
  const schema = place.session.database(scope)?.schema;
  if (!schema?.collection(collection)) return;
  for (const [key] of scanEntries(contextAt(place, scope), documentsSource(scope, collection), range, descending)) {
    yield refOf(place, scope, collection, keyOfId(key));
  }
}

function refOf(place: Place, scope: string, collection: string, id: bigint): Ref {
  if (collection !== 'Collection') return new Ref(scope, collection, id);
  for (const each of place.session.database(scope)?.schema.collections ?? []) {
    if (each.document === id) return new Ref(scope, 'Collection', each.id);
  }
  return new Ref(scope, 'Collection', id);
}

/** All that is kept of a document and may be asked for, oldest first. */
export function keptVersions(place: Place, ref: Ref, id: bigint): KeptVersion[] {
  const { scope, collection } = ref;
  if (!place.session.database(scope)) return [];
  const definition = definitionOf(place, ref);
  const oldest = definition?.kind === 'user' ? oldestReadable(definition, place.session.time) : 0;
  const versions = versionsOf(contextAt(place, scope), collection, id);
  return versions.filter(({ until }) => until === undefined || until > oldest);
}

export interface HistoryEvent {
  readonly ts: number;
  readonly action: DocumentAction;
  /** Of a delete, none. */
  readonly row: StoredRow | undefined;
}

/** What happened to a document, oldest first. */
export function historyOf(versions: readonly KeptVersion[]): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  for (const [index, { row, until }] of versions.entries()) {
    const before = versions[index - 1];
    events.push({ ts: row.ts, action: before?.until === row.ts ? 'update' : 'create', row });
    if (until !== undefined && versions[index + 1]?.row.ts !== until) {
      events.push({ ts: until, action: 'delete', row: undefined });
    }
  }
  return events;
}

/** The events of one document. */
export function eventsOf(place: Place, ref: Ref): DocumentEvent[] {
  const id = place.session.numberOf(ref);
  if (id === undefined) return [];
  return historyOf(keptVersions(place, ref, id)).map(
    ({ ts, action, row }) => new DocumentEvent(ts, ref, action, row ? shownFields(place, ref, row) : null),
  );
}

/** The events of all documents of a collection, oldest first. */
export function documentEvents(place: Place, scope: string, collection: string): DocumentEvent[] {
  const { transaction } = place.session;
  const ids = new Set<bigint>();
  for (const table of [documentsTable(scope, collection), historyTable(scope, collection)]) {
    for (const [key] of transaction.scan(table)) ids.add(keyOfId(key.slice(0, rowKey(0n).length)));
  }
  const events = [...ids].flatMap((id) => eventsOf(place, refOf(place, scope, collection, id)));
  return events.sort((a, b) => a.ts - b.ts);
}
