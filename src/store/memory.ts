/** A store that lives as long as its process: for throw-away databases and tests. */
import { type Commit, type CommitListener, type CommitResult, type Store, StoreError } from './store.ts';
import { applyWrites, emptySnapshot, hasChanged, TreeSnapshot } from './tree-snapshot.ts';

export class MemoryStore implements Store {
  #current = emptySnapshot();
  #closed = false;
  readonly #listeners = new Set<CommitListener>();

  snapshot(): TreeSnapshot {
    return this.#current;
  }

  commit(commit: Commit): CommitResult {
    if (this.#closed) throw new StoreError('The database is closed.');
    const current = this.#current;
    if (!isCurrent(commit, current)) return { committed: false };
    const tables = applyWrites(current.tables, commit.writes);
    this.#current = new TreeSnapshot(current.version + 1, commit.time, tables, current.durable());
    for (const listener of this.#listeners) listener({ snapshot: this.#current, writes: commit.writes });
    return { committed: true, snapshot: this.#current };
  }

  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}

/**
 * Whether a commit may follow `current`: what it read still holds, and its time is later. A commit that took its time
 * before another one was made has to run again, for the order of times is the order of commits.
 */
export function isCurrent(commit: Commit, current: TreeSnapshot): boolean {
  if (!(commit.base instanceof TreeSnapshot))
    throw new TypeError('The base of a commit must be a snapshot of the store');
  return commit.time > current.time && !hasChanged(commit.base, current, commit.reads);
}
