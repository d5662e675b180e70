/** Fauna's JavaScript driver, unmodified, on every way there is to a database. */
import { Client, type ClientConfiguration, FetchClient } from 'fauna';
import { httpClient } from '../../src/client.ts';
import { Engine, type EngineOptions } from '../../src/engine.ts';
import { LocalDatabase } from '../../src/library/open.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

/** A database and clients of it. */
export interface Driven {
  readonly engine: Engine;
  /** Undefined where there is no server. */
  readonly url: string | undefined;
  connect(secret?: string, options?: ClientConfiguration): Client;
  /** Closes the clients and the server. Throws what went wrong in the server, apart from its answers. */
  close(): Promise<void>;
}

export interface DrivenOptions extends EngineOptions {
  readonly store?: MemoryStore;
}

export const transports = ['HTTP/2', 'HTTP/1.1', 'no network'] as const;
export type Transport = (typeof transports)[number];

export async function drive(transport: Transport, options: DrivenOptions = {}): Promise<Driven> {
  const { store = new MemoryStore(), ...engineOptions } = options;
  const engine = new Engine(store, 'secret', engineOptions);
  const faults: unknown[] = [];
  const clients: Client[] = [];
  const onFault = (fault: unknown) => faults.push(fault);
  const server = transport === 'no network' ? undefined : await serve(engine, { host: '127.0.0.1', port: 0, onFault });
  return {
    engine,
    url: server?.url,
    connect: (secret = 'secret', more = {}) => {
      const endpoint = server && { endpoint: new URL(server.url) };
      const client = new Client({ secret, ...endpoint, ...more }, httpOf(transport, engine, server?.url));
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) closeOnce(client);
      engine.events.close();
      await server?.close();
      if (faults.length > 0) throw new AggregateError(faults, 'The server met faults.');
    },
  };
}

/** How a client sends; undefined leaves it to the driver, which takes HTTP/2. */
export function overHttp1(url: string): FetchClient {
  return new FetchClient({ url, fetch_keepalive: false, http2_max_streams: 1, http2_session_idle_ms: 1 });
}

function httpOf(transport: Transport, engine: Engine, url = ''): ConstructorParameters<typeof Client>[1] {
  if (transport === 'HTTP/2') return undefined;
  if (transport === 'HTTP/1.1') return overHttp1(url);
  const database = { name: 'test', engine, close: () => Promise.resolve() };
  return httpClient(new LocalDatabase(database, { scope: '', authority: ADMIN }));
}

/** The driver throws at a second `close`. */
function closeOnce(client: Client): void {
  try {
    client.close();
  } catch (problem) {
    if (!(problem instanceof Error && problem.name === 'ClientClosedError')) throw problem;
  }
}
