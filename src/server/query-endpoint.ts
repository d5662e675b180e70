/** `POST /query/1`: a request in, an answer out. Source: wire.md ("`/query/1`"), recorded `bodies`. */
import { errorCodes } from '../language/error-codes.ts';
import type { Engine, QueryAnswer, QueryStats } from '../query.ts';
import { InvalidBody } from '../wire/json-input.ts';
import { readQueryBody } from '../wire/request-body.ts';
import {
  InvalidRequest,
  type ReadHeader,
  type RequestOptions,
  readRequestHeaders,
  readSecret,
} from './request-headers.ts';

export interface JsonResponse {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

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

function writeAnswer(answer: QueryAnswer, { format, tags }: RequestOptions): JsonResponse {
  if (answer.outcome === 'refused') return refuse(answer.code, answer.message);
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
  member('txn_ts', String(answer.txnTime));
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

/** A request that was turned away before its query ran: the error alone. */
export function refuse(code: keyof typeof errorCodes, message: string): JsonResponse {
  const { status } = errorCodes[code];
  const body = JSON.stringify({ error: { code, message } });
  return code === 'unauthorized' ? { status, body, headers: { 'www-authenticate': 'Bearer' } } : { status, body };
}
