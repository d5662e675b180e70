/**
 * Which documents the latest transactions touched, of collections that somebody polls: what makes a poll cost what has
 * changed since the last one, and not what there is. It lives in memory; what lies before it is read from history.
 */
import { documentsTable } from '../model/database.ts';
import { keyOfId } from '../model/stored-row.ts';
import type { DurableCommit, Snapshot } from '../store/store.ts';
import { type Touched, touchedInHistory } from './changes.ts';

/** Of one collection: so many touched documents are kept, and then only the later half. */
const MOST_KEPT = 20_000;
/** So many collections; those that were polled last. */
const MOST_COLLECTIONS = 50;

interface Log {
  /** All that was touched after this time is here. */
  since: number;
  touched: Touched[];
  size: number;
}

export class ChangeLog {
  readonly #logs = new Map<string, Log>();

  /** Takes note of a commit: called with every one, in order. */
  add({ snapshot, writes }: DurableCommit): void {
    if (this.#logs.size === 0) return;
    const ids = new Map<Log, Set<bigint>>();
    for (const { table, key } of writes) {
      const log = this.#logs.get(table);
      if (!log) continue;
      const found = ids.get(log);
      if (found) found.add(keyOfId(key));
      else ids.set(log, new Set([keyOfId(key)]));
    }
    for (const [log, some] of ids) append(log, { time: snapshot.time, ids: some });
  }

  /** What touched a collection after `after`, up to `snapshot`, the newest that `add` was told of. */
  touched(snapshot: Snapshot, scope: string, collection: string, after: number): readonly Touched[] {
    const table = documentsTable(scope, collection);
    let log = this.#logs.get(table);
    this.#logs.delete(table);
    if (log && log.since <= after) {
      this.#keep(table, log);
      return log.touched.slice(firstAfter(log.touched, after));
    }
    const found = snapshot.time > after ? touchedInHistory(snapshot, scope, collection, after) : [];
    log = { since: after, touched: [], size: 0 };
    for (const each of found) append(log, each);
    this.#keep(table, log);
    return found;
  }

  /** As the one that was asked for last. */
  #keep(table: string, log: Log): void {
    this.#logs.set(table, log);
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= MOST_COLLECTIONS) break;
      this.#logs.delete(oldest);
    }
  }
}

function append(log: Log, touched: Touched): void {
  log.touched.push(touched);
  log.size += touched.ids.size;
  if (log.size <= MOST_KEPT) return;
  const dropped = log.touched.splice(0, Math.ceil(log.touched.length / 2));
  log.since = dropped.at(-1)?.time ?? log.since;
  for (const { ids } of dropped) log.size -= ids.size;
}

function firstAfter(touched: readonly Touched[], time: number): number {
  let [low, high] = [0, touched.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((touched[middle] as Touched).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
