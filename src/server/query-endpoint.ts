/** `POST /query/1`: a request in, an answer out. Source: wire.md ("`/query/1`"), recorded `bodies`. */
import { errorCodes } from '../language/error-codes.ts';
import type { Engine, QueryAnswer, QueryStats } from '../query.ts';
import { InvalidBody } from '../wire/json-input.ts';
import { readQueryBody } from '../wire/request-body.ts';
import { type JsonResponse, refuse } from './json-response.ts';
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
      {
        ...options,
        fql,
        arguments: values,
        argumentFormat: options.format === 'simple' ? 'simple' : 'tagged',
        formats: [options.format],
      },
    );
    return writeAnswer(answer, options);
  } catch (problem) {
    if (problem instanceof InvalidRequest) return refuse('invalid_request', problem.message);
    if (problem instanceof InvalidBody) {
      const reason = problem.message === '' ? '' : `: ${problem.message}`;
      return refuse('invalid_request', `Invalid request body${reason}`);
    }
    throw problem;
  }
}

/** Time limits below this are called aggressive: milliseconds. */
const aggressive = 1_000;

/** A query that ran out of time: because it was given less than such queries need, or because it took too long. */
function refuseLate({ queryTimeMs, readOps, writeOps }: QueryStats): JsonResponse {
  const expected = 2 * (readOps + (writeOps > 0 ? 100 + writeOps : 0));
  const needed = queryTimeMs < aggressive ? aggressive : expected;
  if (queryTimeMs >= needed) return refuse('time_out', 'Read timed out', 503);
  const message = `Client set aggressive deadline: query needs ${needed}, timed out within ${queryTimeMs}`;
  return refuse('time_out', message);
}

function writeAnswer(answer: QueryAnswer, { format, tags, lastTxnTime = 0 }: RequestOptions): JsonResponse {
  if (answer.outcome === 'refused') return refuse(answer.code, answer.message);
  if (answer.outcome === 'failure' && answer.code === 'time_out') return refuseLate(answer.stats);
  const members: string[] = [];
  const member = (name: string, json: string) => members.push(`"${name}":${json}`);
  const written = (text: string | undefined) => (format === 'decorated' ? JSON.stringify(text) : (text ?? 'null'));
  if (answer.outcome === 'success') member('data', written(answer.data[format]));
  else {
    const { code, message, constraintFailures, abort } = answer;
    const failures = constraintFailures.map(({ paths, message }) => ({ paths, message }));
    const error = JSON.stringify({ code, message, ...(failures.length > 0 ? { constraint_failures: failures } : {}) });
    member('error', abort ? `${error.slice(0, -1)},"abort":${written(abort[format])}}` : error);
  }
  member('summary', JSON.stringify(answer.summary));
  // Every query sees all that was committed before it; a time that the client has seen elsewhere never goes back.
  member('txn_ts', String(Math.max(answer.txnTime, Math.min(lastTxnTime, Number.MAX_SAFE_INTEGER))));
  member('stats', JSON.stringify(writeStats(answer.stats)));
  if (tags !== '') member('query_tags', JSON.stringify(tags));
  member('schema_version', String(answer.schemaVersion));
  const status = answer.outcome === 'success' ? 200 : errorCodes[answer.code].status;
  return { status, body: `{${members.join(',')}}` };
}

function writeStats(stats: QueryStats): Readonly<Record<string, number | readonly string[]>> {
  return {
    compute_ops: stats.computeOps,
    read_ops: stats.readOps,
    write_ops: stats.writeOps,
    query_time_ms: stats.queryTimeMs,
    contention_retries: stats.contentionRetries,
    storage_bytes_read: stats.storageBytesRead,
    storage_bytes_write: stats.storageBytesWrite,
    rate_limits_hit: [],
  };
}
