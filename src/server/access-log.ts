/** A line for each request, without what it says: no secrets, no queries, no data. */
import type { Observation } from './observe.ts';

export const logFormats = ['text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

export function formatLogLine({ remote, method, path, status, milliseconds }: Observation, format: LogFormat): string {
  const time = new Date().toISOString();
  const ms = Math.round(milliseconds * 10) / 10;
  // Whoever sends a request chooses its path: it must not make lines of its own.
  const shown = path.replace(/[^\x21-\x7e]/g, (each) => encodeURIComponent(each));
  if (format === 'json') return JSON.stringify({ time, remote, method, path: shown, status, ms });
  return `${time} ${remote} ${method} ${shown} ${status} ${ms}ms`;
}
