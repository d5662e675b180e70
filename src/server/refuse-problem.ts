/** Requests that break off: what is said of them, in the shape of either version. */
import { type ErrorCode, errorCodes } from '../language/error-codes.ts';
import { ReadOnlyError, StoreError } from '../store/store.ts';
import { type JsonResponse, refuse } from './json-response.ts';
import { legacyError } from './legacy-response.ts';
import { BodiesTooMany, BodyIncomplete, BodyTooLarge } from './read-body.ts';

interface Refusal {
  readonly code: ErrorCode;
  /** What version 4 calls it. */
  readonly legacyCode: string;
  readonly message: string;
  readonly status?: number;
}

const hostMessage = 'This host name is not served here: use localhost or the address that faunula printed.';

/** Clients of either version find the error that they look for. */
export const wrongHost: JsonResponse = {
  status: errorCodes.forbidden.status,
  body: JSON.stringify({
    error: { code: 'forbidden', message: hostMessage },
    errors: [{ position: [], code: 'permission denied', description: hostMessage }],
  }),
};

/** `onFault`: told of faults of ours. */
export function refuseProblem(problem: unknown, onFault: (fault: unknown) => void): JsonResponse {
  const { code, message, status } = refusalOf(problem, onFault);
  return refuse(code, message, status);
}

/** In the shape of version 4. */
export function refuseLegacyProblem(problem: unknown, onFault: (fault: unknown) => void): JsonResponse {
  const { code, legacyCode, message, status = errorCodes[code].status } = refusalOf(problem, onFault);
  return legacyError(status, { position: [], code: legacyCode, description: `${message.replace(/\.$/, '')}.` });
}

function refusalOf(problem: unknown, onFault: (fault: unknown) => void): Refusal {
  if (problem instanceof BodyTooLarge) {
    return { code: 'request_size_exceeded', legacyCode: 'request too large', message: 'Request entity is too large' };
  }
  if (problem instanceof BodiesTooMany) {
    const message = 'Too many large requests arrive at a time: send this one again later';
    return { code: 'limit_exceeded', legacyCode: 'too many requests', message };
  }
  if (problem instanceof BodyIncomplete) {
    const message = 'The request body did not arrive in time';
    return { code: 'invalid_request', legacyCode: 'request timeout', message, status: 408 };
  }
  if (problem instanceof ReadOnlyError) {
    return { code: 'forbidden', legacyCode: 'permission denied', message: problem.message };
  }
  if (problem instanceof StoreError) {
    return { code: 'internal_error', legacyCode: 'internal server error', message: problem.message };
  }
  onFault(problem);
  const message = 'Faunula met a fault of its own while answering. Nothing was changed. Please report it.';
  return { code: 'internal_error', legacyCode: 'internal server error', message };
}
