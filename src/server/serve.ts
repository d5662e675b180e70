/** The server: what listens, what answers, and who looks on. */
import { getRequestListener } from '@hono/node-server';
import type { Engine } from '../engine.ts';
import { formatLogLine, type LogFormat } from './access-log.ts';
import { createApp } from './app.ts';
import type { CorsOrigins } from './cors.ts';
import { endAfter, type Patience, usualPatience } from './limits.ts';
import { type Listener, listen } from './listen.ts';
import { ServerMetrics } from './metrics.ts';
import { type Observer, observe } from './observe.ts';
import { listenForQueries } from './query-listener.ts';
import { servedHosts } from './served-hosts.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly onFault: (fault: unknown) => void;
  /** The largest body of a request, in bytes. */
  readonly maxBody?: number | undefined;
  /** Whose pages may read answers; none where it is not given. */
  readonly corsOrigins?: CorsOrigins | undefined;
  /** Whether `/metrics` tells how the server is doing. */
  readonly metrics?: boolean | undefined;
  /** What requests under way get when the server ends: milliseconds. */
  readonly endWithin?: number | undefined;
  readonly patience?: Patience | undefined;
  /** A line for each request, and who is given it; none where it is not given. */
  readonly log?: { readonly format: LogFormat; readonly write: (line: string) => void } | undefined;
}

export interface RunningServer {
  /** `http://127.0.0.1:8443` */
  readonly url: string;
  /** Stops listening, lets running queries finish, and closes idle connections. */
  close(): Promise<void>;
}

/** Rejects with the error of `listen`: EADDRINUSE, EACCES … */
export async function serve(engine: Engine, options: ServeOptions): Promise<RunningServer> {
  const { host, port, onFault, maxBody, corsOrigins, log } = options;
  const { endWithin = endAfter, patience = usualPatience } = options;
  const metrics = options.metrics ? new ServerMetrics() : undefined;
  const observers: Observer[] = metrics ? [metrics] : [];
  if (log) observers.push({ ended: (observation) => log.write(formatLogLine(observation, log.format)) });
  const appOptions = {
    hosts: servedHosts(host),
    onFault,
    patience,
    ...(maxBody !== undefined && { maxBody }),
    ...(corsOrigins && { corsOrigins }),
    ...(metrics && { metrics: () => metrics.text() }),
  };
  const app = createApp(engine, appOptions);
  const answer = listenForQueries(engine, appOptions, getRequestListener(app.fetch));
  const listening = await listen(observe(safely(answer, onFault), observers), { host, port, endWithin, patience });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${listening.port}`,
    close: async () => {
      engine.endStreams();
      // Requests that are being read may still open some.
      const late = setInterval(() => engine.endStreams(), 100);
      await listening.close();
      clearInterval(late);
    },
  };
}

/** A fault while an answer is written ends its connection, not the process. */
function safely(listener: (...args: Parameters<Listener>) => unknown, onFault: (fault: unknown) => void): Listener {
  return async (incoming, outgoing) => {
    try {
      await listener(incoming, outgoing);
    } catch (fault) {
      onFault(fault);
      outgoing.destroy();
    }
  };
}
