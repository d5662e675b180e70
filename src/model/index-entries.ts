/**
 * The entries that documents have in indexes: a key of the terms, the values in their order, and the document's id
 * last; the row says since when the entry is there, and when its document expires.
 * Source: recorded `indexes-pagination`, the reference page "Indexes".
 */

import { NO_SPAN } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import {
  ArrayValue,
  Document,
  type DocumentContents,
  type Null,
  nullAt,
  ObjectValue,
  Time,
  TransactionTime,
  type Value,
} from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import { decodeInteger, encodeInteger } from '../transaction/key.ts';
import type { CollectionDefinition, IndexDefinition, IndexTerm, UniqueDefinition } from './collection.ts';
import { computeField } from './computed-field.ts';
import { formatFieldPath, valueAt } from './field-path.ts';
import { documentKey, NULL_KEY, ordered, termKey, valueKey } from './index-key.ts';
import { requireEntrySize } from './index-size.ts';
import { isJsonArray } from './stored-value.ts';

/** What an entry's row says: `ts`, or `[ts, ttl]`. */
export interface EntryRow {
  /** When the entry came to be: microseconds since 1970. */
  readonly since: number;
  readonly ttl: number | undefined;
}

export function readEntryRow(json: Json): EntryRow {
  if (isJsonArray(json)) return { since: Number(json[0]), ttl: Number(json[1]) };
  return { since: Number(json), ttl: undefined };
}

export function entryRow(since: number, ttl: Time | undefined): Json {
  return ttl ? [since, ttl.micros] : since;
}

/** When an entry that is kept in history was taken out: its row is `[since, until]`. */
export function untilOfEntry(row: unknown): number {
  return Number((row as readonly unknown[])[1]);
}

/** The length of the document's id, at the end of each key. */
const idLength = 19;

/** The document of an entry. */
export function documentOf(key: string): bigint {
  return decodeInteger(key, key.length - idLength);
}

/** A key of what the entries of a looked-up index begin with; undefined when a term can not be looked up. */
export function termsKey(terms: readonly Value[], time: number): string | undefined {
  let prefix = '';
  for (const term of terms) {
    const key = termKey(term, time);
    if (key === undefined) return undefined;
    prefix += key;
  }
  return prefix;
}

export interface Subject {
  readonly definition: CollectionDefinition;
  readonly id: bigint;
  readonly contents: DocumentContents;
}

/** The keys of a document's entries in an index. Errors: `invalid_request`. */
export function indexKeys(context: Context, index: IndexDefinition, subject: Subject): string[] {
  const termParts = index.terms.map((term) => componentsOf(context, term, subject, termKey));
  const valueParts = index.values.map((value) =>
    componentsOf(context, value, subject, valueKey).map((key) => ordered(key, value.order)),
  );
  requireEntrySize(index.name, [...termParts, ...valueParts]);
  const terms = termCombinations(termParts);
  const values = combinations(valueParts);
  const id = documentKey(subject.id);
  return terms.flatMap((term) => values.map((value) => term + value + id));
}

/** What the entries of a document in a unique constraint begin with. */
export function uniqueKeys(context: Context, unique: UniqueDefinition, subject: Subject): string[] {
  return termCombinations(unique.terms.map((term) => componentsOf(context, term, subject, termKey)));
}

/** Names a unique constraint among those of its collection. */
export function uniqueName(unique: UniqueDefinition): string {
  return unique.terms.map(({ path, mva }) => formatFieldPath(path) + (mva ? '*' : '')).join(',');
}

/** A document without any of the terms has no entry. */
function termCombinations(components: readonly (readonly string[])[]): string[] {
  if (components.length === 0) return [''];
  const absent = NULL_KEY.repeat(components.length);
  return combinations(components).filter((key) => key !== absent);
}

function combinations(components: readonly (readonly string[])[]): string[] {
  return components.reduce<string[]>((keys, some) => keys.flatMap((key) => some.map((each) => key + each)), ['']);
}

/** The different values of one term of a document, as keys; that of null where it has none. */
function componentsOf(context: Context, term: IndexTerm, subject: Subject, toKey: typeof valueKey): string[] {
  const value = termValue(context, term, subject);
  const values = term.mva ? elementsOf(value) : [value];
  const { time } = context.transaction;
  const keys = values.map((each) => toKey(each, time) ?? NULL_KEY);
  return keys.length === 0 ? [NULL_KEY] : [...new Set(keys)];
}

/** Arrays within arrays count as their elements; objects count as nothing. */
function elementsOf(value: Value): Value[] {
  if (value instanceof ArrayValue) return value.elements.flatMap(elementsOf);
  return value instanceof ObjectValue ? [] : [value];
}

const absentValue: Null = nullAt(NO_SPAN);

function termValue(context: Context, { path }: IndexTerm, { definition, id, contents }: Subject): Value {
  const [head, ...rest] = path;
  if (typeof head !== 'string') return absentValue;
  switch (head) {
    case 'id':
      return rest.length === 0 ? new Document(definition.id, id) : absentValue;
    case 'ts':
      return contents.ts === undefined ? TransactionTime.value : Time.ofMicros(contents.ts);
    case 'ttl':
      return contents.ttl ?? absentValue;
    case 'data':
      if (definition.kind === 'user') return valueAt(contents.data, rest) ?? absentValue;
  }
  const computed = definition.computedFields.get(head);
  if (computed) {
    const value = computeField(context, computed, new Document(definition.id, id, { contents }), 'index');
    return (value && valueAt(value, rest)) ?? absentValue;
  }
  return valueAt(contents.data, path) ?? absentValue;
}

/** The part of a key that stands for a time an entry was taken out, behind the entry's own key. */
export function removalKey(entry: string, time: number): string {
  return entry + encodeInteger(time);
}
