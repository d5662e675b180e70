/** What a stream can follow: a document of a user's collection, the entries of an index, or all documents of a collection. */
import { documentsTable, historyTable } from '../../model/database.ts';
import { rowKey } from '../../model/stored-row.ts';
import { badArgument, fail, invalidRef } from '../failure.ts';
import { entriesTable } from '../indexes/entries.ts';
import type { Place } from '../place.ts';
import { Position } from '../position.ts';
import { IndexSet } from '../sets/index-set.ts';
import { DocumentsSet } from '../sets/schema-set.ts';
import { typeOf } from '../type-name.ts';
import { Ref, SetRef, UnresolvedRef, type Value, Version } from '../value.ts';

export type StreamSource = DocumentRef | IndexSet | DocumentsSet;

/** A reference to a document that has a number. */
export type DocumentRef = Ref & { readonly id: bigint };

/** Errors: `invalid ref`, `invalid argument`. */
export function streamSourceOf(value: Value, place: Place): StreamSource {
  const plan = value instanceof SetRef ? value.plan : undefined;
  if (plan instanceof IndexSet || (plan instanceof DocumentsSet && isUsers(place, plan))) return plan;
  const ref = value instanceof Version ? value.ref : value;
  if (ref instanceof Ref && isDocument(ref) && isUsers(place, ref)) return ref;
  if (ref instanceof UnresolvedRef) return fail(invalidRef(ref, Position.root));
  const expected = 'Expected a Document Ref or Version, or a Set Ref';
  return fail(badArgument(Position.root, `${expected}, got ${typeOf(value)}.`));
}

function isDocument(ref: Ref): ref is DocumentRef {
  return typeof ref.id === 'bigint';
}

function isUsers({ session }: Place, { scope, collection }: Ref | DocumentsSet): boolean {
  return session.database(scope)?.schema.collection(collection)?.kind === 'user';
}

/** Which rows change when the source does: those of a table whose keys begin with `prefix`. */
export interface Watch {
  readonly table: string;
  readonly prefix: string;
}

export function watchesOf(place: Place, source: StreamSource): readonly Watch[] {
  if (source instanceof Ref) {
    const { scope, collection, id } = source;
    const tables = [documentsTable(scope, collection), historyTable(scope, collection)];
    return tables.map((table) => ({ table, prefix: rowKey(id) }));
  }
  if (source instanceof DocumentsSet) return [{ table: documentsTable(source.scope, source.collection), prefix: '' }];
  const prefix = source.prefix(place);
  if (prefix === undefined) return [];
  return [{ table: entriesTable(source.index), prefix }];
}
