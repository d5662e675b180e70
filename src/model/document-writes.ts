/**
 * Writing documents: what a write makes of the fields it is given, whether it is allowed, and what goes with it. The
 * order of the checks follows the original. Source: recorded `documents`, `documents-schema`, `documents-shop`.
 */
import { type ConstraintFailure, formatPath } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import { typeName, types } from '../runtime/types.ts';
import {
  Closure,
  Document,
  type DocumentContents,
  Null,
  ObjectValue,
  Time,
  TransactionTime,
  type Value,
} from '../runtime/value.ts';
import { checkConstraints } from './check-constraints.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable } from './database.ts';
import { defaultOf } from './default-value.ts';
import { describeValue } from './describe-shape.ts';
import { brokenUniques, type Change, updateEntries } from './document-entries.ts';
import { keepVersion, oldestReadable, storedRow, sweepHistory } from './document-versions.ts';
import { documentAccess, idOf, readContents, reservedNames } from './documents.ts';
import { mergeFields, omit, withoutNulls } from './merge.ts';
import type { NativeWrite } from './native-collection.ts';
import { mayCreate, mayDelete, mayWrite } from './permission.ts';
import { bumpSchema, namedCollections } from './schema.ts';
import { checkSchemaLater } from './schema-check.ts';
import { checkFields } from './shape.ts';
import { contentsOf, isExpired, rowKey, rowOf } from './stored-row.ts';
import { NotPersistable, requirePersistable } from './stored-value.ts';
import { notesOf } from './transaction-notes.ts';

/** `plain`: of `createData` and its kin, which take every name as one of a field. */
export type DataMode = 'default' | 'plain';

type Kind = NativeWrite['kind'];

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
  const attempt = new Attempt(context, definition, 'create', mode, undefined);
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
  const attempt = new Attempt(context, definition, kind, mode, { id, contents: before });
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
  const attempt = new Attempt(context, definition, 'delete', 'default', { id, contents: before });
  attempt.permit(mayDelete(context, definition, new Document(definition.id, id), before));
  attempt.noteChange(id);
  attempt.erase(id);
  return new Document(definition.id, id, { deleted: true, contents: before });
}

/** A write of FQL v4: that language has asked for permission and checked the fields, by rules of its own. */
export interface CheckedWrite {
  readonly kind: Kind;
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
  new Attempt(context, definition, kind, 'default', previous).keep(id, given, after);
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

function withoutNullsIn(contents: DocumentContents): DocumentContents {
  return { ...contents, data: withoutNulls(contents.data) };
}

/** One write on its way through the checks. */
class Attempt {
  constructor(
    private readonly context: Context,
    private readonly definition: CollectionDefinition,
    private readonly kind: Kind,
    private readonly mode: DataMode,
    private readonly previous: { readonly id: bigint; readonly contents: DocumentContents } | undefined,
  ) {}

  private get before(): DocumentContents | undefined {
    return this.previous?.contents;
  }

  fail(failures: readonly ConstraintFailure[]): void {
    if (failures.length > 0) this.context.fail('constraint_failure', this.message, { constraintFailures: failures });
  }

  /** "Failed to update document with id 1 in collection `People`." */
  private get message(): string {
    const action = this.kind === 'replace' ? 'update' : this.kind;
    const { name, kind, identifiedBy } = this.definition;
    if (!this.previous)
      return `Failed to ${action} ${kind === 'native' ? name : `document in collection \`${name}\``}.`;
    const { id, contents } = this.previous;
    if (identifiedBy === 'name') return `Failed to ${action} ${name} \`${contents.data.fields.get('name')}\`.`;
    const described = kind === 'native' ? `${name} with id ${id}` : `document with id ${id} in collection \`${name}\``;
    return `Failed to ${action} ${described}.`;
  }

  refuseComputed(fields: ObjectValue): void {
    if (this.mode === 'plain') return;
    const names = [...this.definition.computedFields.keys()].filter((name) => fields.fields.has(name));
    this.fail(names.map((name) => ({ paths: [[name]], message: 'Cannot write to a computed field' })));
  }

  takeId(fields: ObjectValue): { id: bigint; withId: boolean; rest: ObjectValue } {
    const given = this.mode === 'default' ? fields.fields.get('id') : undefined;
    if (given === undefined) return { id: this.context.transaction.newId(), withId: false, rest: fields };
    const failAtId = (message: string) => this.fail([{ paths: [['id']], message }]);
    if (given instanceof Null) failAtId('Missing required field of type ID | String | Long');
    const id = types.id.cast(given);
    if (!id) failAtId(`Expected ID | String | Long, provided ${describeValue(given)}`);
    else if (id.value < 0n) failAtId('id must be nonnegative');
    return { id: id?.value ?? 0n, withId: true, rest: omit(fields, 'id') };
  }

  requirePersistable(fields: ObjectValue): void {
    try {
      requirePersistable(fields);
    } catch (problem) {
      if (!(problem instanceof NotPersistable)) throw problem;
      const { path, value } = problem;
      const message =
        value instanceof Closure
          ? 'Anonymous functions cannot be stored. Use a string of FQL instead.'
          : `Value at \`${formatPath(path)}\` has type ${typeName(value)}, which cannot be persisted.`;
      this.context.fail('invalid_type', message);
    }
  }

  /** What the write makes of the document, before it is known to be well formed. */
  assemble(given: ObjectValue): DocumentContents {
    const ttl = this.mode === 'default' ? given.fields.get('ttl') : undefined;
    const fields = ttl === undefined ? given : omit(given, 'ttl');
    return { ts: undefined, ttl: this.expiry(ttl), data: this.merged(fields) };
  }

  private merged(fields: ObjectValue): ObjectValue {
    const { before } = this;
    if (!before || this.kind === 'create') return fields;
    if (this.kind === 'update') return mergeFields(before.data, fields);
    const { native } = this.definition;
    if (!native) return fields;
    const hidden = [...before.data.fields].filter(([name]) => native.fields[name]?.hidden && !fields.fields.has(name));
    return new ObjectValue(new Map([...fields.fields, ...hidden]));
  }

  private expiry(given: Value | undefined): Time | undefined {
    const { time } = this.context.transaction;
    if (given instanceof Time) return given;
    if (given instanceof TransactionTime) return Time.ofMicros(time);
    if (given !== undefined) return undefined;
    const { ttlDays } = this.definition;
    if (ttlDays !== undefined) return Time.ofMicros(time + ttlDays * 86_400e6);
    return this.kind === 'update' ? this.before?.ttl : undefined;
  }

  permit(allowed: boolean): void {
    if (!allowed) this.context.fail('permission_denied', 'Insufficient privileges to perform the action.');
  }

  /** A query changes either a collection or its documents: its documents follow the collection as it was. */
  noteChange(id: bigint): void {
    const { definition, context } = this;
    const { changed } = notesOf(context.transaction);
    const what = definition.kind === 'user' ? 'documents' : 'definition';
    if (definition.kind === 'native' && definition.id !== 'Collection') return;
    const schema = context.database.schema;
    const collection =
      what === 'documents' ? definition.id : [...schema.collections].find((each) => each.document === id)?.id;
    if (collection === undefined) return;
    if ((changed.get(collection) ?? what) !== what) {
      context.fail('invalid_write', 'Cannot modify a document and its collection in the same query.');
    }
    changed.set(collection, what);
  }

  /** `isNew`: the id was just made, so that nothing can be there. */
  write(id: bigint, given: ObjectValue, contents: DocumentContents, isNew = false): void {
    this.fail(this.reserved(given));
    const complete = this.withDefaults(contents);
    this.fail(this.malformed(given, complete));
    let after = withoutNullsIn(complete);
    const { native } = this.definition;
    const write = (data: ObjectValue): NativeWrite => ({
      kind: this.kind,
      id,
      before: this.before,
      after: data,
      given,
    });
    if (native?.check) this.fail(native.check(this.context, write(after.data)));
    if (native?.prepare) after = { ...after, data: withoutNulls(native.prepare(this.context, write(after.data))) };
    this.store(id, after, isNew);
    if (native) this.follow(write(after.data));
    const document = new Document(this.definition.id, id);
    this.fail(checkConstraints(this.context, this.definition, document));
  }

  /** As `write` and `erase`, without the rules for how FQL v10 writes. */
  keep(id: bigint, given: ObjectValue, contents: DocumentContents | undefined): void {
    const { kind, before, context, definition } = this;
    const { native } = definition;
    let after = contents && withoutNullsIn(this.withDefaults(contents));
    const write = (data: ObjectValue | undefined): NativeWrite => ({ kind, id, before, after: data, given });
    if (after && !native) this.fail(this.malformed(NO_FIELDS, after));
    if (after && native?.prepare) after = { ...after, data: withoutNulls(native.prepare(context, write(after.data))) };
    this.store(id, after);
    if (native) this.follow(write(after?.data));
  }

  erase(id: bigint): void {
    const { native } = this.definition;
    const write: NativeWrite = { kind: 'delete', id, before: this.before, after: undefined, given: undefined };
    if (native?.check) this.fail(native.check(this.context, write));
    this.store(id, undefined);
    if (native) this.follow(write);
  }

  /** With the values of fields that were not given and have a default. An update leaves what is not there. */
  private withDefaults(contents: DocumentContents): DocumentContents {
    const { fields } = this.definition;
    if (fields.size === 0 || this.kind === 'update') return contents;
    const data = new Map(contents.data.fields);
    for (const [name, field] of fields) {
      if (!field.default || data.has(name)) continue;
      const found = defaultOf(this.context, field);
      if ('failure' in found) this.fail([found.failure]);
      else data.set(name, found.value);
    }
    return { ...contents, data: new ObjectValue(data) };
  }

  private reserved(given: ObjectValue): readonly ConstraintFailure[] {
    if (this.mode === 'plain') return [];
    const names = [...reservedNames].filter((name) => {
      if (name === 'data' && this.definition.native) return false;
      return given.fields.has(name);
    });
    return names.map((name) => ({ paths: [[name]], message: 'Is a reserved field and cannot be used' }));
  }

  private malformed(given: ObjectValue, contents: DocumentContents): readonly ConstraintFailure[] {
    const { native } = this.definition;
    const ttl = this.mode === 'default' ? given.fields.get('ttl') : undefined;
    if (native) {
      const data = ttl === undefined ? contents.data : withField(contents.data, 'ttl', ttl);
      // What is shown of the document may be given back as it is.
      const before = this.before && (native.show?.(this.context, this.before) ?? this.before.data);
      return checkFields(native, data, before);
    }
    const isTime = ttl === undefined || ttl instanceof Null || ttl instanceof Time || ttl instanceof TransactionTime;
    const failures = this.definition.fields.size > 0 || !isOpen(this.definition) ? this.misfits(contents) : [];
    if (isTime) return failures;
    return [{ paths: [['ttl']], message: `Expected Time | Null, provided ${describeValue(ttl)}` }, ...failures];
  }

  /** What is wrong with the fields that the collection defines. */
  private misfits(contents: DocumentContents): readonly ConstraintFailure[] {
    const { fields, wildcard } = this.definition;
    const { schema } = this.context.database;
    const rules = Object.fromEntries([...fields.values()].map(({ name, shape }) => [name, { shape }]));
    const belongsTo = (document: Document, name: string) => schema.collectionNamed(name)?.id === document.collection;
    return checkFields({ fields: rules, wildcard, belongsTo }, contents.data, this.before?.data);
  }

  /** Puts the document in its place, or takes it away, with everything that is found by it. */
  private store(id: bigint, after: DocumentContents | undefined, isNew = false): void {
    const { context, definition } = this;
    const { transaction, database } = context;
    const { scope } = database;
    const row = isNew ? undefined : storedRow(transaction, scope, definition.id, id);
    const before = row && contentsOf(row, transaction.time);
    if (row) keepVersion(transaction, scope, definition.id, id, row);
    const table = documentsTable(scope, definition.id);
    if (after) transaction.put(table, rowKey(id), rowOf(after, transaction.time));
    else transaction.delete(table, rowKey(id));
    const oldest = oldestReadable(definition, transaction.time);
    const change: Change = { definition, id, before, after };
    updateEntries(context, change, oldest);
    const broken = brokenUniques(context, change);
    if (broken.length > 0) {
      context.fail('constraint_failure', 'Failed unique constraint.', { constraintFailures: broken });
    }
    if (row) {
      const until = (version: unknown) => Number((version as { until?: number }).until);
      sweepHistory(transaction, historyTable(scope, definition.id), until, oldest);
    }
  }

  private follow(write: NativeWrite): void {
    const { context, definition } = this;
    const { native } = definition;
    if (!native) return;
    if (namedCollections.some((name) => name === definition.id)) {
      bumpSchema(context.transaction, context.database.scope);
      checkSchemaLater(context);
    }
    native.afterWrite?.(context, write);
    if (!native.recheck) return;
    const { rechecks } = notesOf(context.transaction);
    const recheck = { native, write, message: this.message, trace: context.trace() };
    rechecks.set(`${definition.id} ${write.id}`, recheck);
  }
}

const NO_FIELDS = new ObjectValue(new Map());

function isOpen({ wildcard }: CollectionDefinition): boolean {
  return wildcard?.kind === 'scalar' && wildcard.type === 'Any';
}

function withField(object: ObjectValue, name: string, value: Value): ObjectValue {
  return new ObjectValue(new Map([...object.fields, [name, value]]));
}
