/** `POST /`: queries of FQL v4. Source: wire.md ("v4"), recorded answers of version 4. */

import type { Engine } from '../engine.ts';
import { type ApiVersion, defaultVersion, parseVersion } from '../fql4/api-version.ts';
import { type Fql4Answer, runExpression } from '../fql4/run.ts';
import { type JsonResponse, jsonType } from './json-response.ts';
import { tagsHeader } from './legacy-headers.ts';
import { type LegacyRequest, legacyError, methodNotAllowed, withCosts } from './legacy-response.ts';
import { parseHeader, parseRetries, parseTags, parseTimeout, type ReadHeader, readSecret } from './request-headers.ts';

export interface LegacyQuery {
  readonly method: string;
  /** Those that the path takes. */
  readonly methods: readonly string[];
  readonly header: ReadHeader;
  /** Of the URL: the query of a GET, or what the events of a stream are to tell. */
  readonly parameter: string | undefined;
  readonly readBody: () => Promise<Uint8Array>;
}

/** The headers have been checked. */
export async function answerRoot(engine: Engine, query: LegacyQuery, started: number): Promise<JsonResponse> {
  const answer = await answerExpression(engine, query, started);
  const tags = parseHeader(query.header, tagsHeader, parseTags) ?? '';
  return tags === '' ? answer : { ...answer, headers: { ...answer.headers, [tagsHeader]: tags } };
}

async function answerExpression(engine: Engine, query: LegacyQuery, started: number): Promise<JsonResponse> {
  const { method, methods, header, parameter, readBody } = query;
  const caller = { secret: readSecret(header('authorization')) ?? '' };
  const isGet = method === 'GET';
  if (!methods.includes(method)) {
    return (await engine.look(caller, () => true)) ? methodNotAllowed(methods.join(', ')) : unauthorized;
  }
  const body = isGet ? new Uint8Array() : await readBody();
  const text = isGet ? (parameter ?? '') : new TextDecoder().decode(body);
  const request: LegacyRequest = { started, bytesIn: isGet ? Buffer.byteLength(text) : body.length };
  const version = versionOf(header);
  const answer = await engine.transact(
    caller,
    {
      timeoutMs: parseHeader(header, 'x-query-timeout', parseTimeout),
      maxRetries: parseHeader(header, 'x-max-retries-on-contention', parseRetries),
    },
    (context, retries) => {
      if (text === '') return { keep: false, answer: withCosts(noQuery, request) };
      const run = runExpression(context, text, version, isGet ? onlyReading : undefined);
      return { keep: run.keep, answer: writeAnswer(run.answer, request, retries) };
    },
  );
  if (answer === 'contended') return withCosts(contended, request);
  return answer ?? unauthorized;
}

export function versionOf(header: ReadHeader): ApiVersion {
  return parseVersion(header('x-faunadb-api-version') ?? '') ?? defaultVersion;
}

export const unauthorized = legacyError(
  401,
  { code: 'unauthorized', description: 'Unauthorized' },
  { 'www-authenticate': 'Basic realm="Unauthorized"' },
);

const onlyReading = { effect: 'read', reason: 'get requests' } as const;

export const noQuery = legacyError(400, {
  position: [],
  code: 'invalid expression',
  description: 'No query provided.',
});

const contended = legacyError(409, {
  code: 'contended transaction',
  description: 'Transaction was aborted due to detection of concurrent modification.',
});

export function writeAnswer({ status, body, txnTime, costs }: Fql4Answer, request: LegacyRequest, retries: number) {
  const response: JsonResponse = { status, body, headers: { 'content-type': jsonType } };
  return withCosts(response, request, { ...costs, retries }, txnTime);
}
