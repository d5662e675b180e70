/**
 * One write on its way through the checks, in the order of the original.
 * Source: recorded `documents`, `documents-schema`, `documents-shop`.
 */

import { type ConstraintFailure, formatPath } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import { reservedNames } from '../runtime/field-names.ts';
import { typeName, types } from '../runtime/types.ts';
import {
  ArrayValue,
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
import { defaultOf } from './default-value.ts';
import { describeValue } from './describe-shape.ts';
import { fillFields } from './fill-record.ts';
import { mergeFields, omit, withoutNulls } from './merge.ts';
import type { NativeWrite } from './native-collection.ts';
import { bumpSchema, namedCollections } from './schema.ts';
import { checkSchemaLater } from './schema-check.ts';
import { checkFields } from './shape.ts';
import { storeDocument } from './store-document.ts';
import { NotPersistable, requirePersistable } from './stored-value.ts';
import { notesOf } from './transaction-notes.ts';

/** `plain`: of `createData` and its kin, which take every name as one of a field. */
export type DataMode = 'default' | 'plain';

export type WriteKind = NativeWrite['kind'];

/** The contents as they will be kept. */
export function withoutNullsIn(contents: DocumentContents): DocumentContents {
  return { ...contents, data: withoutNulls(contents.data) };
}

export class WriteAttempt {
  constructor(
    private readonly context: Context,
    private readonly definition: CollectionDefinition,
    private readonly kind: WriteKind,
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
    let after = withoutNullsIn(complete);
    const { native } = this.definition;
    const write = (data: ObjectValue): NativeWrite => ({
      kind: this.kind,
      id,
      before: this.before,
      after: data,
      given,
    });
    const malformed = this.malformed(given, complete);
    const single = native?.checkEach?.(this.context, write(after.data)) ?? [];
    // Of what has parts, the parts come first; and what has the wrong shape is looked at no further.
    const further = single.filter(
      (each) =>
        !malformed.some((other) => isWithin(each, other) || isWithin(other, each)) &&
        !single.some((other) => other !== each && isPartOf(other, each)),
    );
    this.fail(inFieldOrder([...malformed, ...further], complete.data));
    if (native?.check) this.fail(native.check(this.context, write(after.data)));
    if (native?.prepare) after = { ...after, data: withoutNulls(native.prepare(this.context, write(after.data))) };
    storeDocument(this.context, this.definition, id, after, isNew);
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
    storeDocument(context, definition, id, after);
    if (native) this.follow(write(after?.data));
  }

  erase(id: bigint): void {
    const { native } = this.definition;
    const write: NativeWrite = { kind: 'delete', id, before: this.before, after: undefined, given: undefined };
    if (native?.check) this.fail(native.check(this.context, write));
    storeDocument(this.context, this.definition, id, undefined);
    if (native) this.follow(write);
  }

  /**
   * With the values of fields that were not given and have a default, and with objects where their type asks for one. An
   * update leaves what is not there.
   */
  private withDefaults(contents: DocumentContents): DocumentContents {
    const { fields, wildcard } = this.definition;
    if (fields.size === 0 || this.kind === 'update') return contents;
    const data = fillFields(contents.data.fields, fields, wildcard, (path, text) => {
      const found = defaultOf(this.context, path, text);
      if ('value' in found) return found.value;
      return this.context.fail('constraint_failure', this.message, { constraintFailures: [found.failure] });
    });
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
    // DEPARTURE: the original leaves this to its static types, which queries can do without.
    if ((ttl instanceof Time || ttl instanceof TransactionTime) && !this.definition.documentTtls) {
      return [...this.misfits(contents), { paths: [['ttl']], message: 'Unexpected field provided' }];
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
    const failures = checkFields({ fields: rules, wildcard, belongsTo }, contents.data, this.before?.data);
    // A field of the user's by the name of one that every document has is told from it.
    return failures.map(({ paths, message }) => ({
      paths: paths.map((path) => (path[0] === 'ttl' || path[0] === 'ts' ? ['data', ...path] : path)),
      message,
    }));
  }

  private follow(write: NativeWrite): void {
    const { context, definition } = this;
    const { native } = definition;
    if (!native) return;
    if (namedCollections.some((name) => name === definition.id)) {
      bumpSchema(context.transaction, context.database.scope);
      checkSchemaLater(context, write.id);
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

/** Whether one is wrong with the same as the other, or with a part of it. */
function isWithin({ paths: [inner] }: ConstraintFailure, { paths: [outer] }: ConstraintFailure): boolean {
  return outer?.every((step, at) => step === inner?.[at]) ?? false;
}

function isPartOf(inner: ConstraintFailure, outer: ConstraintFailure): boolean {
  return isWithin(inner, outer) && (inner.paths[0]?.length ?? 0) > (outer.paths[0]?.length ?? 0);
}

/** As the fields stand in the document; those that are not there come last. */
function inFieldOrder(failures: readonly ConstraintFailure[], data: ObjectValue): readonly ConstraintFailure[] {
  if (failures.length < 2) return failures;
  const placed = failures.map((failure) => ({ failure, places: placesOf(failure.paths[0] ?? [], data) }));
  return placed.sort((a, b) => comparePlaces(a.places, b.places)).map(({ failure }) => failure);
}

function placesOf(path: ConstraintFailure['paths'][number], data: ObjectValue): readonly number[] {
  let value: Value | undefined = data;
  return path.map((step) => {
    if (value instanceof ObjectValue) {
      const place: number = [...value.fields.keys()].indexOf(String(step));
      value = value.fields.get(String(step));
      return place === -1 ? Number.POSITIVE_INFINITY : place;
    }
    if (value instanceof ArrayValue) value = value.elements[Number(step)];
    return Number(step);
  });
}

/** Of what is a part of the other, neither comes first. */
function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((place, level) => level < b.length && place !== b[level]);
  return at === -1 ? 0 : (a[at] as number) < (b[at] as number) ? -1 : 1;
}
