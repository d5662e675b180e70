/** Texts of FQL that documents hold: the bodies of functions and predicates. Source: recorded `tutorial`, `auth-2`. */
import { error } from '../../language/diagnostic.ts';
import { type ConstraintFailure, diagnosticsOf, Failure, invalidQuery } from '../../language/failure.ts';
import { parseExpression, parseLambda } from '../../language/parse.ts';
import { renderSummary } from '../../language/render-diagnostic.ts';
import { Source } from '../../language/source.ts';
import { describeArity } from '../../runtime/native.ts';
import type { Value } from '../../runtime/value.ts';
import { failureAt, type Path } from './fields.ts';

export interface LambdaRule {
  /** How many parameters it may have; any number where it is not given. */
  readonly counts?: readonly number[];
  /** Whether `.field > 1` will do. */
  readonly short: boolean;
}

/** What is wrong with the text of a function at `path`; nothing where there is no text. */
export function checkLambda(value: Value | undefined, path: Path, rule: LambdaRule): readonly ConstraintFailure[] {
  if (typeof value !== 'string') return [];
  const source = new Source(`*${path.at(-1)}*`, value);
  try {
    const { parameters, short, span } = parseLambda(source);
    if (short && !rule.short) throw invalidQuery([error('Short form lambdas are not allowed here', span)]);
    const actual = short ? 1 : parameters.length;
    if (!rule.counts || rule.counts.includes(actual)) return [];
    const expected = describeArity({ counts: rule.counts, variable: false });
    const message = `Expected ${expected}, but the function was defined with ${actual} arguments`;
    return [failureAt(path, `Invalid function arity. ${message}`)];
  } catch (problem) {
    return [unparsable(problem, path)];
  }
}

/** What is wrong with the text of an expression at `path`. */
export function checkExpression(value: Value | undefined, path: Path): readonly ConstraintFailure[] {
  if (typeof value !== 'string') return [];
  try {
    parseExpression(new Source(`*${path.at(-1)}*`, value));
    return [];
  } catch (problem) {
    return [unparsable(problem, path)];
  }
}

function unparsable(problem: unknown, path: Path): ConstraintFailure {
  if (!(problem instanceof Failure)) throw problem;
  const diagnostics = renderSummary(diagnosticsOf(problem)).trim();
  return failureAt(path, `Unable to parse FQL source code.\n${diagnostics}`);
}
