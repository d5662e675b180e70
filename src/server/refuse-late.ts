/** What is said of a request that ran out of time. Source: recorded `headers`, `time limits`. */
import type { QueryStats } from '../query/answer.ts';
import { type JsonResponse, refuse } from './json-response.ts';

/** Time limits below this are called aggressive: milliseconds. */
const aggressive = 1_000;

/** Milliseconds after which a client that waits no longer than it lets the query run has noticed. */
const noticing = 5;

export type Spent = Pick<QueryStats, 'queryTimeMs' | 'readOps' | 'writeOps'>;

/**
 * Whether it was given less than such queries need, or took too long. Never said before the time is over: a client that
 * waits no longer than that itself is to notice first.
 *
 * @param timeoutMs what it was given, where the client said so
 */
export async function refuseLate(spent: Spent, timeoutMs = 0): Promise<JsonResponse> {
  await new Promise((over) => setTimeout(over, noticing));
  const { readOps, writeOps } = spent;
  const taken = Math.max(spent.queryTimeMs, timeoutMs);
  const expected = 2 * (readOps + (writeOps > 0 ? 100 + writeOps : 0));
  const needed = taken < aggressive ? aggressive : expected;
  if (taken >= needed) return refuse('time_out', 'Read timed out', 503);
  return refuse('time_out', `Client set aggressive deadline: query needs ${needed}, timed out within ${taken}`);
}
