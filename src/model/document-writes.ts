/** Writing documents: whether it is allowed, and what becomes of it. `write-attempt.ts` holds the checks between. */
import type { Context } from '../runtime/context.ts';
import { Document, type DocumentContents, type ObjectValue } from '../runtime/value.ts';
import type { CollectionDefinition } from './collection.ts';
import { storedRow } from './document-versions.ts';
import { documentAccess, idOf, readContents } from './documents.ts';
import { mayCreate, mayDelete, mayWrite } from './permission.ts';
import { isExpired } from './stored-row.ts';
import { type DataMode, WriteAttempt, type WriteKind, withoutNullsIn } from './write-attempt.ts';

/**
 * Creates a document and gives the reference to it.
 * Errors: `constraint_failure`, `invalid_type`, `document_id_exists`, `permission_denied`, `invalid_write`.
 */
export function createDocument(
  context: Context,
  collection: string,
  fields: ObjectValue,
  mode: DataMode = 'default',
): Document {
  requireWrite(context, 'create');
  const definition = definitionOf(context, collection);
  const attempt = new WriteAttempt(context, definition, 'create', mode, undefined);
  attempt.refuseComputed(fields);
  const { id, withId, rest } = attempt.takeId(fields);
  attempt.requirePersistable(rest);
  const document = new Document(definition.id, id);
  const contents = attempt.assemble(rest);
  attempt.permit(mayCreate(context, definition, document, withoutNullsIn(contents), withId));
  attempt.noteChange(id);
  const stored = withId ? storedRow(context.transaction, context.database.scope, definition.id, id) : undefined;
  if (stored && !isExpired(stored.ttl, context.transaction.time)) {
    const message = `Collection \`${definition.name}\` already contains document with id ${id}.`;
    context.fail('document_id_exists', message);
  }
  attempt.write(id, rest, contents, !withId);
  return document;
}

/** Changes some fields of a document; null takes a field away. Errors: as `createDocument`, and `document_not_found`. */
export function updateDocument(
  context: Context,
  document: Document,
  fields: ObjectValue,
  mode: DataMode = 'default',
): Document {
  return changeDocument(context, 'update', document, fields, mode);
}

/** Gives a document these fields and no other. Errors: as `updateDocument`. */
export function replaceDocument(
  context: Context,
  document: Document,
  fields: ObjectValue,
  mode: DataMode = 'default',
): Document {
  return changeDocument(context, 'replace', document, fields, mode);
}

function changeDocument(
  context: Context,
  kind: 'update' | 'replace',
  document: Document,
  fields: ObjectValue,
  mode: DataMode,
): Document {
  requireWrite(context, kind);
  const { id, before } = existing(context, document);
  const definition = definitionOf(context, document.collection);
  const attempt = new WriteAttempt(context, definition, kind, mode, { id, contents: before });
  attempt.requirePersistable(fields);
  attempt.refuseComputed(fields);
  const contents = attempt.assemble(fields);
  const reference = new Document(definition.id, id);
  attempt.permit(mayWrite(context, definition, reference, before, withoutNullsIn(contents)));
  attempt.noteChange(id);
  attempt.write(id, fields, contents);
  return reference;
}

/** Deletes a document, and gives a reference that says so. Errors: `document_not_found`, `permission_denied` … */
export function deleteDocument(context: Context, document: Document): Document {
  requireWrite(context, 'delete');
  const definition = definitionOf(context, document.collection);
  const id = idOf(context, document);
  const before = id === undefined ? undefined : readContents(context, new Document(definition.id, id));
  if (id === undefined || before === undefined) return failNotFound(context, document);
  const attempt = new WriteAttempt(context, definition, 'delete', 'default', { id, contents: before });
  attempt.permit(mayDelete(context, definition, new Document(definition.id, id), before));
  attempt.noteChange(id);
  attempt.erase(id);
  return new Document(definition.id, id, { deleted: true, contents: before });
}

/** A write of FQL v4: that language has asked for permission and checked the fields, by rules of its own. */
export interface CheckedWrite {
  readonly kind: WriteKind;
  readonly id: bigint;
  readonly before: DocumentContents | undefined;
  /** Undefined for a delete. */
  readonly after: DocumentContents | undefined;
  /** The fields as the query gave them, with those that are not kept. */
  readonly given: ObjectValue;
}

/**
 * Keeps what FQL v4 has made of a document. What the collection itself asks of its documents holds for both languages.
 * Errors: `constraint_failure`.
 */
export function keepDocument(context: Context, definition: CollectionDefinition, write: CheckedWrite): void {
  const { kind, id, before, after, given } = write;
  const previous = before && { id, contents: before };
  new WriteAttempt(context, definition, kind, 'default', previous).keep(id, given, after);
}

function requireWrite(context: Context, action: string): void {
  context.require('write', `\`${action}\``);
  if (context.readTime !== undefined) context.fail('invalid_write', 'Cannot write at a snapshot time in the past.');
}

function definitionOf(context: Context, collection: string): CollectionDefinition {
  const definition = context.database.schema.collection(collection);
  return definition ?? context.fail('document_not_found', 'The collection was deleted.');
}

function existing(context: Context, document: Document): { id: bigint; before: DocumentContents } {
  const found = documentAccess.read(context, document, 'Reading all fields');
  const id = idOf(context, document);
  const missing = 'type' in found || id === undefined;
  // What the reference shows may be more than what is kept: a secret that was just made.
  const before = missing ? undefined : readContents(context, new Document(document.collection, id));
  return before === undefined || id === undefined ? failNotFound(context, document) : { id, before };
}

function failNotFound(context: Context, document: Document): never {
  const { collection, id } = documentAccess.reference(context, document);
  const message =
    typeof id === 'string'
      ? `${collection} \`${id}\` not found.`
      : `Collection \`${collection}\` does not contain document with id ${id}.`;
  return context.fail('document_not_found', message);
}
