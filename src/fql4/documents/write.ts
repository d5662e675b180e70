/** Creating and changing documents. Source: recorded `documents`, `collections`, `keys`, `roles`. */
import { storedRow } from '../../model/document-versions.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import { takeSecret } from '../../model/native/secret-fields.ts';
import { Document } from '../../runtime/value.ts';
import { isSince } from '../api-version.ts';
import { alreadyExists, badArgument, fail, metaCollection, notFound, permissionDenied } from '../failure.ts';
import { buildIndex } from '../indexes/build.ts';
import { indexAt } from '../indexes/definition.ts';
import { isNativeCollection } from '../native-names.ts';
import { mayCreateDocument, mayWriteDocument } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { ObjectValue, Ref, Version } from '../value.ts';
import {
  type Attempt,
  afterSchemaWrite,
  contentsOf,
  type Drafted,
  draftOf,
  keep,
  requireNow,
  requireUnusedName,
  validated,
  withDefaults,
} from './attempt.ts';
import { refOf } from './convert.ts';
import { credentialIdOf, credentialsGiven } from './credentials.ts';
import { contentsIn, definitionOf, rowOf, versionOf } from './read.ts';

/** Errors: `permission denied`, `instance already exists`, `validation failed`, `instance not unique` … */
export function createDocument(place: Place, target: Ref, given: ObjectValue, position: Position): Version {
  const isCollection = target.collection === 'Collection' && typeof target.id === 'string';
  const collection = isCollection ? String(target.id) : target.collection;
  const number = isCollection ? undefined : place.session.numberOf(target);
  const id = number ?? place.session.transaction.newId();
  const ref = new Ref(place.scope, collection, id);
  const definition = definitionOf(place, ref) ?? fail(notFound(target, position));
  const attempt: Attempt = { place, definition, kind: 'create', ref, id, given, before: undefined, position };
  const draft = draftOf(attempt);
  if (!mayCreateDocument(place, ref, contentsOf(attempt, draft), number !== undefined)) {
    fail(permissionDenied(position));
  }
  if (number !== undefined && rowOf({ ...place, readTime: undefined }, ref)) fail(alreadyExists(collection, position));
  requireOlderCollection(attempt);
  return write(attempt, draft);
}

export function changeDocument(
  place: Place,
  ref: Ref,
  kind: 'update' | 'replace',
  given: ObjectValue,
  position: Position,
): Version {
  const at = position.at(kind);
  if (isNativeCollection(ref.collection, ref.id)) fail(metaCollection('update', at));
  const definition = definitionOf(place, ref);
  const row = definition && rowOf({ ...place, readTime: undefined }, ref);
  const id = place.session.numberOf(ref);
  if (!row || id === undefined) return fail(notFound(ref, at));
  const before = contentsIn(place, row);
  const attempt: Attempt = { place, definition, kind, ref, id, given, before, position };
  const draft = draftOf(attempt);
  if (!mayWriteDocument(place, ref, before, contentsOf(attempt, draft))) fail(permissionDenied(position));
  return write(attempt, draft);
}

/** Since version 5 a query does not create a collection and a document in it. */
function requireOlderCollection({ place, definition, position }: Attempt): void {
  const { session, scope, version } = place;
  if (!isSince(version, '5') || definition.document === undefined) return;
  if (storedRow(session.transaction.snapshot, scope, 'Collection', definition.document)) return;
  fail(badArgument(position, 'Cannot create a collection and a document in it in the same transaction.'));
}

function write(attempt: Attempt, drafted: Drafted): Version {
  const { place, definition, kind, id, position } = attempt;
  requireNow(place, position);
  const fields = withDefaults(attempt, validated(attempt, drafted));
  const contents = contentsOf(attempt, { ...drafted, fields });
  requireUnusedName(attempt, fields.get('name'));
  keep(attempt, kind, contents);
  if (definition.kind === 'user') keepCredentials(attempt);
  afterSchemaWrite(attempt);
  return finished(attempt, refOf(place, place.scope, new Document(definition.id, id)));
}

/** The password that a document is given is kept in its Credential, whoever may write that. */
function keepCredentials({ place, ref, given, position }: Attempt): void {
  const credentials = credentialsGiven(given);
  if (!credentials) return;
  const permissions = { kind: 'built-in', role: 'server' } as const;
  const inside = { ...place, authority: { ...place.authority, permissions } };
  const id = credentialIdOf(place, ref);
  if (id !== undefined) {
    changeDocument(inside, new Ref(place.scope, 'Credential', id), 'update', credentials, position);
    return;
  }
  const instance = ObjectValue.of([...credentials.fields, ['instance', ref]]);
  createDocument(inside, new Ref(place.scope, 'Collection', 'Credential'), instance, position);
}

/** The document as the answer shows it: once with its secret, and of an index whether the original would be done. */
function finished({ place, kind, definition }: Attempt, ref: Ref): Version {
  const row = rowOf(place, ref);
  if (!row) throw new Error('a document is gone that was just written');
  const version = versionOf(place, ref, row, kind === 'create');
  const fields = new Map(version.fields);
  if (kind === 'create' && definition.id === indexCollectionId) {
    const index = indexAt(place, ref);
    if (index && !buildIndex(place, index)) fields.set('active', false);
  }
  const secret = takeSecret(contextAt(place), new Document(ref.collection, ref.id));
  if (secret !== undefined) fields.set('secret', secret);
  return new Version(ref, version.ts, fields, version.isNew);
}
