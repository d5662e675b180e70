import { ReadOnlyError, StoreError } from '../store/store.ts';
import { type JsonResponse, refuse } from './json-response.ts';
import { BodyIncomplete, BodyTooLarge } from './read-body.ts';

export const wrongHost: JsonResponse = refuse(
  'forbidden',
  'This host name is not served here: use localhost or the address that faunula printed.',
);

/** What is said of a request that broke off. `onFault`: told of faults of ours. */
export function refuseProblem(problem: unknown, onFault: (fault: unknown) => void): JsonResponse {
  if (problem instanceof BodyTooLarge) return refuse('request_size_exceeded', 'Request entity is too large');
  if (problem instanceof BodyIncomplete) {
    return refuse('invalid_request', 'The request body did not arrive in time', 408);
  }
  if (problem instanceof ReadOnlyError) return refuse('forbidden', problem.message);
  if (problem instanceof StoreError) return refuse('internal_error', problem.message);
  onFault(problem);
  const message = 'Faunula met a fault of its own while answering. Nothing was changed. Please report it.';
  return refuse('internal_error', message);
}
