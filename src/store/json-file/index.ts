import { dirname } from 'node:path';
import type { Store } from '../store.ts';
import { StoreError } from '../store.ts';
import { emptyTree } from '../tree.ts';
import { applyWrites, TreeSnapshot } from '../tree-snapshot.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { diskFiles, type FileSystem, reasonOf } from './file-system.ts';
import { Journal } from './journal.ts';
import { type ParsedJournal, parseJournal } from './journal-format.ts';
import { JsonFileStore } from './json-file-store.ts';
import { acquireLock } from './lock.ts';
import { ReadOnlyStore } from './read-only-store.ts';

export interface JsonFileOptions {
  /** Opens without a lock, beside a process that writes; shows the state of this moment, and takes no commits. */
  readonly readOnly?: boolean;
  /** Told what went wrong without losing anything. Default: nobody. */
  readonly warn?: (message: string) => void;
  /** A journal shorter than this, in bytes, is left as it is. Default: 1 MB. */
  readonly minimumJournal?: number;
  /** For tests. */
  readonly files?: FileSystem;
  /** For tests. */
  readonly acquireLock?: (path: string) => () => void;
}

/**
 * Opens the database in a JSON file, and makes it when there is none.
 *
 * @throws StoreError when the file is not a database, is damaged, of a newer version, locked by another process, or
 *   cannot be read or written. It is untouched then.
 */
export async function openJsonFile(path: string, options: JsonFileOptions = {}): Promise<Store> {
  const files = options.files ?? diskFiles;
  try {
    const place = await locate(files, path);
    if (options.readOnly) return new ReadOnlyStore(place, (await loadBesideWriter(files, place)).snapshot);
    const releaseLock = (options.acquireLock ?? acquireLock)(`${place}.lock`);
    try {
      const { checkpoint, snapshot, journalLength, journalTail } = await load(files, place, true);
      const journal = new Journal(files, journalOf(place), journalLength);
      if (journalLength > 0) await journal.recover(journalTail);
      return new JsonFileStore({
        path: place,
        files,
        journal,
        checkpoint,
        checkpointLength: checkpoint.length,
        snapshot,
        releaseLock,
        minimumJournal: options.minimumJournal ?? 1 << 20,
        warn: options.warn ?? (() => {}),
      });
    } catch (error) {
      releaseLock();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`${path} cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

const journalOf = (path: string): string => `${path}.journal`;

/** Where the database is, or will be: beside it are its journal and lock. */
async function locate(files: FileSystem, path: string): Promise<string> {
  switch (await files.inspect(path)) {
    case 'file':
      return files.follow(path);
    case 'folder':
      throw new StoreError(`${path} is a folder. Name a file in it.`);
    case 'broken link':
      throw new StoreError(`${path} is a link to a file that does not exist. Name that file, or remove the link.`);
    case 'something else':
      throw new StoreError(`${path} is not a regular file. Choose another one.`);
    case 'missing': {
      const folder = dirname(path);
      if ((await files.inspect(folder)) !== 'folder') {
        throw new StoreError(`The folder ${folder} does not exist. Make it first, or choose another file.`);
      }
      return path;
    }
  }
}

interface Loaded {
  readonly checkpoint: Checkpoint;
  readonly snapshot: TreeSnapshot;
  /** How many bytes of the journal to keep. */
  readonly journalLength: number;
  /** The end of that which may not be safe on disk. */
  readonly journalTail: Uint8Array;
}

const nothing = new Uint8Array();

async function load(files: FileSystem, path: string, writable: boolean): Promise<Loaded> {
  const journalPath = journalOf(path);
  const hasJournal = (await files.inspect(journalPath)) !== 'missing';
  if ((await files.inspect(path)) === 'missing') {
    if (hasJournal) {
      throw new StoreError(
        `${path} is missing, but its journal ${journalPath} is there. Put the file back; or, to begin a new database, ` +
          'move the journal away.',
      );
    }
    if (!writable) throw new StoreError(`${path} does not exist, and is not made when opened read-only.`);
    return createDatabase(files, path);
  }
  if (writable) await checkWritable(files, path);
  const checkpoint = await readCheckpoint(files, path);
  if (!hasJournal) return { checkpoint, snapshot: snapshotOf(checkpoint), journalLength: 0, journalTail: nothing };
  const bytes = await files.read(journalPath);
  const journal = parseJournal(bytes, journalPath);
  const snapshot = replay(checkpoint, journal, path);
  // Of no more use when the checkpoint holds more than it: the next commit begins a new one.
  const isObsolete = (journal.commits.at(-1) ?? journal.header).version < checkpoint.version;
  if (isObsolete) return { checkpoint, snapshot, journalLength: 0, journalTail: nothing };
  const { length, safeLength } = journal;
  return { checkpoint, snapshot, journalLength: length, journalTail: bytes.subarray(safeLength, length) };
}

async function checkWritable(files: FileSystem, path: string): Promise<void> {
  try {
    await files.checkWritable(path);
  } catch (error) {
    throw new StoreError(`${path} cannot be written: ${reasonOf(error)}. Open it read-only, or choose another file.`);
  }
}

async function createDatabase(files: FileSystem, path: string): Promise<Loaded> {
  const empty = { database: crypto.randomUUID(), version: 0, time: 0, tables: emptyTree<never>() };
  const checkpoint: Checkpoint = { ...empty, length: 0 };
  const length = await writeCheckpoint(files, path, checkpoint);
  return {
    checkpoint: { ...checkpoint, length },
    snapshot: snapshotOf(checkpoint),
    journalLength: 0,
    journalTail: nothing,
  };
}

const snapshotOf = ({ version, time, tables }: Checkpoint): TreeSnapshot =>
  new TreeSnapshot(version, time, tables, Promise.resolve());

function replay(checkpoint: Checkpoint, journal: ParsedJournal, path: string): TreeSnapshot {
  const { header } = journal;
  if (header.database !== checkpoint.database) {
    throw new StoreError(
      `The journal ${journalOf(path)} belongs to another database than ${path}. Put the file that it belongs to back; ` +
        'or move the journal away to go on without it.',
    );
  }
  const newer = journal.commits.filter((commit) => commit.version > checkpoint.version);
  const follows = newer.length === 0 ? header.version <= checkpoint.version : newer[0]!.after === checkpoint.version;
  const sameStart = header.version !== checkpoint.version || header.time === checkpoint.time;
  if (!follows || !sameStart) {
    throw new StoreError(
      `The journal ${journalOf(path)} belongs to another state of ${path}. Put the file that it belongs to back; or ` +
        'move the journal away to go on without the commits in it.',
    );
  }
  const last = newer.at(-1);
  if (last === undefined) return snapshotOf(checkpoint);
  const tables = applyWrites(
    checkpoint.tables,
    newer.flatMap((commit) => commit.writes),
  );
  return new TreeSnapshot(last.version, last.time, tables, Promise.resolve());
}

/** A writer may put a new checkpoint and a new journal in place between the reading of the two. */
async function loadBesideWriter(files: FileSystem, path: string): Promise<Loaded> {
  for (let turn = 0; turn < 5; turn++) {
    try {
      return await load(files, path, false);
    } catch {
      // Read again: what is wrong with it for good shows below.
    }
  }
  return load(files, path, false);
}
