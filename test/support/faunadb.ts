/**
 * Fauna's JavaScript driver of FQL v4, unmodified, over its own transport (HTTP/2). Typed here as far as the tests use
 * it: its own types bring those of browsers into the whole project.
 */
import { createRequire } from 'node:module';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

/** An expression, or a value that the driver makes one of. */
export type Expr = object;

export interface RequestResult {
  readonly statusCode: number;
  readonly requestContent: unknown;
  readonly responseRaw: string;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

export interface ClientOptions {
  readonly secret?: string;
  readonly queryTimeout?: number;
  readonly observer?: (result: RequestResult) => void;
  readonly tags?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

export interface PageHelper {
  /** Both take a `Lambda`. */
  map(change: Expr): PageHelper;
  filter(keeps: Expr): PageHelper;
  each(visit: (page: readonly unknown[]) => void): Promise<void>;
  eachReverse(visit: (page: readonly unknown[]) => void): Promise<void>;
  nextPage(): Promise<readonly unknown[]>;
  previousPage(): Promise<readonly unknown[]>;
}

export interface Subscription {
  on(type: string, heard: (event: unknown, whole: unknown) => void): Subscription;
  start(): Subscription;
  close(): void;
}

type Stream = (expression: Expr, options?: { readonly fields: readonly string[] }) => Subscription;

export interface Client {
  query<T = unknown>(expression: unknown, options?: ClientOptions): Promise<T>;
  queryWithMetrics<T = unknown>(
    expression: unknown,
  ): Promise<{ readonly value: T; readonly metrics: Readonly<Record<string, number>> }>;
  paginate(set: Expr, parameters?: object): PageHelper;
  ping(scope?: string): Promise<string>;
  getLastTxnTime(): number | null;
  close(): Promise<void>;
  readonly stream: Stream & { readonly document: Stream };
}

interface Driver {
  readonly Client: new (options: object) => Client;
  readonly query: Readonly<Record<string, (...args: readonly unknown[]) => Expr>>;
  readonly errors: Readonly<Record<string, new (...args: readonly never[]) => Error>>;
  readonly values: Readonly<Record<string, new (...args: readonly unknown[]) => Expr>>;
}

export const driver = createRequire(import.meta.url)('faunadb') as Driver;

/** What a text is to the driver, which is JavaScript: `Map([1, 2], n => Add(n, 1))`. */
export function expressionOf(text: string): Expr {
  const names = { q: driver.query, query: driver.query, ...driver.query };
  return new Function('names', `with (names) { return (${text}\n) }`)(names) as Expr;
}

/** A database that is served, and clients of it. */
export class DrivenDatabase {
  readonly faults: unknown[] = [];
  readonly #clients: Client[] = [];

  private constructor(
    readonly engine: Engine,
    private readonly server: RunningServer,
  ) {}

  static async start(secret = 'secret'): Promise<DrivenDatabase> {
    const engine = new Engine(new MemoryStore(), secret);
    const onFault = (fault: unknown) => database.faults.push(fault);
    const server = await serve(engine, { host: '127.0.0.1', port: 0, onFault });
    const database = new DrivenDatabase(engine, server);
    return database;
  }

  get url(): string {
    return this.server.url;
  }

  connect(options: ClientOptions = {}): Client {
    const { port } = new URL(this.url);
    const where = { domain: '127.0.0.1', scheme: 'http', port: Number(port) };
    const client = new driver.Client({ secret: 'secret', ...where, ...options });
    this.#clients.push(client);
    return client;
  }

  /** Closes the clients and the server. Throws what went wrong in the server, apart from its answers. */
  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.server.close();
    if (this.faults.length > 0) throw new AggregateError(this.faults, 'The server met faults.');
  }
}
