/** The endpoints. Paths are exact; `/query/1` takes any method and content type, as the original does. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Engine } from '../query.ts';
import { StoreError } from '../store/store.ts';
import { answerFeed } from './feed-endpoint.ts';
import { answerQuery, type JsonResponse, refuse } from './query-endpoint.ts';
import { answerStream } from './stream-endpoint.ts';

/** The largest request body, in bytes. */
export const maxBodyBytes = 8 * 1024 * 1024;

const jsonType = 'application/json;charset=utf-8';

export interface AppOptions {
  /** Host names that requests may be for: what keeps a web page from reaching a local database by DNS rebinding. */
  readonly hosts: (host: string) => boolean;
  /** Told of faults of ours; never of a user's data. */
  readonly onFault: (fault: unknown) => void;
}

export function createApp(engine: Engine, { hosts, onFault }: AppOptions): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    const { req } = context;
    if (hosts(req.header('host') ?? '')) await next();
    else
      context.res = reply(
        refuse('forbidden', 'This host name is not served here: use localhost or the address that faunula printed.'),
      );
    context.res.headers.set('traceparent', traceParent(req.header('traceparent')));
  });

  app.on(['GET', 'HEAD'], '/ping', () => reply({ status: 200, body: '{"resource":"Scope write is OK"}' }));
  app.all('/ping', () => reply(legacyError(405, 'method not allowed', 'Allowed methods are GET.'), { allow: 'GET' }));

  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => reply(refuse('request_size_exceeded', 'Request entity is too large')),
  });
  app.all('/query/1', limit, async (context) => {
    const { req } = context;
    return reply(await answerQuery(engine, (name) => req.header(name), new Uint8Array(await req.arrayBuffer())));
  });

  app.all('/feed/1', limit, async (context) => {
    const { req } = context;
    return reply(await answerFeed(engine, (name) => req.header(name), new Uint8Array(await req.arrayBuffer())));
  });
  app.all('/stream/1', limit, async (context) => {
    const { req } = context;
    const body = new Uint8Array(await req.arrayBuffer());
    const answer = await answerStream(engine, (name) => req.header(name), body, onFault);
    if (!(answer instanceof ReadableStream)) return reply(answer);
    return new Response(answer.pipeThrough(new TextEncoderStream()), { headers: { 'content-type': jsonType } });
  });

  app.notFound(() => reply(legacyError(404, 'not found', 'Not Found')));

  app.onError((fault) => {
    if (fault instanceof StoreError) return reply(refuse('internal_error', fault.message));
    onFault(fault);
    return reply(
      refuse(
        'internal_error',
        'Faunula met a fault of its own while answering. Nothing was changed. Please report it.',
      ),
    );
  });
  return app;
}

/** Errors outside the endpoints of v10 have the shape of v4. */
function legacyError(status: number, code: string, description: string): JsonResponse {
  return { status, body: JSON.stringify({ errors: [{ code, description }] }) };
}

function reply({ status, body, headers }: JsonResponse, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': jsonType, ...headers, ...more },
  });
}

/** Goes on with the trace of the request, or begins one. */
function traceParent(sent: string | undefined): string {
  const [, trace] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(sent ?? '') ?? [];
  return `00-${trace ?? hex(16)}-${hex(8)}-00`;
}

function hex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}
