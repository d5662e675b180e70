/** Documents of a collection as they are or were, and what happened to them. */
import { documentsTable, historyTable } from '../../model/database.ts';
import { documentsSource, scanKeys } from '../../model/entry-scan.ts';
import { keyOfId, readRow, type StoredRow, rowKey } from '../../model/stored-row.ts';
import { prefixRange } from '../../transaction/key.ts';
import { contextAt, type Place } from '../place.ts';
import { DocumentEvent, type DocumentAction, Ref } from '../value.ts';
import { storedRow } from '../../model/document-versions.ts';
import { shownFields } from './read.ts';
import { asBadRequest } from '../bad-request.ts';

/** References to the documents that are there at the place's time, in the order of their numbers. */
export function* documentRefs(place: Place, scope: string, collection: string, descending: boolean): Generator<Ref> {
  const schema = place.session.database(scope)?.schema;
  if (!schema?.collection(collection)) return;
  const context = contextAt(place, scope);
  for (const key of asBadRequest(() => scanKeys(context, documentsSource(scope, collection), {}, descending))) {
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

/** A version of a document: `until` undefined where it holds still. */
export interface KeptVersion {
  readonly row: StoredRow;
  readonly until: number | undefined;
}

/** All that is kept of a document, oldest first. */
export function versionsOf(place: Place, { scope, collection }: Ref, id: bigint): KeptVersion[] {
  const { transaction } = place.session;
  const versions: KeptVersion[] = [];
  for (const [, json] of transaction.scan(historyTable(scope, collection), prefixRange(rowKey(id)))) {
    const row = readRow(json);
    versions.push({ row, until: row.until });
  }
  const current = storedRow(transaction, scope, collection, id);
  if (current) versions.push({ row: current, until: undefined });
  return versions;
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
  return historyOf(versionsOf(place, ref, id)).map(
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
