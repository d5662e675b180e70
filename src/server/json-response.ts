/** Answers with a JSON body, before they are put into the terms of a protocol. */
import { type ErrorCode, errorCodes } from '../language/error-codes.ts';

export interface JsonResponse {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const jsonType = 'application/json;charset=utf-8';

/** A request that was turned away before its query ran: the error alone. */
export function refuse(code: ErrorCode, message: string, status: number = errorCodes[code].status): JsonResponse {
  const body = JSON.stringify({ error: { code, message } });
  return code === 'unauthorized' ? { status, body, headers: { 'www-authenticate': 'Bearer' } } : { status, body };
}
