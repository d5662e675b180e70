/**
 * Answers in the shape of version 4, which every path outside the endpoints of version 10 gives: errors as a list, what
 * a request has cost as headers. Source: wire.md ("v4"), recorded `methods and paths`, `ping`.
 */
import { type JsonResponse, jsonType } from './json-response.ts';

export interface LegacyCosts {
  readonly computeOps: number;
  readonly readOps: number;
  readonly writeOps: number;
  readonly storageBytesRead: number;
  readonly storageBytesWrite: number;
  readonly retries: number;
}

/** Of an answer that asked nothing of the database. */
export const NO_COSTS: LegacyCosts = {
  computeOps: 1,
  readOps: 0,
  writeOps: 0,
  storageBytesRead: 0,
  storageBytesWrite: 0,
  retries: 0,
};

export interface LegacyRequest {
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly bytesIn: number;
}

/** `time`: of the transaction, in microseconds. */
export function withCosts(
  { status, body, headers = { 'content-type': jsonType } }: JsonResponse,
  { started, bytesIn }: LegacyRequest,
  costs: LegacyCosts = NO_COSTS,
  time: number = started * 1000,
): JsonResponse {
  const measured = {
    'x-compute-ops': costs.computeOps,
    'x-byte-read-ops': costs.readOps,
    'x-byte-write-ops': costs.writeOps,
    'x-query-bytes-in': bytesIn,
    'x-query-bytes-out': Buffer.byteLength(body),
    'x-storage-bytes-read': costs.storageBytesRead,
    'x-storage-bytes-write': costs.storageBytesWrite,
    'x-query-time': Math.max(0, Date.now() - started),
    'x-txn-retries': costs.retries,
    'x-txn-time': time,
  };
  const texts = Object.entries(measured).map(([name, value]) => [name, String(value)] as const);
  return { status, body, headers: { ...headers, ...Object.fromEntries(texts) } };
}

/** Whether an answer says already what its request has cost. */
export function hasCosts({ headers }: JsonResponse): boolean {
  return headers?.['x-compute-ops'] !== undefined;
}

export interface LegacyError {
  readonly code: string;
  readonly description: string;
  /** Of errors in an expression: where in it. */
  readonly position?: readonly (string | number)[];
}

export function legacyError(
  status: number,
  error: LegacyError,
  headers: Readonly<Record<string, string>> = {},
): JsonResponse {
  return legacyErrors(status, [error], headers);
}

export function legacyErrors(
  status: number,
  given: readonly LegacyError[],
  headers: Readonly<Record<string, string>> = {},
): JsonResponse {
  const errors = given.map(({ position, code, description }) => ({ ...(position && { position }), code, description }));
  return { status, body: JSON.stringify({ errors }), headers: { 'content-type': jsonType, ...headers } };
}

export const notFound = legacyError(404, { code: 'not found', description: 'Not Found' });

export function methodNotAllowed(allowed: string): JsonResponse {
  const description = `Allowed methods are ${allowed}.`;
  return legacyError(405, { code: 'method not allowed', description }, { allow: allowed });
}
