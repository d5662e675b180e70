/**
 * The transport of Fauna's JavaScript driver, without a network: the driver hands over what it would send, and gets the
 * answer that the server would give. Source: `HTTPClient` and `HTTPStreamClient` of npm `fauna` 2.5.0.
 */
import type { Engine } from '../engine.ts';
import { answerFeed } from '../server/feed-endpoint.ts';
import { type JsonResponse, jsonType } from '../server/json-response.ts';
import { answerQuery } from '../server/query-endpoint.ts';
import { refuseProblem } from '../server/refuse-problem.ts';
import type { ReadHeader } from '../server/request-headers.ts';
import { answerStream } from '../server/stream-endpoint.ts';
import { type Database, LocalDatabase } from './open.ts';

export interface DriverRequest<T> {
  readonly data: T;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly method: string;
  readonly path?: string | undefined;
}

export interface DriverResponse {
  body: string;
  headers: Record<string, string | string[] | undefined>;
  status: number;
}

export interface DriverStream {
  read: AsyncGenerator<string>;
  close: () => void;
}

/** What `new Client({ secret }, httpClient(db))` takes. */
export interface DriverTransport {
  request<T>(request: DriverRequest<T>): Promise<DriverResponse>;
  stream(request: DriverRequest<unknown>): DriverStream;
  /** Called when a client is closed; the database stays open. */
  close(): void;
}

/** A transport to a database in this process. The client's secret decides what it may do, as on a server. */
export function httpClient(database: Database): DriverTransport {
  if (!(database instanceof LocalDatabase)) throw new TypeError('A database is what open() gives.');
  const { engine } = database;
  return {
    request: async (request) => {
      const { status, body, headers } = await answer(engine, request);
      return { status, body, headers: { 'content-type': jsonType, ...headers } };
    },
    stream: (request) => openStream(engine, request),
    close: () => {},
  };
}

const endpoints: Readonly<Record<string, typeof answerQuery>> = { '/query/1': answerQuery, '/feed/1': answerFeed };

async function answer(engine: Engine, { data, headers, path = '/query/1' }: DriverRequest<unknown>) {
  const endpoint = endpoints[path];
  if (!endpoint) throw new TypeError(`There is no ${path} in this process.`);
  try {
    return await endpoint(engine, readerOf(headers), encode(data));
  } catch (problem) {
    return refuseProblem(problem, warnOfFault);
  }
}

function openStream(engine: Engine, { data, headers }: DriverRequest<unknown>): DriverStream {
  let reader: ReadableStreamDefaultReader<string> | undefined;
  let closed = false;
  async function* read(): AsyncGenerator<string> {
    const opened = await answerStream(engine, readerOf(headers), encode(data), warnOfFault);
    if (!(opened instanceof ReadableStream)) return yield refusal(opened);
    reader = opened.getReader();
    if (closed) return void (await reader.cancel());
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.trim();
    }
  }
  const close = () => {
    closed = true;
    void reader?.cancel();
  };
  return { read: read(), close };
}

/** A stream that can not be opened says so in its first event, which is where the driver looks for it. */
function refusal({ body }: JsonResponse): string {
  return JSON.stringify({ type: 'error', ...(JSON.parse(body) as object) });
}

function readerOf(headers: DriverRequest<unknown>['headers']): ReadHeader {
  const known = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = known.get(name);
    return value === undefined ? undefined : String(value);
  };
}

function encode(data: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(data));
}

/** The driver is told that there was a fault; what it was, whoever looks at the process sees. */
function warnOfFault(fault: unknown): void {
  process.emitWarning(fault instanceof Error ? fault : String(fault));
}
