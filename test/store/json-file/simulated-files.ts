import type { FileSystem, OpenFile } from '../../../src/store/json-file/file-system.ts';

/** What is to go wrong at an operation. */
export type Fault =
  /** It fails, and had no effect. */
  | 'refused'
  /** It fails, and had a part of its effect, or all of it. */
  | 'partial'
  /** The machine stops here: this operation and all later ones fail. */
  | 'power';

interface Change {
  readonly position: number;
  /** undefined: the file was cut off here. */
  readonly bytes: Uint8Array | undefined;
}

class Inode {
  /** What is on disk for certain, and what was changed since. */
  safe: Uint8Array = new Uint8Array();
  changes: Change[] = [];
  /** What programs see. */
  contents: Uint8Array = new Uint8Array();

  change(change: Change): void {
    this.contents = apply(this.contents, change);
    this.changes.push(change);
  }
}

function apply(contents: Uint8Array, { position, bytes }: Change): Uint8Array {
  if (bytes === undefined) return contents.slice(0, position);
  const changed = new Uint8Array(Math.max(contents.length, position + bytes.length));
  changed.set(contents);
  changed.set(bytes, position);
  return changed;
}

type FolderChange = (entries: Map<string, Inode>) => void;

/** Smaller than any real one, so that few bytes are torn in many ways. */
const blockSize = 24;

/**
 * One folder of a disk that keeps apart what is safe from what would be lost with the power, and whose operations go
 * wrong on demand. Paths are names in that folder.
 */
export class SimulatedFiles implements FileSystem {
  operations = 0;
  #entries = new Map<string, Inode>();
  #safeEntries = new Map<string, Inode>();
  #folderChanges: FolderChange[] = [];
  #stopped = false;

  constructor(
    /** Numbers from 0 up to 1. */
    readonly random: () => number,
    /** Called before every operation that changes something, with its number from 1. */
    public faultAt: (operation: number, name: string) => Fault | undefined = () => undefined,
  ) {}

  names(): string[] {
    return [...this.#entries.keys()].sort();
  }

  put(name: string, contents: string | Uint8Array): void {
    const inode = new Inode();
    inode.safe = inode.contents = Buffer.from(contents);
    this.#entries.set(name, inode);
    this.#safeEntries.set(name, inode);
  }

  contents(name: string): Buffer {
    return Buffer.from(this.#find(name).contents);
  }

  /** The folder as the next process finds it after this one was killed: the same files, which it may change. */
  afterKill(): SimulatedFiles {
    const next = new SimulatedFiles(this.random);
    next.#entries = new Map(this.#entries);
    next.#safeEntries = new Map(this.#safeEntries);
    next.#folderChanges = [...this.#folderChanges];
    return next;
  }

  /** A copy of what may be on the disk after a power failure: of everything that was not synced, any part. */
  afterPowerFailure(): SimulatedFiles {
    const next = new SimulatedFiles(this.random);
    const entries = new Map(this.#safeEntries);
    // Sometimes nearly all of it: a whole line after a torn one is what is hard to get right.
    const chance = [0.3, 0.9, 0.99][Math.floor(this.random() * 3)]!;
    const survived = Math.floor(this.random() * (this.#folderChanges.length + 1));
    for (const change of this.#folderChanges.slice(0, survived)) change(entries);
    for (const [name, inode] of entries) {
      let contents = inode.safe;
      for (const change of inode.changes) {
        for (const part of blocksOf(change)) if (this.random() < chance) contents = apply(contents, part);
      }
      next.put(name, contents);
    }
    return next;
  }

  async inspect(path: string): Promise<'missing' | 'file' | 'folder'> {
    await this.#turn();
    if (path === '.') return 'folder';
    return this.#entries.has(path) ? 'file' : 'missing';
  }

  async follow(path: string): Promise<string> {
    return path;
  }

  async checkWritable(): Promise<void> {}

  async read(path: string): Promise<Uint8Array> {
    await this.#turn();
    return this.#find(path).contents;
  }

  async create(path: string): Promise<OpenFile> {
    await this.#step('create', () => {
      if (this.#entries.has(path)) throw systemError('EEXIST');
      const inode = new Inode();
      this.#changeFolder((entries) => entries.set(path, inode));
    });
    return this.#openFile(this.#find(path));
  }

  async open(path: string): Promise<OpenFile> {
    await this.#step('open', () => this.#find(path));
    return this.#openFile(this.#find(path));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#step('rename', () => {
      const inode = this.#find(from);
      this.#changeFolder((entries) => {
        entries.delete(from);
        entries.set(to, inode);
      });
    });
  }

  remove(path: string): Promise<void> {
    return this.#step('remove', () => {
      this.#find(path);
      this.#changeFolder((entries) => entries.delete(path));
    });
  }

  async syncFolder(): Promise<void> {
    const lost = this.#folderChanges.length;
    await this.#step('syncFolder', () => {
      for (const change of this.#folderChanges.splice(0, lost)) change(this.#safeEntries);
    });
  }

  #openFile(inode: Inode): OpenFile {
    return {
      write: (bytes, position) =>
        this.#step(
          'write',
          () => inode.change({ position, bytes: bytes.slice() }),
          () => inode.change({ position, bytes: bytes.slice(0, Math.ceil(bytes.length * this.random())) }),
        ),
      truncate: (length) =>
        this.#step('truncate', () => {
          if (length < inode.contents.length) inode.change({ position: length, bytes: undefined });
        }),
      sync: () =>
        this.#step(
          'sync',
          () => {
            for (const change of inode.changes) inode.safe = apply(inode.safe, change);
            inode.changes = [];
          },
          // Linux forgets that pages are dirty when it could not write them: what is lost now, no later sync saves.
          () => {
            for (const change of inode.changes) {
              for (const part of blocksOf(change)) if (this.random() < 0.5) inode.safe = apply(inode.safe, part);
            }
            inode.changes = [];
          },
        ),
      close: () => this.#step('close', () => {}),
    };
  }

  #find(name: string): Inode {
    const inode = this.#entries.get(name);
    if (inode === undefined) throw systemError('ENOENT');
    return inode;
  }

  #changeFolder(change: FolderChange): void {
    change(this.#entries);
    this.#folderChanges.push(change);
  }

  async #step(name: string, effect: () => void, part?: () => void): Promise<void> {
    await this.#turn();
    this.operations++;
    const fault = this.#stopped ? 'power' : this.faultAt(this.operations, name);
    if (fault === 'power') this.#stopped = true;
    if (fault === 'partial') part?.();
    if (fault !== undefined) throw systemError(fault === 'refused' ? 'ENOSPC' : 'EIO');
    effect();
    await this.#turn();
  }

  /** Lets others run, or not. */
  async #turn(): Promise<void> {
    while (this.random() < 0.3) await new Promise(setImmediate);
  }
}

function* blocksOf({ position, bytes }: Change): Generator<Change, void> {
  if (bytes === undefined) yield { position, bytes };
  else {
    for (let start = 0; start < bytes.length; start += blockSize) {
      yield { position: position + start, bytes: bytes.slice(start, start + blockSize) };
    }
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
