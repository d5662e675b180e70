/**
 * How a query ends when it does not end in a value. The runtime throws a Failure; only `query.ts` turns it into a
 * result. Anything else that is thrown is a fault of ours and becomes `internal_error`.
 */
import { type Diagnostic, error, type Hint } from './diagnostic.ts';
import type { ErrorCode } from './error-codes.ts';
import { NO_SPAN, type Span } from './source.ts';

/** Why a write was refused, and at which paths of the document: `[["address", "zip"]]`, `[["tags", 0]]`. */
export interface ConstraintFailure {
  readonly paths: readonly (readonly (string | number)[])[];
  readonly message: string;
  /** What stands before the message in the summary; the first path written as FQL where it is not given. */
  readonly label?: string;
}

export interface FailureDetails {
  readonly hints?: readonly Hint[];
  readonly constraintFailures?: readonly ConstraintFailure[];
  /** The argument of `abort()`: a runtime value, kept opaque here. */
  readonly abort?: unknown;
  /** Of `invalid_query`: what was found wrong with the text, each with its place. */
  readonly diagnostics?: readonly Diagnostic[];
}

export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The calls that were under way, innermost first; the first is the place of the failure. */
    readonly trace: readonly Span[],
    readonly details: FailureDetails = {},
  ) {
    super(message);
    this.name = 'Failure';
  }

  get span(): Span {
    return this.trace[0] ?? NO_SPAN;
  }

  with(details: FailureDetails): Failure {
    return new Failure(this.code, this.message, this.trace, { ...this.details, ...details });
  }
}

/** The failure of a text that was refused before it ran. Source: recorded `parse errors` of `language`. */
export function invalidQuery(diagnostics: readonly Diagnostic[]): Failure {
  const checks = diagnostics.length === 1 ? 'check' : 'checks';
  return new Failure(
    'invalid_query',
    `The query failed ${diagnostics.length} validation ${checks}`,
    diagnostics.map((each) => each.span),
    { diagnostics },
  );
}

/** The diagnostics that say what a failure is: of a run-time failure one error with its trace as hints. */
export function diagnosticsOf(failure: Failure): readonly Diagnostic[] {
  if (failure.details.diagnostics) return failure.details.diagnostics;
  const { hints = [], constraintFailures = [] } = failure.details;
  const outer = failure.trace
    .slice(1)
    .map(
      (span, index): Hint => ({ kind: index === 0 && hints.length > 0 ? 'named-trace' : 'trace', message: '', span }),
    );
  const lines = constraintFailures.map(({ label, paths, message }) => {
    const at = label ?? formatPath(paths[0] ?? []);
    return `\n  ${(at === '' ? message : `${at}: ${message}`).replaceAll('\n', '\n      ')}`;
  });
  const message = lines.length > 0 ? `${failure.message}\nconstraint failures:${lines.join('')}` : failure.message;
  return [error(message, failure.span, { hints: [...hints, ...outer] })];
}

/** `privileges[0].actions.fly`, as constraint failures name the place in a document. */
export function formatPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_]\w*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
