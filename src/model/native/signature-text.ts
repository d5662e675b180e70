/** Signatures of functions: types as text. */
import { type ConstraintFailure, diagnosticsOf, Failure } from '../../language/failure.ts';
import { parseType } from '../../language/parse.ts';
import { renderSummary } from '../../language/render-diagnostic.ts';
import { Source } from '../../language/source.ts';
import type { Value } from '../../runtime/value.ts';
import { failureAt, type Path } from './fields.ts';

/** `parse`: `parseFieldType` for the type of a field. */
export function checkSignature(
  value: Value | undefined,
  path: Path,
  parse: (source: Source) => unknown = parseType,
): readonly ConstraintFailure[] {
  if (typeof value !== 'string') return [];
  try {
    parse(new Source(`*${path.at(-1)}*`, value));
    return [];
  } catch (problem) {
    if (!(problem instanceof Failure)) throw problem;
    return [failureAt(path, `Failed parsing user-provided signature.\n${renderSummary(diagnosticsOf(problem))}`)];
  }
}
