/** What `/metrics` tells, in the text format of Prometheus. */
import type { Observation, Observer } from './observe.ts';

/** Upper bounds, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Paths that are told apart; clients choose theirs freely, and each would be kept for ever. */
const endpoints = new Set([
  '/',
  '/linearized',
  '/query/1',
  '/stream/1',
  '/feed/1',
  '/environment/1',
  '/ping',
  '/metrics',
]);

interface Durations {
  readonly counts: number[];
  sum: number;
  count: number;
}

export class ServerMetrics implements Observer {
  readonly #started = Date.now() / 1000;
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();
  #inFlight = 0;

  readonly begun = (): void => {
    this.#inFlight++;
  };

  readonly ended = ({ path, status, milliseconds }: Observation): void => {
    this.#inFlight--;
    const endpoint = endpointOf(path);
    const key = `endpoint="${endpoint}",status="${status}"`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    const durations = this.#durations.get(endpoint) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 };
    this.#durations.set(endpoint, durations);
    const seconds = milliseconds / 1000;
    for (const [index, bound] of buckets.entries()) {
      if (seconds <= bound) durations.counts[index] = (durations.counts[index] ?? 0) + 1;
    }
    durations.sum += seconds;
    durations.count++;
  };

  text(): string {
    const lines: string[] = [];
    const family = (name: string, type: string, help: string, samples: readonly (readonly [string, number])[]) => {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
      for (const [sample, value] of samples) lines.push(`${sample} ${value}`);
    };
    const requests = 'faunula_requests_total';
    family(
      requests,
      'counter',
      'Requests that were answered.',
      [...this.#requests].map(([labels, count]) => [`${requests}{${labels}}`, count] as const),
    );
    const duration = 'faunula_request_duration_seconds';
    family(
      duration,
      'histogram',
      'How long it took to answer requests.',
      [...this.#durations].flatMap(([endpoint, durations]) => histogram(duration, endpoint, durations)),
    );
    const inFlight = 'faunula_requests_in_flight';
    family(inFlight, 'gauge', 'Requests that are being answered, open streams among them.', [
      [inFlight, this.#inFlight],
    ]);
    for (const [name, type, help, value] of this.#process()) family(name, type, help, [[name, value]]);
    return `${lines.join('\n')}\n`;
  }

  #process(): readonly (readonly [name: string, type: string, help: string, value: number])[] {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    return [
      ['process_cpu_seconds_total', 'counter', 'Processor time used, in seconds.', (user + system) / 1e6],
      ['process_resident_memory_bytes', 'gauge', 'Memory in use, in bytes.', rss],
      ['process_start_time_seconds', 'gauge', 'When the process began, in seconds since 1970.', this.#started],
      ['nodejs_heap_used_bytes', 'gauge', 'Memory in use for JavaScript, in bytes.', heapUsed],
    ];
  }
}

function endpointOf(path: string): string {
  if (path.startsWith('/schema/1/')) return '/schema/1';
  return endpoints.has(path) ? path : 'other';
}

function histogram(name: string, endpoint: string, { counts, sum, count }: Durations): (readonly [string, number])[] {
  const label = `endpoint="${endpoint}"`;
  return [
    ...buckets.map((bound, index) => [`${name}_bucket{${label},le="${bound}"}`, counts[index] ?? 0] as const),
    [`${name}_bucket{${label},le="+Inf"}`, count],
    [`${name}_sum{${label}}`, sum],
    [`${name}_count{${label}}`, count],
  ];
}
