import { type CommitResult, ReadOnlyError, type Store } from '../store.ts';
import type { TreeSnapshot } from '../tree-snapshot.ts';

/** The state of a database at one moment, which takes no commits. */
export class ReadOnlyStore implements Store {
  readonly #path: string;
  readonly #snapshot: TreeSnapshot;

  constructor(path: string, snapshot: TreeSnapshot) {
    this.#path = path;
    this.#snapshot = snapshot;
  }

  snapshot(): TreeSnapshot {
    return this.#snapshot;
  }

  commit(): CommitResult {
    throw new ReadOnlyError(`${this.#path} is open read-only: it cannot be changed.`);
  }

  onCommit(): () => void {
    return () => {};
  }

  async close(): Promise<void> {}
}
