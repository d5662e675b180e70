/** Why the changes of a set can not be followed, in the words of `invalid_receiver`. */
import type { StreamObstacle } from '../../runtime/set-plan.ts';

/** `sets`: "array sets", "sets returned from `.take()`" … Source: recorded `event-sources-2`. */
export function unsupported(sets: string): StreamObstacle {
  return { code: 'invalid_receiver', reason: `streaming is not supported on ${sets}.` };
}

export const MADE_AT_A_TIME: StreamObstacle = {
  code: 'invalid_receiver',
  reason: 'streaming is not supported for sets created within an `at()` expression.',
};
