/**
 * Whether the authority of a context may do something: what built-in roles may do, the privileges of user-defined roles
 * with their predicates, and what an identity may do with what is its own.
 * Source: recorded `roles` and `auth-2`, the reference page "Roles and privileges".
 */
import type { Context } from '../runtime/context.ts';
import { Document, type DocumentContents, Time, type Value } from '../runtime/value.ts';
import type { BuiltInRole } from './authority.ts';
import type { CollectionDefinition } from './collection.ts';
import type { FunctionDefinition } from './function.ts';
import { holds } from './predicate.ts';
import type { Action } from './role.ts';
import { type Policy, policyFor, type Resource } from './role-policy.ts';

/** Reading the document; `contents` undefined asks whether its absence may be known. */
export function mayRead(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents | undefined,
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayRead(permissions.role, collection);
  if (isOwn(context, collection, document, contents)) return true;
  return allowed(context, collection, 'read', () => [withContents(document, contents)]);
}

/**
 * Saying that a document is not there, rather than that it may not be read. Whoever deletes a document in this query
 * is told so, but an identity without roles is not: its own token is gone, and with it the right to look at it.
 */
export function maySeeAbsence(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  deletedByThisQuery: boolean,
): boolean {
  if (deletedByThisQuery && context.authority.permissions.kind !== 'self') return true;
  return mayRead(context, collection, document, undefined);
}

/** Changing it from `before` to `after`. */
export function mayWrite(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  before: DocumentContents,
  after: DocumentContents,
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayWrite(permissions.role, collection);
  return allowed(context, collection, 'write', () => [withContents(document, before), withContents(document, after)]);
}

/**
 * Creating it; an id given by the query needs `create_with_id` as well, in place of which `history_write` does, as
 * creating with an id is a write to the history of that document.
 */
export function mayCreate(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
  withId: boolean,
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayWrite(permissions.role, collection);
  const args = () => [withContents(document, contents)];
  if (!allowed(context, collection, 'create', args)) return false;
  if (!withId || allowed(context, collection, 'create_with_id', args)) return true;
  const now = Time.ofMicros(context.transaction.time);
  return allowed(context, collection, 'history_write', () => [document, now, 'create', contents.data]);
}

export function mayDelete(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayWrite(permissions.role, collection);
  if (collection.id === 'Token' && isOwn(context, collection, document, contents)) return true;
  return allowed(context, collection, 'delete', () => [withContents(document, contents)]);
}

/** Reading older versions, and reading under `at (…)`. */
export function mayReadHistory(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayRead(permissions.role, collection);
  return allowed(context, collection, 'history_read', () => [withContents(document, contents)]);
}

/** Whether every document of the collection may be read, so that none has to be asked for. */
export function mayReadUnrestricted(context: Context, collection: CollectionDefinition): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return builtInMayRead(permissions.role, collection);
  return policyOf(context, collection, 'read') === true;
}

/**
 * Whether some documents of the collection may be readable: an index refuses to be read by whoever may read none.
 * Its message is "Insufficient privileges to read from collection NAME.", its code `permission_denied`.
 */
export function mayReadSome(context: Context, collection: CollectionDefinition): boolean {
  const { permissions, identity } = context.authority;
  // A server may ask everywhere: of what it may not read, it finds nothing.
  if (permissions.kind === 'built-in') return permissions.role !== 'client';
  if (permissions.kind === 'self') return collection.id === identity?.collection || isOfIdentities(collection);
  return policyOf(context, collection, 'read') !== false;
}

export function mayCall(context: Context, definition: FunctionDefinition, args: readonly Value[]): boolean {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in') return permissions.role === 'admin' || permissions.role === 'server';
  if (permissions.kind === 'self') return false;
  const policy = policyFor(context.database.schema, permissions.names, { function: definition.name }, 'call');
  return passes(context, policy, () => args);
}

/** What roles allow, for what only FQL v4 asks: reading indexes, and everything of a collection. */
export function allowsAction(
  context: Context,
  resource: Resource,
  action: Action,
  args: () => readonly Value[],
): boolean {
  const { permissions } = context.authority;
  if (permissions.kind !== 'roles') return false;
  return passes(context, policyFor(context.database.schema, permissions.names, resource, action), args);
}

/** Seeing what functions log, and where in them a failure came from. */
export function mayLog(context: Context): boolean {
  const { permissions } = context.authority;
  return permissions.kind === 'built-in' && permissions.role !== 'client';
}

function builtInMayRead(role: BuiltInRole, collection: CollectionDefinition): boolean {
  return role === 'admin' || (role !== 'client' && !isForAdmins(collection));
}

function builtInMayWrite(role: BuiltInRole, collection: CollectionDefinition): boolean {
  return role === 'admin' || (role === 'server' && !isForAdmins(collection));
}

const forAdmins = new Set(['AccessProvider', 'Database', 'Key', 'Role']);

function isForAdmins(collection: CollectionDefinition): boolean {
  return collection.kind === 'native' && forAdmins.has(collection.id);
}

function isOfIdentities(collection: CollectionDefinition): boolean {
  return collection.kind === 'native' && (collection.id === 'Token' || collection.id === 'Credential');
}

/** What an identity may read whatever its roles say, and its own document where it has none. */
function isOwn(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents | undefined,
): boolean {
  const { permissions, identity } = context.authority;
  if (!identity || permissions.kind === 'built-in') return false;
  if (permissions.kind === 'roles' && !permissions.ofIdentity) return false;
  if (permissions.kind === 'self' && isSame(document, identity)) return true;
  const owner = isOfIdentities(collection) ? contents?.data.fields.get('document') : undefined;
  return owner instanceof Document && isSame(owner, identity);
}

function isSame(a: Document, b: Document): boolean {
  return a.collection === b.collection && a.id === b.id;
}

function allowed(
  context: Context,
  collection: CollectionDefinition,
  action: Action,
  args: () => readonly Value[],
): boolean {
  return passes(context, policyOf(context, collection, action), args);
}

function policyOf(context: Context, collection: CollectionDefinition, action: Action): Policy {
  const { permissions } = context.authority;
  if (permissions.kind !== 'roles') return false;
  return policyFor(context.database.schema, permissions.names, { collection: collection.id }, action);
}

function passes(context: Context, policy: Policy, args: () => readonly Value[]): boolean {
  if (typeof policy === 'boolean') return policy;
  const given = args();
  return policy.some((predicate) => holds(context, predicate, given));
}

/** The document as a predicate sees it: as it is, was or will be, without reading it again. */
function withContents(document: Document, contents: DocumentContents | undefined): Document {
  return new Document(document.collection, document.id, contents ? { contents } : {});
}
