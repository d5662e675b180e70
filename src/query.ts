/** The way of a query: text → tree → closure → value → text, within one transaction. Everything else serves this. */
import type { Diagnostic } from './language/diagnostic.ts';
import { diagnosticsOf, Failure } from './language/failure.ts';
import { finishDeletes, finishWrites } from './model/finish-writes.ts';
import { mayLog } from './model/permission.ts';
import { infoOf, type QueryAnswer, type Texts, writeTexts } from './query/answer.ts';
import { checkNames, uncalledFunction } from './query/check.ts';
import { decodeArguments, decodeTemplateValues, templateNames } from './query/decode-arguments.ts';
import { openContext, type Shared } from './query/open-context.ts';
import type { Caller, Progress, QueryRequest } from './query/request.ts';
import { guardStack } from './runtime/call.ts';
import type { Context } from './runtime/context.ts';
import type { Value } from './runtime/value.ts';
import './fql4/indexes/keep.ts';
import './fql4/predicate.ts';
import './stdlib/index.ts';
import type { Transaction } from './transaction/transaction.ts';
import { InvalidValue } from './wire/decode.ts';
import { materialize } from './wire/materialize.ts';

/**
 * Runs a query once. Its writes stay in the transaction, to be committed when it succeeded. Throws only what is no
 * fault of the query.
 */
export function runQuery(
  shared: Shared,
  transaction: Transaction,
  caller: Caller,
  request: QueryRequest,
  progress: Progress,
): QueryAnswer {
  const context = openContext(shared, transaction, caller, request, progress);
  if (!context) return { outcome: 'refused', code: 'unauthorized', message: 'Access token required' };
  let given: ReadonlyMap<string, Value>;
  try {
    given = decodeArguments(context, request);
  } catch (problem) {
    if (!(problem instanceof InvalidValue)) throw problem;
    return { outcome: 'refused', code: 'invalid_request', message: problem.message };
  }
  const warnings: Diagnostic[] = [];
  try {
    const data = evaluate(shared, context, request, given, warnings);
    const diagnostics = [...warnings, ...context.evaluation.logs];
    return { outcome: 'success', data, ...infoOf(context, diagnostics, progress, true) };
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    return failed(context, request, problem, warnings, progress);
  }
}

/** The result, written; `warnings` takes what does not end the query. Throws a Failure. */
function evaluate(
  { plans }: Shared,
  context: Context,
  { fql, formats, typecheck = context.database.typechecked }: QueryRequest,
  given: ReadonlyMap<string, Value>,
  warnings: Diagnostic[],
): Texts {
  const isTemplate = typeof fql !== 'string';
  const text = isTemplate ? fql.text : fql;
  const names = isTemplate ? [...new Set([...given.keys(), ...templateNames(fql)])] : [...given.keys()];
  const plan = guardStack(context, () => plans.query({ text, isTemplate }, names));
  const bound = isTemplate ? new Map([...given, ...decodeTemplateValues(context, fql)]) : given;
  if (typecheck) checkNames(context, plan.free);
  const slots: Value[] = new Array(plan.slots);
  for (const [index, value] of [...bound.values()].entries()) slots[index] = value;
  const run = () => {
    const value = plan.code(context, { slots, outer: null });
    finishWrites(context);
    if (typecheck) warnings.push(...uncalledFunction(plan.tree, value));
    const materialized = materialize(context, value);
    finishDeletes(context);
    const texts = writeTexts(materialized, formats);
    context.endIfLate();
    return texts;
  };
  return guardStack(context, run, plan.tree.span);
}

function failed(
  context: Context,
  request: QueryRequest,
  thrown: Failure,
  warnings: readonly Diagnostic[],
  progress: Progress,
): QueryAnswer {
  const failure = mayLog(context) ? thrown : onlyOfQuery(thrown);
  const { constraintFailures = [], abort } = failure.details;
  const aborted = abort === undefined ? undefined : abortTexts(context, request, abort as Value);
  if (aborted instanceof Failure) return failed(context, request, aborted, warnings, progress);
  const diagnostics = [...warnings, ...diagnosticsOf(failure), ...context.evaluation.logs];
  return {
    outcome: 'failure',
    code: failure.code,
    message: failure.message,
    constraintFailures,
    ...(aborted && { abort: aborted }),
    ...infoOf(context, diagnostics, progress, false),
  };
}

/** The argument of `abort()`, or why it can not be written. */
function abortTexts(context: Context, { formats }: QueryRequest, value: Value): Texts | Failure {
  try {
    return guardStack(context, () => writeTexts(materialize(context, value), formats));
  } catch (problem) {
    if (problem instanceof Failure) return problem;
    throw problem;
  }
}

/** What a caller who may not look into functions sees of a failure within one. */
function onlyOfQuery(failure: Failure): Failure {
  return new Failure(
    failure.code,
    failure.message,
    failure.trace.filter((span) => span.source.isQuery),
    failure.details,
  );
}
