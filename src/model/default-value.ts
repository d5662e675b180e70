/** Values of defined fields that a document is created without. Source: recorded `defined fields and defaults`. */
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

const compiled = new WeakMap<Source, ReturnType<typeof compileQuery>>();

function codeOf(source: Source): ReturnType<typeof compileQuery> {
  const found = compiled.get(source) ?? compileQuery(parseQuery(source), []);
  compiled.set(source, found);
  return found;
}

/** What the default of the field `name` gives: it may look at the clock and make ids, and reads nothing of the database. */
export function defaultOf(
  context: Context,
  name: string,
  source: Source,
): { readonly value: Value } | { readonly failure: ConstraintFailure } {
  const { stack } = context.evaluation;
  // Whoever reads the failure sees where the default went wrong, not where the document was written.
  const outer = stack.splice(0);
  try {
    const { code, slots } = codeOf(source);
    const place = context.with({ authority: ADMIN, limit: { effect: 'observation', reason: 'default values' } });
    const value = code(place, { slots: new Array(slots), outer: null });
    requirePersistable(value);
    return { value };
  } catch (problem) {
    if (problem instanceof NotPersistable) {
      return failed(name, `Value has type ${typeName(problem.value)}, which cannot be persisted`);
    }
    if (!(problem instanceof Failure) || problem.code === 'time_out') throw problem;
    return failed(name, renderSummary(diagnosticsOf(problem)));
  } finally {
    stack.length = 0;
    stack.push(...outer);
  }
}

function failed(name: string, reason: string): { readonly failure: ConstraintFailure } {
  return { failure: { paths: [[name]], message: `Default field evaluation failed.\n${reason}` } };
}
