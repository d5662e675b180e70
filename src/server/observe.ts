/** Looking on while requests are answered: for the log, and for metrics. */
import type { Listener } from './listen.ts';
import { pathOf } from './request-path.ts';

export interface Observation {
  readonly remote: string;
  readonly method: string;
  /** Without what else a URL may hold: secrets among them. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface Observer {
  readonly begun?: () => void;
  readonly ended: (observation: Observation) => void;
}

/** The same listener, with the observers told of each request. */
export function observe(listener: Listener, observers: readonly Observer[]): Listener {
  if (observers.length === 0) return listener;
  return (incoming, outgoing) => {
    const started = performance.now();
    const { method = '', url = '' } = incoming;
    const remote = incoming.socket.remoteAddress ?? '-';
    for (const { begun } of observers) begun?.();
    outgoing.once('close', () => {
      // A client that goes away before the answer is written gets none: as other servers note it.
      const status = outgoing.headersSent ? outgoing.statusCode : 499;
      const milliseconds = performance.now() - started;
      for (const { ended } of observers) ended({ remote, method, path: pathOf(url), status, milliseconds });
    });
    listener(incoming, outgoing);
  };
}
