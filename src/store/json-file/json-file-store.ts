import { isCurrent } from '../memory.ts';
import type { Commit, CommitListener, CommitResult, DurableCommit, Store } from '../store.ts';
import { StoreError } from '../store.ts';
import { applyWrites, TreeSnapshot } from '../tree-snapshot.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { type FileSystem, reasonOf } from './file-system.ts';
import { AppendError, type Journal } from './journal.ts';
import { encodeCommit, encodeLine, type JournalHeader } from './journal-format.ts';
import { ReplacedUnsafely } from './replace-file.ts';

export interface JsonFileState {
  readonly path: string;
  readonly files: FileSystem;
  readonly journal: Journal;
  /** What the checkpoint on disk holds, and its length in bytes. */
  readonly checkpoint: JournalHeader;
  readonly checkpointLength: number;
  /** The checkpoint with the journal's commits. */
  readonly snapshot: TreeSnapshot;
  readonly releaseLock: () => void;
  /** A journal shorter than this, in bytes, is left as it is. */
  readonly minimumJournal: number;
  /** Told what went wrong without losing anything. */
  readonly warn: (message: string) => void;
}

/** Commits that are written and synced together. */
class Batch {
  readonly bodies: string[] = [];
  readonly commits: DurableCommit[] = [];
  last: TreeSnapshot | undefined;
  readonly durable: Promise<void>;
  resolve!: () => void;
  reject!: (error: StoreError) => void;

  constructor() {
    this.durable = new Promise<void>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever waits for it sees the error; that nobody does must not end the process.
    this.durable.catch(() => {});
  }
}

/** At most this large, in bytes, a database is written anew when it is closed, so that its file shows all there is. */
const closingLimit = 4 << 20;
/** And at least this large before it matters how little has changed. */
const closingMinimum = 256 << 10;
/** How long commits are waited for, in milliseconds: a disk that stalled once must not hold up the next of them. */
const longestWait = 50;

/**
 * Tables in memory, with a checkpoint and a journal on disk. A commit shows in memory at once, and is durable when the
 * journal holds it; commits that come while the disk is busy share the next write.
 */
export class JsonFileStore implements Store {
  readonly #state: JsonFileState;
  /** The newest snapshot, and the newest that is safe on disk. */
  #current: TreeSnapshot;
  #durable: TreeSnapshot;
  /** Never used twice, not even for a commit that was lost: whoever keeps something by version may rely on it. */
  #lastVersion: number;
  #batch = new Batch();
  readonly #listeners = new Set<CommitListener>();
  #flushing: Promise<void> | undefined;
  /** How many commits the next batch may well have, and how long the last one took to write: milliseconds. */
  #expected = 1;
  #writeTime = 0;
  /** Journal operations, one after the other. */
  #journalWork: Promise<void> = Promise.resolve();
  #checkpoint: JournalHeader;
  #checkpointLength: number;
  #checkpointing: Promise<void> | undefined;
  /** Ends the checkpoint under way. */
  #stopping: AbortController | undefined;
  /** The journal's length at which a checkpoint is due. */
  #dueLength: number;
  /** Lines that the journal has got since the checkpoint under way was begun. */
  #tail: Uint8Array[] | undefined;
  #broken: StoreError | undefined;
  #closed: Promise<void> | undefined;

  constructor(state: JsonFileState) {
    this.#state = state;
    this.#current = state.snapshot;
    this.#durable = state.snapshot;
    this.#lastVersion = state.snapshot.version;
    this.#checkpoint = state.checkpoint;
    this.#checkpointLength = state.checkpointLength;
    this.#dueLength = Math.max(state.minimumJournal, state.checkpointLength);
  }

  snapshot(): TreeSnapshot {
    return this.#current;
  }

  commit(commit: Commit): CommitResult {
    if (this.#closed !== undefined) throw new StoreError(`${this.#state.path} is closed.`);
    if (this.#broken !== undefined) throw this.#broken;
    const { tables, version: after } = this.#current;
    if (!isCurrent(commit, this.#current)) return { committed: false };
    const { writes, time } = commit;
    const version = this.#lastVersion + 1;
    // Before anything changes, for this is what may fail.
    const body = encodeOrRefuse({ version, after, time, writes });
    const batch = this.#batch;
    const snapshot = new TreeSnapshot(version, time, applyWrites(tables, writes), batch.durable);
    this.#lastVersion = version;
    this.#current = snapshot;
    batch.bodies.push(body);
    batch.commits.push({ snapshot, writes });
    batch.last = snapshot;
    this.#flushing ??= this.#flush();
    return { committed: true, snapshot };
  }

  async #flush(): Promise<void> {
    do {
      await this.#gather();
      await this.#exclusively(() => this.#writeBatch());
    } while (this.#batch.bodies.length > 0);
    this.#flushing = undefined;
  }

  /**
   * Waits for commits that are to be written together. Those who have just been told that theirs are durable come
   * again, one after the other: half a write is waited for them, who would else have to wait for a whole one.
   */
  async #gather(): Promise<void> {
    const until = performance.now() + Math.min(this.#writeTime / 2, longestWait);
    do {
      await new Promise(setImmediate);
    } while (this.#batch.bodies.length < this.#expected && performance.now() < until);
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#batch;
    if (batch.last === undefined) return;
    this.#batch = new Batch();
    const started = performance.now();
    let lines: Uint8Array;
    try {
      lines = Buffer.concat(batch.bodies.map((body) => encodeLine(body, this.#durable.version)));
      await this.#state.journal.append(lines, this.#checkpoint);
    } catch (error) {
      const failure = error instanceof AppendError && !error.restored ? this.#break(error.cause) : this.#undone(error);
      batch.reject(failure);
      this.#rollBack(failure);
      return;
    }
    this.#writeTime = performance.now() - started;
    this.#expected = batch.bodies.length + this.#batch.bodies.length;
    this.#durable = batch.last;
    this.#tail?.push(lines);
    batch.resolve();
    for (const commit of batch.commits) for (const listener of this.#listeners) listener(commit);
    this.#checkpointWhenDue();
  }

  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes back to what is safe on disk. Commits made on top of a lost one are lost with it. */
  #rollBack(failure: StoreError): void {
    this.#current = this.#durable;
    const waiting = this.#batch;
    this.#batch = new Batch();
    waiting.reject(failure);
  }

  #undone(error: unknown): StoreError {
    const cause = error instanceof AppendError ? error.cause : error;
    return new StoreError(
      `${this.#state.path}: the changes could not be saved and were undone: ${reasonOf(cause)}. What was saved before ` +
        'is safe. Try again when that is mended.',
      { cause },
    );
  }

  #break(cause: unknown): StoreError {
    const why = cause instanceof ReplacedUnsafely ? cause.cause : cause;
    this.#broken = new StoreError(
      `${this.#state.path}: the disk failed while changes were saved: ${reasonOf(why)}. Whether the last of them are on ` +
        'it is not certain, so no more are taken; all before are safe and can be read. Check the disk, then open the ' +
        'database again.',
      { cause },
    );
    return this.#broken;
  }

  #checkpointWhenDue(): void {
    if (this.#checkpointing !== undefined || this.#closed !== undefined) return;
    if (this.#state.journal.length <= this.#dueLength) return;
    this.#checkpointing = this.#makeCheckpoint().finally(() => {
      this.#checkpointing = undefined;
    });
  }

  /**
   * Writes a checkpoint of what is durable now, then a journal of what came since. A crash between the two leaves the
   * old journal with a newer checkpoint, whose commits are skipped when it is read.
   */
  async #makeCheckpoint(): Promise<void> {
    const snapshot = this.#durable;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#tail = [];
    try {
      await this.#writeCheckpoint(snapshot, signal);
      await this.#exclusively(() => this.#beginJournal());
    } catch (error) {
      if (!signal.aborted) this.#warnOfCheckpoint(error);
      this.#dueLength = this.#state.journal.length + Math.max(this.#state.minimumJournal, this.#checkpointLength);
    } finally {
      this.#tail = undefined;
    }
  }

  async #writeCheckpoint(snapshot: TreeSnapshot, signal?: AbortSignal): Promise<void> {
    const { path, files } = this.#state;
    const { version, time, tables } = snapshot;
    const { database } = this.#checkpoint;
    const length = await writeCheckpoint(files, path, { database, version, time, tables, length: 0 }, signal);
    this.#checkpoint = { database, version, time };
    this.#checkpointLength = length;
    this.#dueLength = Math.max(this.#state.minimumJournal, length);
  }

  async #beginJournal(): Promise<void> {
    if (this.#broken !== undefined) return;
    try {
      await this.#state.journal.replace(this.#checkpoint, this.#durable.version, Buffer.concat(this.#tail ?? []));
    } catch (error) {
      // What is appended from now on would be lost if the old journal came back.
      if (error instanceof ReplacedUnsafely) this.#rollBack(this.#break(error));
      throw error;
    }
  }

  #warnOfCheckpoint(error: unknown): void {
    const why = error instanceof ReplacedUnsafely ? error.cause : error;
    this.#state.warn(
      `${this.#state.path} could not be written anew: ${reasonOf(why)}. Nothing is lost: its journal has all changes.`,
    );
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.#journalWork.then(work);
    this.#journalWork = done.catch(() => {});
    return done;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#flushing;
    this.#stopping?.abort();
    await this.#checkpointing;
    const { journal, releaseLock } = this.#state;
    try {
      if (this.#broken === undefined && this.#isWorthCheckpoint()) {
        await this.#writeCheckpoint(this.#durable);
        await journal.remove();
      }
    } catch (error) {
      this.#warnOfCheckpoint(error);
    } finally {
      await journal.close();
      releaseLock();
    }
  }

  /** Small databases, when the work is in proportion to what has changed. */
  #isWorthCheckpoint(): boolean {
    const { length } = this.#state.journal;
    if (length === 0 || this.#checkpointLength + length > closingLimit) return false;
    return this.#checkpointLength <= Math.max(closingMinimum, 8 * length);
  }
}

function encodeOrRefuse(commit: Parameters<typeof encodeCommit>[0]): string {
  try {
    return encodeCommit(commit);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StoreError('These changes are too large for one transaction. Make them in several.', { cause: error });
  }
}
