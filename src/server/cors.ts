/** Cross-origin requests of browsers. Pages of the origins named by the user may read answers, no others. */
import type { ReadHeader } from './request-headers.ts';

/** Origins as browsers send them, `https://example.com`; `*` is every one. */
export type CorsOrigins = ReadonlySet<string>;

const allowedMethods = 'GET, POST, PUT, PATCH, DELETE';
/** Of a request; a browser asks before it sends any of them. */
const allowedHeaders = [
  'authorization',
  'content-type',
  'traceparent',
  'x-driver-env',
  'x-faunadb-api-version',
  'x-format',
  'x-last-seen-txn',
  'x-last-txn-ts',
  'x-linearized',
  'x-max-contention-retries',
  'x-performance-hints',
  'x-query-tags',
  'x-query-timeout',
  'x-query-timeout-ms',
  'x-typecheck',
].join(', ');
/** Seconds that a browser may remember the permission. */
const maxAge = '86400';

/** `sent`: the names of the headers of the answer. */
export function corsHeaders(
  origins: CorsOrigins,
  header: ReadHeader,
  sent: readonly string[],
): Readonly<Record<string, string>> {
  const origin = header('origin');
  if (origin === undefined || !(origins.has(origin) || origins.has('*'))) return {};
  const asked = header('access-control-request-method') !== undefined;
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-expose-headers': [...sent, 'traceparent'].join(', '),
    ...(asked && {
      'access-control-allow-methods': allowedMethods,
      'access-control-allow-headers': allowedHeaders,
      'access-control-max-age': maxAge,
    }),
  };
}
