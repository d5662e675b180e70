import { type CorsOrigins, corsHeaders } from './cors.ts';
import { type JsonResponse, jsonType } from './json-response.ts';
import type { ReadHeader } from './request-headers.ts';
import { traceParent } from './trace-parent.ts';

const PLAIN: Readonly<Record<string, string>> = { 'content-type': jsonType };

/** All headers of an answer. `header` reads those of its request, `origins` are those whose pages may read it. */
export function responseHeaders(
  { body, headers = PLAIN }: JsonResponse,
  header: ReadHeader,
  origins: CorsOrigins,
): Record<string, string> {
  // As nearly every answer is: what is copied takes longer than what is written out.
  if (headers === PLAIN && header('origin') === undefined) {
    return { 'content-type': jsonType, traceparent: traceParent(header('traceparent')) };
  }
  const all: Record<string, string> = {
    ...headers,
    traceparent: traceParent(header('traceparent')),
    ...corsHeaders(origins, header, Object.keys(headers)),
  };
  if (body !== '') all['content-type'] ??= jsonType;
  return all;
}
