/** What a query cost, as the page on `Tokens` shows it below each answer. */

export interface QueryMetrics {
  /** Of the request's body. */
  readonly bytesIn: number;
  /** Of the answer's body. */
  readonly bytesOut: number;
  readonly computeOps: number;
  readonly readOps: number;
  readonly writeOps: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  /** Milliseconds. */
  readonly queryTime: number;
  readonly retries: number;
}

const order = [
  'bytesIn',
  'bytesOut',
  'computeOps',
  'readOps',
  'writeOps',
  'readBytes',
  'writeBytes',
  'queryTime',
  'retries',
] as const satisfies readonly (keyof QueryMetrics)[];

/** Names and figures are aligned at their right ends. */
export function printMetrics(metrics: QueryMetrics): string {
  const figures = order.map((name) => figure(name, metrics[name]));
  const nameWidth = Math.max(...order.map((name) => name.length));
  const figureWidth = Math.max(...figures.map((each) => each.length));
  const lines = order.map(
    (name, index) => `• ${name.padStart(nameWidth)}: ${(figures[index] as string).padStart(figureWidth)}`,
  );
  return ['Query metrics:', ...lines].join('\n');
}

function figure(name: keyof QueryMetrics, value: number): string {
  const grouped = String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  return name === 'queryTime' ? `${grouped}ms` : grouped;
}
