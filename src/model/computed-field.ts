/** Computed fields: functions of a document, written as text in its collection. Source: recorded `computed fields`. */
import { Failure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import type { Document, Value } from '../runtime/value.ts';
import type { ComputedField } from './collection.ts';

/**
 * The value of a computed field of a document. Where an index asks, it is computed from the document alone: undefined
 * when it fails, or uses what else changes.
 */
export function computeField(
  context: Context,
  field: ComputedField,
  document: Document,
  use: 'read' | 'index',
): Value | undefined {
  const { stack, compileLambda } = context.evaluation;
  if (use === 'read') {
    if (!context.place.allowComputation) {
      context.fail('invalid_computed_field_access', 'invalid access of computed field');
    }
    const limit = context.allows('read')
      ? ({ effect: 'read', reason: 'computed fields' } as const)
      : context.place.limit;
    return context.with({ limit }).apply(compileLambda(field.body), [document]);
  }
  const depth = stack.length;
  try {
    const inside = context.with({ limit: { effect: 'pure', reason: 'computed fields' }, allowComputation: false });
    return inside.apply(compileLambda(field.body), [document]);
  } catch (problem) {
    if (!(problem instanceof Failure) || problem.code === 'time_out') throw problem;
    stack.length = depth;
    return undefined;
  }
}
