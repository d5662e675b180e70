/** A write on its way: what it makes of the document, whether that may be, and keeping it. */
import { Failure } from '../../language/failure.ts';
import { checkConstraints } from '../../model/check-constraints.ts';
import type { CollectionDefinition } from '../../model/collection.ts';
import { keepDocument } from '../../model/document-writes.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import { namedCollections } from '../../model/schema.ts';
import { Document, type DocumentContents, ObjectValue as RuntimeObject, Time } from '../../runtime/value.ts';
import {
  alreadyExists,
  checkFailed,
  type FieldProblem,
  fail,
  invalidDocument,
  notUnique,
  otherProblem,
  schemaFailed,
} from '../failure.ts';
import { partitionsFor, shapeProblem } from '../indexes/fields.ts';
import { hasNames } from '../native-names.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { ObjectValue, type Ref, type Value } from '../value.ts';
import { passwordGiven, passwordProblems } from './credentials.ts';
import { type Draft, type Fields, rulesOf } from './field-rules.ts';
import { merged } from './merge.ts';
import { rowOf, versionOf } from './read.ts';
import { storedFields, storedName } from './stored-fields.ts';

const day = 86_400e6;

/** One write to one document. */
export interface Attempt {
  readonly place: Place;
  readonly definition: CollectionDefinition;
  readonly kind: 'create' | 'update' | 'replace';
  readonly ref: Ref;
  readonly id: bigint;
  readonly given: ObjectValue;
  readonly before: DocumentContents | undefined;
  /** Whom its problems are told of. */
  readonly position: Position;
}

const nothing = new ObjectValue(new Map());

export function requireNow({ readTime }: Place, position: Position): void {
  if (readTime !== undefined) {
    fail(otherProblem('invalid write time', position, 'Cannot write outside of snapshot time.'));
  }
}

export interface Drafted {
  /** The fields as they were, and as the write would leave them, whether or not they are well formed. */
  readonly before: Fields | undefined;
  readonly fields: Fields;
}

export function draftOf({ place, definition, kind, ref, given, before }: Attempt): Drafted {
  const rules = rulesOf(definition.id, definition.kind === 'user');
  const known = (fields: Fields) => new Map([...fields].filter(([name]) => Object.hasOwn(rules.fields, name)));
  const patch = new ObjectValue(known(given.fields));
  if (!before) return { before, fields: merged(rules.defaults ?? nothing, patch).fields };
  const shown = known(versionFields(place, ref));
  const kept = new Map([...shown].filter(([name]) => rules.kept?.includes(name)));
  return { before: shown, fields: merged(new ObjectValue(kind === 'update' ? shown : kept), patch).fields };
}

function versionFields(place: Place, ref: Ref): Fields {
  const now = { ...place, readTime: undefined };
  const row = rowOf(now, ref);
  return row ? versionOf(now, ref, row).fields : new Map();
}

/** The contents that fields stand for, in the form that both languages share. */
export function contentsOf({ place, definition, before }: Attempt, { fields }: Drafted): DocumentContents {
  const ttl = fields.get('ttl');
  const rest = new Map([...fields].filter(([name]) => name !== 'ttl'));
  const expiry = ttl instanceof Time ? { ttl } : { ttl: undefined };
  if (definition.kind === 'user') {
    const [data] = storedFields(place, definition.id, rest).values();
    return { ts: undefined, ...expiry, data: data instanceof RuntimeObject ? data : emptyObject };
  }
  const written = Object.keys(rulesOf(definition.id, false).fields).map((name) => storedName(definition.id, name));
  const others = [...(before?.data.fields ?? [])].filter(([name]) => !written.includes(name));
  const data = new RuntimeObject(new Map([...storedFields(place, definition.id, rest), ...others]));
  return { ts: undefined, ...expiry, data };
}

const emptyObject = new RuntimeObject(new Map());

export function validated(attempt: Attempt, { before, fields }: Drafted): Map<string, Value> {
  const { place, definition, kind, id, given, position } = attempt;
  const rules = rulesOf(definition.id, definition.kind === 'user');
  const problems: FieldProblem[] = [];
  const report = (problem: FieldProblem) => problems.push(problem);
  const found = new Map<string, Value>();
  for (const [name, type] of Object.entries(rules.fields)) {
    const value = type.read(fields.get(name), [name], report);
    if (value !== undefined) found.set(name, value);
  }
  const number = kind === 'create' ? undefined : id;
  const draft: Draft = { place, kind, id: number, before, given, fields: found };
  problems.push(...(rules.problems?.(draft) ?? []), ...passwordProblems(attempt, definition.kind === 'user'));
  if (problems.length > 0) fail(invalidDocument(problems, position));
  const shape = definition.id === indexCollectionId ? shapeProblem(draft) : undefined;
  if (shape) fail(invalidDocument([shape], position));
  return found;
}

/** In the order they were given, with what the database adds. */
export function withDefaults(
  { place, definition, kind, before }: Attempt,
  fields: Map<string, Value>,
): Map<string, Value> {
  const { ttlDays } = definition;
  if (definition.kind === 'user' && ttlDays !== undefined && !fields.has('ttl')) {
    fields.set('ttl', Time.ofMicros(place.session.time + ttlDays * day));
  }
  if (definition.id !== indexCollectionId) return fields;
  if (!fields.has('partitions')) fields.set('partitions', partitionsFor(fields.get('terms')));
  // An index is complete as soon as it is made, and stays active.
  if (kind === 'create' || before?.data.fields.get('active') === true) fields.set('active', true);
  return fields;
}

export function requireUnusedName({ place, definition, kind, id, position }: Attempt, name: Value | undefined): void {
  if (!hasNames(definition.id) || typeof name !== 'string') return;
  const other = place.session.database(place.scope)?.schema.documentNamed(definition.id, name);
  if (other === undefined || other === id) return;
  fail(kind === 'create' ? alreadyExists(definition.id, position) : notUnique(position));
}

/** Hands the document to the model. What the collection asks of all its documents is told in words of this language. */
export function keep(attempt: Attempt, kind: Attempt['kind'] | 'delete', after: DocumentContents | undefined): void {
  const { place, definition, id, before, position } = attempt;
  const context = contextAt(place);
  const given = passwordGiven(attempt);
  place.session.costs.writes++;
  try {
    keepDocument(context, definition, { kind, id, before, after, given });
    if (!after) return;
    const [broken] = checkConstraints(context, definition, new Document(definition.id, id));
    if (broken) fail(checkFailed(broken.message, position));
  } catch (problem) {
    if (!(problem instanceof Failure) || problem.code !== 'constraint_failure') throw problem;
    const { constraintFailures = [] } = problem.details;
    if (problem.message === 'Failed unique constraint.') fail(notUnique(position));
    fail(
      ...constraintFailures.map(({ message, label, paths }) =>
        schemaFailed(`${label ?? paths[0]?.join('.') ?? ''}: ${message}`, position),
      ),
    );
  }
}

export function afterSchemaWrite({ place, definition }: Attempt): void {
  if (namedCollections.some((name) => name === definition.id)) place.session.schemaChanged();
}
