/**
 * Reading documents: what is there, whether the authority may see it, and how it is shown.
 * Source: recorded `documents`, `documents-shop`, the reference page "Documents".
 */
import type { Context } from '../runtime/context.ts';
import { type Covering, coverage, locate } from '../runtime/covering.ts';
import type { DocumentAccess, DocumentReference } from '../runtime/document-access.ts';
import { metaNames, reservedNames } from '../runtime/field-names.ts';
import { noteDocumentShown } from '../runtime/performance-hint.ts';
import {
  ArrayValue,
  Document,
  type DocumentContents,
  Id,
  type NullCause,
  ObjectValue,
  Time,
  TransactionTime,
  type Value,
} from '../runtime/value.ts';
import type { CollectionDefinition } from './collection.ts';
import { computeField } from './computed-field.ts';
import { requireKept, storedRow, versionAt } from './document-versions.ts';
import { mayRead, mayReadHistory, maySeeAbsence } from './permission.ts';
import { contentsOf, isExpired, StoredContents, type StoredRow, fieldOf as storedField } from './stored-row.ts';
import { readSize } from './write-costs.ts';

/** What the collection's name shows as when it is gone. */
const deletedCollection = 'Collection.Deleted';

/** The id of the document: of one known by its name alone, that of the document that has this name. */
export function idOf(context: Context, document: Document): bigint | undefined {
  if (typeof document.id === 'bigint') return document.id;
  return context.database.schema.documentNamed(document.collection, document.id);
}

/** What is kept of a document, whoever asks; undefined when there is none. */
export function readContents(context: Context, document: Document): DocumentContents | undefined {
  const { contents, at = context.readTime } = document.options;
  if (contents) return contents;
  const { counters, time } = context.transaction;
  const { writes } = counters;
  const { last } = document;
  if (last?.counters === counters && last.writes === writes && last.at === at) return last.contents;
  const id = idOf(context, document);
  const row = id === undefined ? undefined : visibleRow(context, document.collection, id, at);
  const found = row && contentsOf(row, time);
  document.last = { contents: found, counters, writes, at, scanned: false };
  return found;
}

/** A scan has read the row of the document along with its id. */
export function noteScanned({ transaction }: Context, document: Document, row: StoredRow): void {
  const { counters, time } = transaction;
  const { writes } = counters;
  document.last = { contents: contentsOf(row, time), counters, writes, at: undefined, scanned: true };
}

function visibleRow(context: Context, collection: string, id: bigint, at: number | undefined): StoredRow | undefined {
  const { transaction, database } = context;
  if (at !== undefined) {
    requireKept(context, database.schema.collection(collection), at);
    return versionAt(transaction, database.scope, collection, id, at);
  }
  const row = storedRow(transaction, database.scope, collection, id);
  return row && !isExpired(row.ttl, transaction.time) ? row : undefined;
}

function isNullCause(found: DocumentContents | NullCause): found is NullCause {
  return 'type' in found;
}

/** `field`: the one that is wanted; `all` of them, or none where it is only asked whether the document is there. */
function read(
  context: Context,
  document: Document,
  action: string,
  field: { readonly name: string } | 'all' | 'none',
): DocumentContents | NullCause {
  const { options } = document;
  const cause = (type: 'not found' | 'deleted' | 'collection deleted' | 'permission denied'): NullCause => ({
    type,
    document,
    span: context.span,
  });
  const definition = context.database.schema.collection(document.collection);
  if (!definition) return cause('collection deleted');
  if (options.deleted)
    return cause(maySeeAbsence(context, definition, document, true) ? 'deleted' : 'permission denied');
  if (options.contents) return options.contents;
  context.require('read', action);
  const contents = readContents(context, document);
  const ofPast = options.at !== undefined && !options.ofCursor;
  const allowed =
    !ofPast || contents === undefined
      ? mayRead(context, definition, document, contents)
      : mayReadHistory(context, definition, document, contents);
  // Whoever may not read a collection lists it without looking at its documents.
  if (allowed || !document.last?.scanned) countRead(context, document, contents, field);
  if (!allowed) {
    const gone = contents === undefined && maySeeAbsence(context, definition, document, deletedHere(context, document));
    return cause(gone ? 'not found' : 'permission denied');
  }
  return contents ?? cause('not found');
}

/** What an index covers of a document costs nothing, nor does what this query has written. */
function countRead(
  { evaluation: { operations } }: Context,
  { collection, id, options: { covering } }: Document,
  contents: DocumentContents | undefined,
  field: { readonly name: string } | 'all' | 'none',
): void {
  if (covering && (field === 'none' || (field !== 'all' && holds(covering, field.name)))) return;
  if (contents === undefined) operations.documentRead(`${collection}/${id}`, () => 0);
  else if (contents.ts !== undefined && contents instanceof StoredContents) {
    operations.documentRead(contents.row, () => readSize(contents.row));
  }
}

/** Whether the index holds the field, or some of it. */
function holds(covering: Covering, name: string): boolean {
  return coverage(covering, locate(covering.ofUsers, [name])) !== 'none';
}

/** Whether this query deleted the document. */
function deletedHere(context: Context, document: Document): boolean {
  const id = idOf(context, document);
  if (id === undefined) return false;
  return storedRow(context.transaction.snapshot, context.database.scope, document.collection, id) !== undefined;
}

/** Reads a field; the cause when the document itself is not there. `undefined`: it has no such field. */
export function readField(context: Context, document: Document, name: string): Value | NullCause | undefined {
  const definition = context.database.schema.collection(document.collection);
  const identity = definition?.identifiedBy === 'name' ? 'name' : 'id';
  if (name === identity) return identityOf(context, document, identity);
  if (name === 'coll' && definition) return definition.module;
  const contents = read(context, document, 'Reading a field', { name });
  if (isNullCause(contents)) return contents;
  if (!definition) return undefined;
  const computed = definition.computedFields.get(name);
  if (computed) return computeField(context, computed, document, 'read');
  return asOf(document, fieldOf(context, definition, contents, name));
}

/** What a document of the past refers to is read as of the same time. */
function asOf<V extends Value | undefined>(document: Document, value: V): V | Value {
  const { at, ofCursor } = document.options;
  if (at === undefined) return value;
  const options = ofCursor ? { at, ofCursor } : { at };
  const convert = (part: Value): Value => {
    if (part instanceof Document) return new Document(part.collection, part.id, options);
    if (part instanceof ArrayValue) return new ArrayValue(part.elements.map(convert));
    if (part instanceof ObjectValue) {
      return new ObjectValue(new Map([...part.fields].map(([name, each]) => [name, convert(each)])));
    }
    return part;
  };
  return value === undefined ? value : convert(value);
}

function identityOf(context: Context, document: Document, identity: 'id' | 'name'): Value {
  if (identity === 'name') return nameOf(context, document);
  return typeof document.id === 'bigint' ? new Id(document.id) : document.id;
}

function fieldOf(
  context: Context,
  definition: CollectionDefinition,
  contents: DocumentContents,
  name: string,
): Value | undefined {
  if (name === 'ts') {
    // Also where it is known: what an index holds must not depend on when it was built.
    if (!context.place.allowComputation) {
      context.fail('invalid_timestamp_field_access', 'invalid access of timestamp field');
    }
    return contents.ts === undefined ? TransactionTime.value : Time.ofMicros(contents.ts);
  }
  if (name === 'ttl') return contents.ttl;
  if (definition.native) return ownFields(context, definition, contents).get(name);
  return name === 'data' ? contents.data : storedField(contents, name);
}

/** The fields of a document of a native collection that queries see. */
function ownFields(
  context: Context,
  definition: CollectionDefinition,
  contents: DocumentContents,
  shown = false,
): ReadonlyMap<string, Value> {
  const { native } = definition;
  if (!native) return contents.data.fields;
  // A query that changes a schema document sees its own writes as it wrote them.
  const complete = native.show && (shown || contents.ts !== undefined);
  const fields = complete && native.show ? native.show(context, contents).fields : contents.data.fields;
  return new Map([...fields].filter(([name]) => !native.fields[name]?.hidden));
}

function shownFields(context: Context, document: Document): ObjectValue | NullCause {
  const contents = read(context, document, 'Reading all fields', 'all');
  if (isNullCause(contents)) return contents;
  const definition = context.database.schema.collection(document.collection);
  if (!definition) throw new Error('a document of no collection was read');
  noteDocumentShown(context, document);
  const fields = new Map<string, Value>();
  const identity = definition.identifiedBy === 'name' ? 'name' : 'id';
  fields.set(identity, identityOf(context, document, identity));
  fields.set('coll', definition.module);
  fields.set('ts', contents.ts === undefined ? TransactionTime.value : Time.ofMicros(contents.ts));
  if (contents.ttl) fields.set('ttl', contents.ttl);
  for (const field of definition.computedFields.values()) {
    const value = computeField(context, field, document, 'read');
    if (value !== undefined) fields.set(field.name, value);
  }
  const inData = new Map<string, Value>();
  for (const [name, value] of ownFields(context, definition, contents, true)) {
    const collides =
      definition.kind === 'user' &&
      (metaNames.has(name) || reservedNames.has(name) || definition.computedFields.has(name));
    if (collides) inData.set(name, asOf(document, value));
    else if (name !== identity) fields.set(name, asOf(document, value));
  }
  if (inData.size > 0) fields.set('data', new ObjectValue(inData));
  return new ObjectValue(fields);
}

/** The name of a named document: as it is now, also where it is deleted or not there. */
function nameOf(context: Context, document: Document): string {
  if (typeof document.id === 'string') return document.id;
  const name = readContents(context, document)?.data.fields.get('name');
  if (typeof name === 'string') return name;
  return context.database.schema.nameOf(document.collection, document.id) ?? String(document.id);
}

function reference(context: Context, document: Document): DocumentReference {
  const definition = context.database.schema.collection(document.collection);
  if (!definition) return { collection: deletedCollection, id: document.id };
  const id = definition.identifiedBy === 'name' ? nameOf(context, document) : document.id;
  return { collection: definition.name, id };
}

export const documentAccess: DocumentAccess = {
  read: (context, document, action) => read(context, document, action, 'all'),
  nullCause: (context, document, action) => {
    const found = read(context, document, action, 'none');
    return isNullCause(found) ? found : undefined;
  },
  shownFields,
  reference,
};
