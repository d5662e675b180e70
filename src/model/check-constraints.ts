/** Check constraints: functions that must hold for a document after every write. Source: recorded `check constraints`. */
import type { ConstraintFailure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import { type Document, Null } from '../runtime/value.ts';
import type { CollectionDefinition } from './collection.ts';

/** The checks that do not hold for the document as it is now. One that fails ends the query with its own failure. */
export function checkConstraints(
  context: Context,
  definition: CollectionDefinition,
  document: Document,
): readonly ConstraintFailure[] {
  if (definition.checks.length === 0) return [];
  const inside = context.with({ limit: { effect: 'read', reason: 'check constraints' } });
  return definition.checks.flatMap(({ name, body }) => {
    const result = inside.apply(context.evaluation.compileLambda(body), [document]);
    if (result === true) return [];
    const rejected = result === false || result instanceof Null;
    const message = rejected
      ? `Document failed check constraint \`${name}\``
      : `Error evaluating check constraint \`${name}\`: function returned a non-boolean value`;
    return [{ paths: [], message }];
  });
}
