/** Signatures of functions: types as text. */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Value } from '../../runtime/value.ts';
import type { Path } from './fields.ts';

export function checkSignature(value: Value | undefined, path: Path): readonly ConstraintFailure[] {
  return [];
}
