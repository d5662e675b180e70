/** Roles: what they allow, and whose they are. Source: recorded `roles`, `auth-2`, `schema-items-2`. */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import { ObjectValue } from '../../runtime/value.ts';
import { isBuiltInRole } from '../authority.ts';
import type { FieldRule, NativeCollection, NativeWrite } from '../native-collection.ts';
import type { Action } from '../role.ts';
import { readSchema } from '../schema.ts';
import { eachOf, failureAt, textAfter, textField } from './fields.ts';
import { checkLambda } from './lambda-text.ts';
import { isIdentifier } from './names.ts';
import { renameReferences, whoRefersTo } from './references.ts';
import { boolean, data, object, oneOrMore, optional, query, required, text, union } from './shapes.ts';

const rule: FieldRule = optional(union(boolean, text, query));

/** How many parameters the predicate of an action takes; `call` takes what the function does. */
const arities: Readonly<Record<Action, readonly number[] | undefined>> = {
  read: [1],
  write: [2, 3],
  create: [1],
  create_with_id: [1, 2],
  delete: [1],
  history_write: [4],
  history_read: [1],
  unrestricted_read: [1],
  call: undefined,
};

const privilege = object({
  resource: required(text),
  actions: optional(object(Object.fromEntries(Object.keys(arities).map((action) => [action, rule])))),
});

const membership = object({ resource: required(text), predicate: optional(union(query, text)) });

/** So many roles may have the same resource in their membership. */
const rolesPerResource = 64;

export const roleCollection: NativeCollection = {
  name: 'Role',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    privileges: optional(oneOrMore(privilege)),
    membership: optional(oneOrMore(membership)),
    data,
  },
  uniques: [['name']],
  checkEach: (_context, write) => [...checkName(write), ...checkMembership(write), ...checkPrivileges(write)],
  recheck: (context, write) => [...checkRolesPerResource(context, write), ...whoRefersTo(context, write)],
  afterWrite: (context, write) => renameReferences(context, 'Role', write),
};

function checkName(write: NativeWrite): readonly ConstraintFailure[] {
  const name = textAfter(write, 'name');
  if (name === undefined) return [];
  if (!isIdentifier(name)) return [failureAt(['name'], 'Invalid identifier.')];
  if (name !== 'admin' && name !== 'server') return [];
  return [failureAt(['name'], `The identifier \`${name}\` is reserved.`)];
}

function checkMembership({ after }: NativeWrite): readonly ConstraintFailure[] {
  return eachOf(after, 'membership').flatMap(([path, each]) => {
    const predicate = each instanceof ObjectValue ? each.fields.get('predicate') : undefined;
    return checkLambda(predicate, [...path, 'predicate'], { counts: [1], short: true });
  });
}

function checkPrivileges({ after }: NativeWrite): readonly ConstraintFailure[] {
  return eachOf(after, 'privileges').flatMap(([path, each]) => {
    const rules = each instanceof ObjectValue ? each.fields.get('actions') : undefined;
    if (!(rules instanceof ObjectValue)) return [];
    return Object.entries(arities).flatMap(([action, counts]) => {
      const predicate = rules.fields.get(action);
      return checkLambda(predicate, [...path, 'actions', action], { ...(counts && { counts }), short: true });
    });
  });
}

function checkRolesPerResource(context: Context, { after }: NativeWrite): readonly ConstraintFailure[] {
  const resources = new Set(eachOf(after, 'membership').map(([, each]) => textField(each as ObjectValue, 'resource')));
  if (resources.size === 0) return [];
  const { roles } = readSchema(context.transaction, context.database.scope);
  const count = (resource: string | undefined) =>
    [...roles].filter((role) => role.membership.some((each) => each.resource === resource)).length;
  if (![...resources].some((resource) => count(resource) > rolesPerResource)) return [];
  return [failureAt([], `The maximum number of roles per resource (${rolesPerResource}) have been exceeded.`)];
}

/** Of functions and keys: their `role` names one that is there. */
export function checkRoleExists(context: Context, write: NativeWrite): readonly ConstraintFailure[] {
  const role = textAfter(write, 'role');
  if (role === undefined || isBuiltInRole(role)) return [];
  if (readSchema(context.transaction, context.database.scope).role(role)) return [];
  return [failureAt(['role'], `Field refers to an unknown role name \`${role}\`.`)];
}
