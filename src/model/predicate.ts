/** Predicates of roles: functions in a Role document, asked whether something is allowed. */
import { Failure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import type { Value } from '../runtime/value.ts';
import type { Predicate } from './role.ts';
import { holdsStored, StoredPredicate } from './stored-predicate.ts';

/**
 * Whether the predicate gives true. It reads everything, as it is now, and writes nothing; `Query.identity()` is the
 * caller's. One that fails, or gives anything but a Boolean, denies. What it logs is not shown.
 */
export function holds(context: Context, predicate: Predicate, args: readonly Value[]): boolean {
  if (predicate instanceof StoredPredicate) return holdsStored(context, predicate, args);
  const { stack, logs, compileLambda } = context.evaluation;
  const [depth, logged] = [stack.length, logs.length];
  try {
    return asPredicate(context).apply(compileLambda(predicate), args) === true;
  } catch (problem) {
    // A query that runs out of time ends; it is not denied.
    if (!(problem instanceof Failure) || problem.code === 'time_out') throw problem;
    stack.length = depth;
    return false;
  } finally {
    logs.length = logged;
  }
}

function asPredicate(context: Context): Context {
  return context.with({
    authority: { ...context.authority, permissions: { kind: 'built-in', role: 'server' } },
    limit: { effect: 'read', reason: 'auth predicates' },
    readTime: undefined,
    allowComputation: true,
  });
}
