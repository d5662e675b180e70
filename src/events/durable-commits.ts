/** The commits of a store once they are safe on disk, followed from the first call of `follow` on. */
import { type DurableCommit, type Snapshot, type Store, StoreError } from '../store/store.ts';

/** Called with every commit, in order, on the way of its writer. `before`: the database as the commit found it. */
export type Heard = (commit: DurableCommit, before: Snapshot) => void;

export class DurableCommits {
  readonly #store: Store;
  readonly #heard: Heard;
  #following: Promise<void> | undefined;
  #stop = () => {};
  #newest: Snapshot | undefined;

  constructor(store: Store, heard: Heard) {
    this.#store = store;
    this.#heard = heard;
  }

  /** The newest durable snapshot that is known, or the newest of the store where none is. */
  get newest(): Snapshot {
    return this.#newest ?? this.#store.snapshot();
  }

  /** Resolves when the newest snapshot that there is at the first call is durable. Rejects with a StoreError. */
  follow(): Promise<void> {
    this.#following ??= this.#begin().catch((problem: unknown) => {
      this.close();
      throw problem;
    });
    return this.#following;
  }

  async #begin(): Promise<void> {
    const found = this.#store.snapshot();
    this.#stop = this.#store.onCommit((commit) => {
      const before = this.#newest ?? found;
      this.#newest = commit.snapshot;
      this.#heard(commit, before);
    });
    await found.durable();
    if (!this.#newest || this.#newest.version < found.version) this.#newest = found;
  }

  /** Follows the store no longer. */
  close(): void {
    this.#stop();
    this.#stop = () => {};
    this.#following = undefined;
    this.#newest = undefined;
  }
}

/** A store that shows one snapshot, and takes no commits. */
export function asOf(snapshot: Snapshot): Store {
  return {
    snapshot: () => snapshot,
    commit: () => {
      throw new StoreError('Events are read, not written.');
    },
    onCommit: () => () => {},
    close: async () => {},
  };
}
