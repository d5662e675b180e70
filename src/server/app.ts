/** The endpoints. Paths are exact; those of version 10 take any method and content type, as the original does. */
import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Engine } from '../engine.ts';
import type { CorsOrigins } from './cors.ts';
import { answerEnvironment } from './environment-endpoint.ts';
import { answerFeed } from './feed-endpoint.ts';
import { type JsonResponse, jsonType } from './json-response.ts';
import { checkLegacyHeaders } from './legacy-headers.ts';
import { hasCosts, legacyError, notFound, withCosts } from './legacy-response.ts';
import { defaultMaxBody, type Patience, usualPatience } from './limits.ts';
import { answerPing } from './ping.ts';
import { answerQuery } from './query-endpoint.ts';
import { type BodyLimits, BodyTooLarge, type Incoming, readBody } from './read-body.ts';
import { refuseLegacyProblem, refuseProblem, wrongHost } from './refuse-problem.ts';
import { InvalidRequest, type ReadHeader, readerOf } from './request-headers.ts';
import { pathOf } from './request-path.ts';
import { responseHeaders } from './response-headers.ts';
import { answerSchema } from './schema-endpoints.ts';
import { answerStream } from './stream-endpoint.ts';
import { answerRoot } from './v4-endpoint.ts';
import { answerV4Stream, type StreamResponse } from './v4-stream-endpoint.ts';

export interface AppOptions {
  /** Host names that requests may be for: what keeps a web page from reaching a local database by DNS rebinding. */
  readonly hosts: (host: string) => boolean;
  /** Told of faults of ours; never of a user's data. */
  readonly onFault: (fault: unknown) => void;
  /** In bytes. */
  readonly maxBody?: number;
  readonly patience?: Patience;
  /** Whose pages may read answers; none where it is not given. */
  readonly corsOrigins?: CorsOrigins;
  /** What `/metrics` answers; there is no such path where it is not given. */
  readonly metrics?: () => string;
}

/** What the listener hands over beside the request. */
interface Bindings {
  readonly incoming?: Incoming;
  readonly outgoing?: ServerResponse | Http2ServerResponse;
}

type RequestContext = Context<{ Bindings: Bindings }>;
type LegacyAnswer = (started: number) => JsonResponse | Promise<JsonResponse | StreamResponse>;

export function createApp(engine: Engine, options: AppOptions): Hono<{ Bindings: Bindings }> {
  const { hosts, onFault, maxBody = defaultMaxBody, corsOrigins = new Set(), metrics } = options;
  const { patience = usualPatience } = options;
  const bodyLimits = { maxBytes: maxBody, timeoutMs: patience.request };
  // The path as it was sent: one that is written otherwise is another one.
  const app = new Hono<{ Bindings: Bindings }>({
    getPath: (request, more) => pathOf((more as { env?: Bindings } | undefined)?.env?.incoming?.url ?? request.url),
  });

  const reply = (context: RequestContext, response: JsonResponse) => {
    const { status, body } = response;
    const headers = responseHeaders(response, headerOf(context), corsOrigins);
    if (body !== '' || !context.env?.outgoing) {
      headers['content-type'] ??= jsonType;
      return new Response(context.req.method === 'HEAD' ? null : body, { status, headers });
    }
    // The listener would give it a content type of its own.
    context.env.outgoing.writeHead(status, headers).end();
    return RESPONSE_ALREADY_SENT;
  };

  /** A response that goes on: texts of whole lines. */
  const streamed = (context: RequestContext, headers: JsonResponse['headers'], lines: ReadableStream<string>) => {
    const head = reply(context, { status: 200, body: ' ', ...(headers && { headers }) });
    return new Response(lines.pipeThrough(new TextEncoderStream()), { headers: head.headers });
  };

  /** The answer of an endpoint that takes a body, or why there is none. */
  const withBody = async (
    context: RequestContext,
    answer: (header: ReadHeader, body: Uint8Array) => Promise<JsonResponse | Response>,
  ): Promise<Response> => {
    const header = headerOf(context);
    if (isPreflight(context)) return reply(context, { status: 200, body: '', headers: {} });
    const made = await answer(header, await bodyOf(context, bodyLimits));
    return made instanceof Response ? made : reply(context, made);
  };

  app.use(async (context, next) => {
    const host = hostOf(context);
    return hosts(host) ? next() : reply(context, wrongHost);
  });

  app.all('/query/1', (context) => withBody(context, (header, body) => answerQuery(engine, header, body)));
  app.all('/feed/1', (context) => withBody(context, (header, body) => answerFeed(engine, header, body)));
  app.all('/stream/1', (context) =>
    withBody(context, async (header, body) => {
      const answer = await answerStream(engine, header, body, onFault);
      return answer instanceof ReadableStream ? streamed(context, undefined, answer) : answer;
    }),
  );
  app.all('/environment/1', async (context) => {
    if (isPreflight(context)) return reply(context, { status: 200, body: '', headers: {} });
    return reply(context, await answerEnvironment(engine, headerOf(context)));
  });
  if (metrics) {
    const type = 'text/plain; version=0.0.4; charset=utf-8';
    app.get('/metrics', (context) =>
      reply(context, { status: 200, body: metrics(), headers: { 'content-type': type } }),
    );
  }

  const answerOrRefuse = async (answer: () => ReturnType<LegacyAnswer>) => {
    try {
      return await answer();
    } catch (problem) {
      return refuseLegacyProblem(problem, onFault);
    }
  };

  /** Paths that answer in the way of version 4. */
  const legacy = async (context: RequestContext, answer: LegacyAnswer): Promise<Response> => {
    const started = Date.now();
    if (isPreflight(context)) return reply(context, { status: 200, body: '', headers: {} });
    const header = headerOf(context);
    try {
      checkLegacyHeaders(header);
    } catch (problem) {
      if (!(problem instanceof InvalidRequest)) throw problem;
      return reply(context, legacyError(400, { code: 'bad request', description: problem.message }));
    }
    const made = await answerOrRefuse(() => answer(started));
    if ('events' in made) return streamed(context, made.headers, made.events);
    if (hasCosts(made)) return reply(context, made);
    if (made.status === 401)
      return reply(context, { ...made, headers: { ...made.headers, 'x-txn-time': `${started}000` } });
    return reply(context, withCosts(made, { started, bytesIn: Number(header('content-length') ?? 0) }));
  };
  app.all('/ping', (context) => legacy(context, () => answerPing(context.req.method, context.req.query('scope'))));
  const legacyQuery = (context: RequestContext, parameter: string, methods: readonly string[]) => ({
    method: context.req.method,
    methods,
    header: headerOf(context),
    parameter: context.req.query(parameter),
    readBody: () => bodyOf(context, bodyLimits),
  });
  const answerLegacyQuery = (context: RequestContext, methods: readonly string[]) =>
    legacy(context, (started) => answerRoot(engine, legacyQuery(context, 'q', methods), started));
  app.all('/', (context) => answerLegacyQuery(context, ['GET', 'POST']));
  app.all('/linearized', (context) => answerLegacyQuery(context, ['POST']));
  app.all('/stream', (context) =>
    legacy(context, (started) => answerV4Stream(engine, legacyQuery(context, 'fields', ['POST']), started, onFault)),
  );
  app.all('/schema/1/*', (context) => reply(context, answerSchema(context.req.path)));
  app.notFound((context) => legacy(context as RequestContext, () => notFound));

  app.onError((problem, context) => reply(context, refuseProblem(problem, onFault)));
  return app;
}

function headerOf({ req, env }: RequestContext): ReadHeader {
  return env?.incoming ? readerOf(env.incoming) : (name) => req.header(name);
}

function hostOf(context: RequestContext): string {
  const header = headerOf(context);
  // Only what the listener hands over has names that begin with a colon.
  return (context.env?.incoming && header(':authority')) ?? header('host') ?? '';
}

async function bodyOf({ req, env }: RequestContext, limits: BodyLimits): Promise<Uint8Array> {
  if (env?.incoming) return readBody(env.incoming, limits);
  const body = new Uint8Array(await req.arrayBuffer());
  if (body.length > limits.maxBytes) throw new BodyTooLarge();
  return body;
}

/** A browser that asks whether a page of another origin may send a request. */
function isPreflight(context: RequestContext): boolean {
  const header = headerOf(context);
  return context.req.method === 'OPTIONS' && header('origin') !== undefined;
}
