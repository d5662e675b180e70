import { type CorsOrigins, corsHeaders } from './cors.ts';
import { type JsonResponse, jsonType } from './json-response.ts';
import type { ReadHeader } from './request-headers.ts';
import { traceParent } from './trace-parent.ts';

/** All headers of an answer. `header` reads those of its request, `origins` are those whose pages may read it. */
export function responseHeaders(
  { body, headers = { 'content-type': jsonType } }: JsonResponse,
  header: ReadHeader,
  origins: CorsOrigins,
): Record<string, string> {
  const all: Record<string, string> = {
    ...headers,
    traceparent: traceParent(header('traceparent')),
    ...corsHeaders(origins, header, Object.keys(headers)),
  };
  if (body !== '') all['content-type'] ??= jsonType;
  return all;
}
