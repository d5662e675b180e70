/** Calling a function of the database. Source: recorded `tutorial` (traces), `roles` and `auth-2` (who may call what). */
import type { Context, PreparedCall } from '../runtime/context.ts';
import { type Arity, failCallArity } from '../runtime/native.ts';
import type { Closure, Value } from '../runtime/value.ts';
import { permissionsOfRole } from './authority.ts';
import type { FunctionDefinition } from './function.ts';
import { mayCall } from './permission.ts';

/**
 * What a call of the function runs: its lambda, with its role where it has one, else with its caller's. The caller has
 * put its frame on the stack. Whoever calls runs the lambda itself: recursion takes the less of JavaScript's stack.
 * Errors: `invalid_function_invocation` for the number of arguments, `permission_denied`.
 */
export function prepareUserFunction(context: Context, name: string, args: readonly Value[]): PreparedCall {
  // What an index holds is made of the document alone.
  context.require('read', `\`${name}\``);
  const definition = definitionOf(context, name);
  const closure = closureOf(context, definition);
  const arity = arityOf(closure);
  const [least = 0] = arity.counts;
  if (args.length < least || (args.length > least && !arity.variable)) failCallArity(context, arity, args.length);
  if (!mayCall(context, definition, args)) {
    context.fail('permission_denied', 'Insufficient privileges to perform the action.');
  }
  return { context: asRole(context, definition.role), closure };
}

export function userFunctionArity(context: Context, name: string): Arity {
  return arityOf(closureOf(context, definitionOf(context, name)));
}

function definitionOf(context: Context, name: string): FunctionDefinition {
  return (
    context.database.schema.functionNamed(name) ??
    context.fail('invalid_function_invocation', `The function \`${name}\` does not exist.`)
  );
}

function closureOf(context: Context, definition: FunctionDefinition): Closure {
  return context.evaluation.compileLambda(definition.body);
}

function arityOf({ node }: Closure): Arity {
  return { counts: [node.parameters.length], variable: node.rest !== undefined };
}

/** The caller stays who it is: `Query.identity()` does not change with the role. */
function asRole(context: Context, role: string | undefined): Context {
  if (role === undefined) return context;
  return context.with({ authority: { ...context.authority, permissions: permissionsOfRole(role) } });
}
