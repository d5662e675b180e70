/** Values of defined fields that a document is created without. Source: recorded `defined fields and defaults`. */
import type { Block, Expression } from '../language/ast.ts';
import { type ConstraintFailure, diagnosticsOf, Failure } from '../language/failure.ts';
import { parseQuery } from '../language/parse.ts';
import { renderSummary } from '../language/render-diagnostic.ts';
import type { Source } from '../language/source.ts';
import { compileQuery } from '../runtime/compile/index.ts';
import type { Context } from '../runtime/context.ts';
import { typeName } from '../runtime/types.ts';
import type { Value } from '../runtime/value.ts';
import { ADMIN } from './authority.ts';
import { NotPersistable, requirePersistable } from './stored-value.ts';

const compiled = new WeakMap<Source | Expression, ReturnType<typeof compileQuery>>();

function codeOf(text: Source | Expression): ReturnType<typeof compileQuery> {
  const found = compiled.get(text) ?? compileQuery('kind' in text ? alone(text) : parseQuery(text), []);
  compiled.set(text, found);
  return found;
}

function alone(expression: Expression): Block {
  const { span } = expression;
  return { kind: 'block', statements: [{ kind: 'expression', expression, span }], span };
}

/** What the default of the field at `path` gives, as text of its own or within the type of another: it may look at the clock and make ids, and reads nothing of the database. */
export function defaultOf(
  context: Context,
  path: readonly (string | number)[],
  text: Source | Expression,
): { readonly value: Value } | { readonly failure: ConstraintFailure } {
  const { stack } = context.evaluation;
  // Whoever reads the failure sees where the default went wrong, not where the document was written.
  const outer = stack.splice(0);
  try {
    const { code, slots } = codeOf(text);
    const place = context.with({ authority: ADMIN, limit: { effect: 'observation', reason: 'default values' } });
    const value = code(place, { slots: new Array(slots), outer: null });
    requirePersistable(value);
    return { value };
  } catch (problem) {
    if (problem instanceof NotPersistable) {
      return failed(path, `Value has type ${typeName(problem.value)}, which cannot be persisted`);
    }
    if (!(problem instanceof Failure) || problem.code === 'time_out') throw problem;
    return failed(path, renderSummary(diagnosticsOf(problem)));
  } finally {
    stack.length = 0;
    stack.push(...outer);
  }
}

function failed(path: readonly (string | number)[], reason: string): { readonly failure: ConstraintFailure } {
  return { failure: { paths: [path], message: `Default field evaluation failed.\n${reason}` } };
}
