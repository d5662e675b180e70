/** `POST /query/1`: a request in, an answer out. Source: wire.md ("`/query/1`"), recorded `bodies`. */
import { errorCodes } from '../language/error-codes.ts';
import type { Engine, QueryAnswer, QueryStats } from '../query.ts';
import type { Json } from '../store/store.ts';
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

export async function answerQuery(engine: Engine, header: ReadHeader, body: string): Promise<JsonResponse> {
  try {
    const options = readRequestHeaders(header);
    const { fql, arguments: values } = readBody(body);
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
    throw problem;
  }
}

interface QueryBody {
  readonly fql: string;
  readonly arguments: Readonly<Record<string, Json>>;
}

function readBody(text: string): QueryBody {
  if (text === '') throw new InvalidRequest('No request body provided');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (problem) {
    throw new InvalidRequest(`Invalid request body: ${problem instanceof Error ? problem.message : 'no JSON'}`);
  }
  if (!isObject(json)) throw new InvalidRequest(`Invalid request body: Unexpected JSON ${jsonType(json)}.`);
  const { query, arguments: values = {}, ...unknown } = json;
  if (query === undefined || Object.keys(unknown).length > 0) throw new InvalidRequest('Invalid request body');
  if (typeof query !== 'string') {
    throw new InvalidRequest(
      isObject(query)
        ? 'Invalid request body: query fragments are not supported yet; send the query as one string'
        : `Invalid request body: Unexpected JSON ${jsonType(query)}. Expected query template.`,
    );
  }
  if (values !== null && !isObject(values)) {
    throw new InvalidRequest(`Invalid request body: Unexpected JSON ${jsonType(values)}. Expected Object.`);
  }
  return { fql: query, arguments: (values ?? {}) as Readonly<Record<string, Json>> };
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function jsonType(json: unknown): string {
  if (json === null) return 'Null';
  if (Array.isArray(json)) return 'Array Start';
  if (typeof json === 'number') return Number.isInteger(json) ? 'Integer' : 'Double';
  const type = typeof json;
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
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
