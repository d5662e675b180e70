/**
 * Who is to hear of a write: found by its table and the beginning of its key, so that a commit costs nothing for those
 * it is nothing to.
 */
import type { Write } from '../store/store.ts';

interface Subscribers<T> {
  readonly byPrefix: Map<string, Set<T>>;
  /** How many prefixes there are of each length. */
  readonly lengths: Map<number, number>;
}

export class Subscriptions<T> {
  readonly #tables = new Map<string, Subscribers<T>>();

  add(table: string, prefix: string, subscriber: T): void {
    let found = this.#tables.get(table);
    if (!found) {
      found = { byPrefix: new Map(), lengths: new Map() };
      this.#tables.set(table, found);
    }
    const { byPrefix, lengths } = found;
    const same = byPrefix.get(prefix);
    if (same) same.add(subscriber);
    else {
      byPrefix.set(prefix, new Set([subscriber]));
      lengths.set(prefix.length, (lengths.get(prefix.length) ?? 0) + 1);
    }
  }

  delete(table: string, prefix: string, subscriber: T): void {
    const found = this.#tables.get(table);
    const same = found?.byPrefix.get(prefix);
    if (!found || !same?.delete(subscriber) || same.size > 0) return;
    found.byPrefix.delete(prefix);
    const left = (found.lengths.get(prefix.length) ?? 1) - 1;
    if (left > 0) found.lengths.set(prefix.length, left);
    else found.lengths.delete(prefix.length);
    if (found.byPrefix.size === 0) this.#tables.delete(table);
  }

  /** Those whose table and prefix are those of the write, in groups that hear of the same writes. */
  groupsOf({ table, key }: Write): readonly ReadonlySet<T>[] {
    const found = this.#tables.get(table);
    if (!found) return none;
    const groups: ReadonlySet<T>[] = [];
    for (const length of found.lengths.keys()) {
      const group = length > key.length ? undefined : found.byPrefix.get(key.slice(0, length));
      if (group) groups.push(group);
    }
    return groups;
  }
}

const none: readonly never[] = [];
