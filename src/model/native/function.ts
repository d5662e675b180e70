/** Functions of the database. Source: recorded `tutorial`, `schema`; the reference page "Functions". */
import type { Context } from '../../runtime/context.ts';
import type { NativeCollection, NativeWrite } from '../native-collection.ts';
import { changedText, failureAt, textAfter } from './fields.ts';
import { checkLambda } from './lambda-text.ts';
import { checkGlobalNames } from './names.ts';
import { renameReferences } from './references.ts';
import { checkRoleExists } from './role.ts';
import { data, optional, query, required, text, union } from './shapes.ts';
import { checkSignature } from './signature-text.ts';

export const functionCollection: NativeCollection = {
  name: 'Function',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    alias: optional(text),
    role: optional(text),
    body: required(union(query, text)),
    signature: optional(text),
    data,
  },
  checkEach: (context, write) => [
    ...checkGlobalNames(context, write),
    ...checkLambda(write.after?.fields.get('body'), ['body'], { short: false }),
    ...checkSignature(write.after?.fields.get('signature'), ['signature']),
  ],
  check: (context, write) => checkAdminRole(context, write),
  recheck: (context, write) => checkRoleExists(context, write),
  afterWrite: (context, write) => renameReferences(context, 'Function', write),
};

/** Whoever is no admin must not become one through a function. */
function checkAdminRole(context: Context, write: NativeWrite) {
  const { permissions } = context.authority;
  if (permissions.kind !== 'built-in' || permissions.role !== 'server' || textAfter(write, 'role') !== 'admin')
    return [];
  if (write.kind === 'create') {
    const message = 'Cannot create a function with admin permissions using the server role.';
    return [failureAt(['role'], message)];
  }
  if (changedText(write, 'role') === undefined) return [];
  return [failureAt(['role'], 'Cannot grant a function admin permissions using the server role.')];
}
