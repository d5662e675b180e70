/** What telling of changes has cost: the `stats` of events, feeds and status events. */
import type { Context } from '../runtime/context.ts';

export interface Metrics {
  readonly readOps: number;
  readonly bytesRead: number;
  readonly computeOps: number;
  readonly milliseconds: number;
}

export const NO_METRICS: Metrics = { readOps: 0, bytesRead: 0, computeOps: 0, milliseconds: 0 };

/** Begins to measure; what it gives ends that. */
export function measure(context: Context): () => Metrics {
  const { operations, transaction } = context.evaluation;
  const { reads, bytesRead } = transaction.counters;
  const { compute } = operations;
  const started = performance.now();
  return () => ({
    readOps: transaction.counters.reads - reads,
    bytesRead: transaction.counters.bytesRead - bytesRead,
    computeOps: Math.max(1, Math.ceil((operations.compute - compute) / 50)),
    milliseconds: Math.round(performance.now() - started),
  });
}

/** The same, with what it has cost before. */
export function withCost(metrics: Metrics, { readOps, bytesRead }: Pick<Metrics, 'readOps' | 'bytesRead'>): Metrics {
  return { ...metrics, readOps: metrics.readOps + readOps, bytesRead: metrics.bytesRead + bytesRead };
}

export function addMetrics(a: Metrics, b: Metrics): Metrics {
  return {
    readOps: a.readOps + b.readOps,
    bytesRead: a.bytesRead + b.bytesRead,
    computeOps: a.computeOps + b.computeOps,
    milliseconds: a.milliseconds + b.milliseconds,
  };
}

export function writeMetrics({ readOps, bytesRead, computeOps, milliseconds }: Metrics): string {
  return (
    `{"read_ops":${readOps},"storage_bytes_read":${bytesRead},"compute_ops":${computeOps},` +
    `"processing_time_ms":${milliseconds},"rate_limits_hit":[]}`
  );
}
