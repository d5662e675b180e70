/**
 * Whether something may be done here. The rules are those of the model, which both languages share; on top of them an
 * administrator may look into databases within, and indexes have privileges of their own.
 *
 * An identity without roles may do nothing here but use its own tokens and credentials: that it sees its own document
 * is a rule of FQL v10. Source: recorded `credentials and tokens`.
 */
import { NO_SPAN } from '../language/source.ts';
import type { BuiltInRole } from '../model/authority.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import { allowsAction, mayCreate, mayDelete, mayRead, mayReadHistory, mayWrite } from '../model/permission.ts';
import type { Action } from '../model/role.ts';
import type { Resource } from '../model/role-policy.ts';
import {
  Document,
  type DocumentContents,
  nullAt,
  ObjectValue as RuntimeObject,
  type Value as RuntimeValue,
  type Time,
} from '../runtime/value.ts';
import { documentOf, toStored } from './documents/convert.ts';
import { contextAt, type Place } from './place.ts';
import type { DocumentAction, Ref, Value } from './value.ts';

/** Whether the database is this one or within it. */
export function isInScope({ scope }: Place, other: string): boolean {
  return scope === other || scope === '' || other.startsWith(`${scope}/`);
}

function builtInRole({ authority }: Place): BuiltInRole | undefined {
  return authority.permissions.kind === 'built-in' ? authority.permissions.role : undefined;
}

function definitionIn(place: Place, scope: string, collection: string): CollectionDefinition | undefined {
  return place.session.database(scope)?.schema.collection(collection);
}

/** Roles of users say nothing of other databases. */
function mayLookInto(place: Place, scope: string): boolean {
  return scope === place.scope || (builtInRole(place) !== undefined && isInScope(place, scope));
}

export function mayReadDocument(place: Place, ref: Ref, contents: DocumentContents | undefined): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  if (!definition || !mayLookInto(place, ref.scope)) return false;
  return mayRead(contextAt(place, ref.scope), definition, documentOf(place, ref), contents);
}

export function mayReadEvents(place: Place, ref: Ref, contents: DocumentContents | undefined): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  if (!definition || !mayLookInto(place, ref.scope)) return false;
  const none: DocumentContents = contents ?? { ts: undefined, ttl: undefined, data: emptyObject };
  return mayReadHistory(contextAt(place, ref.scope), definition, documentOf(place, ref), none);
}

export function mayCreateDocument(place: Place, ref: Ref, contents: DocumentContents, withId: boolean): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  return definition !== undefined && mayCreate(contextAt(place), definition, documentOf(place, ref), contents, withId);
}

export function mayWriteDocument(place: Place, ref: Ref, before: DocumentContents, after: DocumentContents): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  return definition !== undefined && mayWrite(contextAt(place), definition, documentOf(place, ref), before, after);
}

export function mayDeleteDocument(place: Place, ref: Ref, contents: DocumentContents | undefined): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  if (!definition) return false;
  const none: DocumentContents = contents ?? { ts: undefined, ttl: undefined, data: emptyObject };
  return mayDelete(contextAt(place), definition, documentOf(place, ref), none);
}

/** Changing what was: `ts` is the time of the event. */
export function mayWriteHistory(
  place: Place,
  ref: Ref,
  ts: Time,
  action: DocumentAction,
  data: RuntimeObject,
): boolean {
  const definition = definitionIn(place, ref.scope, ref.collection);
  const role = builtInRole(place);
  if (!definition) return false;
  if (role !== undefined) return role === 'admin' || (role === 'server' && definition.kind === 'user');
  return allows(place, { collection: ref.collection }, 'history_write', () => [
    documentOf(place, ref),
    ts,
    action,
    data,
  ]);
}

/** Listing the documents of a native collection: as reading the collection itself. */
export function mayListNative(place: Place, scope: string, collection: string): boolean {
  if (!mayLookInto(place, scope)) return false;
  const role = builtInRole(place);
  const context = contextAt(place, scope);
  const native = definitionIn(place, scope, role === undefined ? 'Collection' : collection);
  return native !== undefined && mayRead(context, native, new Document('Collection', collection), undefined);
}

/** Whether the documents of a collection may be read without asking for each. */
export function mayReadAll(place: Place, scope: string, collection: string): boolean {
  return scope === place.scope && allows(place, { collection }, 'unrestricted_read', () => [nullAt(NO_SPAN)]);
}

function allows(place: Place, resource: Resource, action: Action, args: () => readonly RuntimeValue[]): boolean {
  return allowsAction(contextAt(place), resource, action, args);
}

/** 'all': without asking for each document. */
export function mayReadIndex(
  place: Place,
  { scope, id }: Ref,
  terms: readonly Value[],
): 'all' | 'readable' | undefined {
  if (!mayLookInto(place, scope)) return undefined;
  const role = builtInRole(place);
  if (role !== undefined) return role === 'client' ? undefined : 'readable';
  if (typeof id !== 'bigint') return undefined;
  const args = () => terms.map((term) => toStored(place, term));
  if (allows(place, { index: id }, 'unrestricted_read', args)) return 'all';
  return allows(place, { index: id }, 'read', args) ? 'readable' : undefined;
}

const emptyObject = new RuntimeObject(new Map());
