/**
 * Whether the authority of a context may do something. What built-in roles may do, and the privileges of user-defined
 * roles with their predicates. Source: recorded `roles`, the reference page "Roles and privileges".
 */
import type { Context } from '../runtime/context.ts';
import type { Document, DocumentContents, Value } from '../runtime/value.ts';
import type { CollectionDefinition } from './collection.ts';
import type { FunctionDefinition } from './function.ts';

/** Reading the document with these contents. */
export function mayRead(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
): boolean {
  return builtIn(context, collection, 'read');
}

/** Changing it from `before` to `after`. */
export function mayWrite(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  before: DocumentContents,
  after: DocumentContents,
): boolean {
  return builtIn(context, collection, 'write');
}

/** Creating it; an id given by the query needs `create_with_id` as well. */
export function mayCreate(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
  withId: boolean,
): boolean {
  return builtIn(context, collection, 'write');
}

export function mayDelete(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
): boolean {
  return builtIn(context, collection, 'write');
}

/** Reading older versions, and reading under `at (…)`. */
export function mayReadHistory(
  context: Context,
  collection: CollectionDefinition,
  document: Document,
  contents: DocumentContents,
): boolean {
  return builtIn(context, collection, 'read');
}

/** Reading all documents of a collection through its sets and indexes without asking for each. */
export function mayReadUnrestricted(context: Context, collection: CollectionDefinition): boolean {
  return builtIn(context, collection, 'read');
}

export function mayCall(context: Context, definition: FunctionDefinition, args: readonly Value[]): boolean {
  const { permissions } = context.authority;
  return permissions.kind === 'built-in' && permissions.role !== 'client';
}

function builtIn(context: Context, collection: CollectionDefinition, action: 'read' | 'write'): boolean {
  const { permissions } = context.authority;
  if (permissions.kind !== 'built-in') return false;
  if (permissions.role === 'admin') return true;
  if (permissions.role === 'client') return false;
  const reserved =
    ['Role', 'Key', 'AccessProvider', 'Database'].includes(collection.id) && collection.kind === 'native';
  if (reserved) return false;
  return permissions.role === 'server' || action === 'read';
}
