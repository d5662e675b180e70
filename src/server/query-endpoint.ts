/** `POST /query/1`: a request in, an answer out. Source: wire.md ("`/query/1`"), recorded `bodies`. */

import type { Engine } from '../engine.ts';
import { errorCodes } from '../language/error-codes.ts';
import type { QueryAnswer, QueryStats } from '../query/answer.ts';
import type { QueryRequest } from '../query/request.ts';
import { jsonString } from '../runtime/text.ts';
import { InvalidBody } from '../wire/json-input.ts';
import { readQueryBody } from '../wire/request-body.ts';
import { type JsonResponse, refuse } from './json-response.ts';
import { refuseLate } from './refuse-late.ts';
import {
  InvalidRequest,
  type ReadHeader,
  type RequestOptions,
  readRequestHeaders,
  readSecret,
} from './request-headers.ts';

export async function answerQuery(engine: Engine, header: ReadHeader, body: Uint8Array): Promise<JsonResponse> {
  try {
    const options = readRequestHeaders(header);
    if (body.length === 0) throw new InvalidRequest('No request body provided');
    const { fql, arguments: values } = readQueryBody(body);
    const answer = await engine.query(
      { secret: readSecret(header('authorization')) ?? '' },
      requestOf(fql, values, options),
    );
    const isLate = answer.outcome === 'failure' && answer.code === 'time_out';
    return isLate ? await refuseLate(answer.stats, options.timeoutMs) : writeAnswer(answer, options);
  } catch (problem) {
    if (problem instanceof InvalidRequest) return refuse('invalid_request', problem.message);
    if (problem instanceof InvalidBody) {
      const reason = problem.message === '' ? '' : `: ${problem.message}`;
      return refuse('invalid_request', `Invalid request body${reason}`);
    }
    throw problem;
  }
}

/** Written out: an object that is copied and then added to is slow to make and slow to read. */
function requestOf(
  fql: QueryRequest['fql'],
  values: QueryRequest['arguments'],
  { format, typecheck, timeoutMs, maxRetries, performanceHints }: RequestOptions,
): QueryRequest {
  return {
    fql,
    arguments: values,
    argumentFormat: format === 'simple' ? 'simple' : 'tagged',
    formats: [format],
    typecheck,
    timeoutMs,
    maxRetries,
    performanceHints,
  };
}

function writeAnswer(answer: QueryAnswer, { format, tags, lastTxnTime = 0 }: RequestOptions): JsonResponse {
  if (answer.outcome === 'refused') return refuse(answer.code, answer.message);
  const written = (text: string | undefined) => (format === 'decorated' ? JSON.stringify(text) : (text ?? 'null'));
  let json: string;
  if (answer.outcome === 'success') json = `{"data":${written(answer.data[format])}`;
  else {
    const { code, message, constraintFailures, abort } = answer;
    const failures = constraintFailures.map(({ paths, message }) => ({ paths, message }));
    const error = JSON.stringify({ code, message, ...(failures.length > 0 ? { constraint_failures: failures } : {}) });
    json = `{"error":${abort ? `${error.slice(0, -1)},"abort":${written(abort[format])}}` : error}`;
  }
  // Every query sees all that was committed before it; a time that the client has seen elsewhere never goes back.
  const time = Math.max(answer.txnTime, Math.min(lastTxnTime, Number.MAX_SAFE_INTEGER));
  json += `,"summary":${jsonString(answer.summary)},"txn_ts":${time},"stats":${writeStats(answer.stats)}`;
  if (tags !== '') json += `,"query_tags":${JSON.stringify(tags)}`;
  const status = answer.outcome === 'success' ? 200 : errorCodes[answer.code].status;
  return { status, body: `${json},"schema_version":${answer.schemaVersion}}` };
}

/** All are whole numbers: written out, for `JSON.stringify` takes longer than all else here. */
function writeStats(stats: QueryStats): string {
  return (
    `{"compute_ops":${stats.computeOps},"read_ops":${stats.readOps},"write_ops":${stats.writeOps},` +
    `"query_time_ms":${stats.queryTimeMs},"contention_retries":${stats.contentionRetries},` +
    `"storage_bytes_read":${stats.storageBytesRead},"storage_bytes_write":${stats.storageBytesWrite},` +
    '"rate_limits_hit":[]}'
  );
}
