/** Function: the functions of the database. Source: recorded `tutorial`, `schema`. */
import { hint } from '../language/diagnostic.ts';
import { readSchema } from '../model/schema.ts';
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { isFunction, types } from '../runtime/types.ts';
import { UserFunction, type Value } from '../runtime/value.ts';
import type { NativeMembers } from './native-members.ts';

export const functionCollectionMembers: NativeMembers = {
  apply: native(
    'Function',
    '(function: String) => Any',
    'The function of the database with this name, to call it.',
    overload([parameter('function', types.string)], (context, _, name) => functionNamed(context, name)),
  ),
  contains: isFunction,
};

function functionNamed(context: Context, name: string): Value {
  const { transaction, database } = context;
  const found = database.schema.functionNamed(name);
  if (found) return new UserFunction(found.name);
  const message = `invalid argument \`function\`: No such user function \`${name}\`.`;
  const isNew = readSchema(transaction, database.scope).functionNamed(name) !== undefined;
  const hints = isNew ? [hint('A function cannot be created and used in the same query.', context.span)] : [];
  return context.fail('invalid_argument', message, { hints });
}
