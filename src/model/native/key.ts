/** Keys: secrets for a role, in this database or in one within it. Source: recorded `schema`; "Keys" in the reference. */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import type { NativeCollection, NativeWrite } from '../native-collection.ts';
import { readSchema } from '../schema.ts';
import { failureAt, textAfter } from './fields.ts';
import { checkRoleExists } from './role.ts';
import { checkExpiry, forgetSecretOnDelete, withSecretHash } from './secret-fields.ts';
import { data, hiddenText, optional, readonlyText, required, text, time } from './shapes.ts';

export const keyCollection: NativeCollection = {
  name: 'Key',
  identifiedBy: 'id',
  fields: {
    role: required(text),
    database: optional(text),
    ttl: optional(time),
    secret: readonlyText,
    hashed_secret: hiddenText,
    data,
  },
  check: (context, write) => checkExpiry(context, write),
  recheck: (context, write) => {
    const unknown = checkDatabaseExists(context, write);
    // The role is one of that database.
    return unknown.length > 0 ? unknown : checkRoleExists(context, write);
  },
  prepare: (context, write) => withSecretHash(context, 'Key', write),
  afterWrite: (context, write) => forgetSecretOnDelete(context, write),
};

function checkDatabaseExists(context: Context, write: NativeWrite): readonly ConstraintFailure[] {
  const name = textAfter(write, 'database');
  if (name === undefined) return [];
  if (readSchema(context.transaction, context.database.scope).documentNamed('Database', name) !== undefined) return [];
  return [failureAt(['database'], `Field refers to an unknown database name \`${name}\`.`)];
}
