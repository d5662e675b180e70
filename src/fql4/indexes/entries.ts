/** The entries that documents have in indexes. Source: recorded `indexes and sets`, the reference page "Indexes". */

import { Failure } from '../../language/failure.ts';
import { ADMIN } from '../../model/authority.ts';
import type { CollectionDefinition } from '../../model/collection.ts';
import { indexHistoryTable, indexTable } from '../../model/database.ts';
import { requireEntrySize } from '../../model/index-size.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import { decodeValue, encodeValue } from '../../model/stored-value.ts';
import { Document, type DocumentContents } from '../../runtime/value.ts';
import { casefold } from '../../stdlib/strings/casefold.ts';
import type { Json } from '../../store/store.ts';
import { encodeInteger } from '../../transaction/key.ts';
import { fromStored, refOf, toStored } from '../documents/convert.ts';
import { selectPath } from '../documents/select.ts';
import { fieldsShown } from '../documents/shown.ts';
import { applyLambda } from '../evaluate.ts';
import { Fql4Failure } from '../failure.ts';
import { ordered, refKey, termKey, valueKey } from '../keys.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import { Position } from '../position.ts';
import type { Session } from '../session.ts';
import { isScalar } from '../type-name.ts';
import { ArrayValue, type Lambda, type Ref, UnresolvedRef, type Value, Version } from '../value.ts';
import { type Index, type IndexTerm, sourceFor } from './definition.ts';

export function entriesTable({ scope, id }: Index): string {
  return indexTable(scope, indexCollectionId, String(id));
}

export function pastEntriesTable({ scope, id }: Index): string {
  return indexHistoryTable(scope, indexCollectionId, String(id));
}

/** What the row of an entry says. */
export interface EntryRow {
  /** When the entry came to be: microseconds since 1970. */
  readonly ts: number;
  /** When it went, of one in the past. */
  readonly until?: number;
  /** When its document expires: microseconds. */
  readonly ttl?: number;
  /** What the index covers; none where it has the reference alone. */
  readonly values?: readonly Json[];
}

export function readEntry(json: Json): EntryRow {
  return json as unknown as EntryRow;
}

/** An entry as a document has it. */
export interface IndexEntry {
  readonly key: string;
  readonly values: readonly Value[];
}

/** Indexes are computed from the document alone: no reads, and what fails has no entry. */
export function indexPlace(session: Session, scope: string): Place {
  return {
    session,
    scope,
    authority: ADMIN,
    readTime: undefined,
    limit: { effect: 'pure', reason: 'index bindings' },
    version: '2.1',
    bindings: null,
    depth: 0,
  };
}

/** By key. `ts` of the contents undefined stands for the transaction's time. Errors: `invalid_request`. */
export function entriesOf(
  place: Place,
  index: Index,
  definition: CollectionDefinition,
  id: bigint,
  contents: DocumentContents,
): Map<string, IndexEntry> {
  const source = sourceFor(index, definition.id, definition.kind === 'user');
  const entries = new Map<string, IndexEntry>();
  if (!source) return entries;
  const ref = refOf(place, index.scope, new Document(definition.id, id));
  const fields = fieldsShown(place, index.scope, definition, contents);
  const document = new Version(ref, contents.ts ?? place.session.time, fields, false);
  const bound = new Map([...source.bindings].map(([name, lambda]) => [name, computed(place, lambda, document)]));
  const extract = (term: IndexTerm) => distinct(place, extracted(place, term, document, bound));
  const [termParts, valueParts] = [index.terms.map(extract), index.values.map(extract)];
  const keysOf = (part: readonly Value[]) => part.map((value) => valueKey(value, place.session));
  requireEntrySize(index.name, [...termParts, ...valueParts].map(keysOf));
  const terms = combinations(termParts);
  const values = combinations(valueParts);
  const end = refKey(ref, place.session);
  for (const ofTerms of terms) {
    const prefix = termsKey(place, ofTerms);
    for (const ofValues of values) {
      const key = prefix + valuesKey(place, index, ofValues) + end;
      entries.set(key, { key, values: ofValues });
    }
  }
  return entries;
}

export function termsKey({ session }: Place, terms: readonly Value[]): string {
  return terms.map((term) => termKey(term, session)).join('');
}

function valuesKey({ session }: Place, index: Index, values: readonly Value[]): string {
  return values.map((value, at) => ordered(valueKey(value, session), index.values[at]?.reverse ?? false)).join('');
}

/** What a binding gives for a document; nothing where it fails. */
function computed(place: Place, lambda: Lambda, document: Version): readonly Value[] {
  try {
    const value = applyLambda(lambda, document, place, Position.root);
    if (value instanceof ArrayValue) return value.elements.map((each) => (isIndexable(each) ? plain(each) : null));
    return isIndexable(value) ? [plain(value)] : [];
  } catch (problem) {
    if (problem instanceof Fql4Failure) return [];
    if (problem instanceof Failure && problem.code !== 'time_out') return [];
    throw problem;
  }
}

function isIndexable(value: Value): boolean {
  return isScalar(value) && !(value instanceof UnresolvedRef);
}

function extracted(
  place: Place,
  term: IndexTerm,
  document: Version,
  bound: ReadonlyMap<string, readonly Value[]>,
): readonly Value[] {
  if ('binding' in term.from) return bound.get(term.from.binding) ?? [];
  const found = selectPath(place, document, term.from.path, term.mva);
  if (!term.mva) return [fold(term, plain(found ?? null))];
  return flatten(found ?? null).map((value) => fold(term, value));
}

/** Arrays within arrays count as their elements, objects as null. */
function flatten(value: Value): Value[] {
  if (value instanceof ArrayValue) return value.elements.flatMap(flatten);
  return [isIndexable(value) ? plain(value) : null];
}

function fold({ casefold: folds }: IndexTerm, value: Value): Value {
  return folds && typeof value === 'string' ? casefold(value, 'NFKCCaseFold') : value;
}

/** Each value once; null where there is none. */
function distinct({ session }: Place, values: readonly Value[]): readonly Value[] {
  if (values.length === 0) return [null];
  return [...new Map(values.map((value) => [valueKey(value, session), value])).values()];
}

/** One of each, in every way; without those of nothing but nulls. */
function combinations(choices: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const all = choices.reduce<readonly (readonly Value[])[]>(
    (combined, some) => combined.flatMap((each) => some.map((value) => [...each, value])),
    [[]],
  );
  return all.filter((each) => each.length === 0 || each.some((value) => value !== null));
}

export function encodeValues(place: Place, values: readonly Value[]): readonly Json[] | undefined {
  if (values.length === 0) return undefined;
  return values.map((value) => encodeValue(toStored(place, value), place.session.time));
}

export function decodeValues(place: Place, scope: string, row: EntryRow): readonly Value[] {
  return (row.values ?? []).map((json) => fromStored(place, scope, decodeValue(json, place.session.time)));
}

const keyEnd = /g(-?\d{19})([^\t]*)\t$/s;

/** The document of an entry, from the end of its key. */
export function refInKey(place: Place, scope: string, key: string): Ref {
  const [, id = '0', collection = ''] = keyEnd.exec(key) ?? [];
  return refOf(place, scope, new Document(collection, BigInt(id)));
}

export function collectionInKey(key: string): string {
  return keyEnd.exec(key)?.[2] ?? '';
}

/** The part of a key before its document: what must be unique. */
export function beforeDocument(key: string): string {
  return key.replace(keyEnd, '');
}

export function entryRow(place: Place, ts: number, ttl: number | undefined, { values }: IndexEntry): Json {
  const encoded = encodeValues(place, values);
  return { ts, ...(ttl === undefined ? {} : { ttl }), ...(encoded ? { values: encoded } : {}) };
}

export function pastKey(key: string, until: number): string {
  return key + encodeInteger(until);
}
