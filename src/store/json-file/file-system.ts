/**
 * What the JSON file store asks of a file system, so that tests can put one in its place that fails or loses power at
 * any step. All operations reject with a system error that has a `code`.
 */
import {
  accessSync,
  constants,
  fdatasync,
  lstatSync,
  promises,
  readFileSync,
  realpathSync,
  statSync,
  writeSync,
} from 'node:fs';

export interface FileSystem {
  /** What a path leads to, links followed. */
  inspect(path: string): Promise<'missing' | 'file' | 'folder' | 'something else' | 'broken link'>;
  /** What a symbolic link leads to in the end; the path itself when it is none. */
  follow(path: string): Promise<string>;
  /** Rejects when the file may not be written. */
  checkWritable(path: string): Promise<void>;
  read(path: string): Promise<Uint8Array>;
  /** Makes a file of mode 0600; rejects when there is one. */
  create(path: string): Promise<OpenFile>;
  /** Opens a file for writing. */
  open(path: string): Promise<OpenFile>;
  /** Puts a file in the place of another one, in one step. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes what was created, renamed and removed in a folder safe on disk. */
  syncFolder(path: string): Promise<void>;
}

export interface OpenFile {
  /** Writes all of `bytes` at `position`; when it rejects, any part of them may have been written. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Makes what was written safe on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What is asked when a database is opened is asked without another thread: nothing else goes on yet. */
export const diskFiles: FileSystem = {
  async inspect(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return lstatSync(path, { throwIfNoEntry: false }) ? 'broken link' : 'missing';
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'something else';
  },
  async follow(path) {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  },
  async checkWritable(path) {
    accessSync(path, constants.W_OK);
  },
  async read(path) {
    return readFileSync(path);
  },
  create: (path) => openFile(path, 'wx'),
  open: (path) => openFile(path, 'r+'),
  rename: (from, to) => promises.rename(from, to),
  remove: (path) => promises.unlink(path),
  async syncFolder(path) {
    // Windows keeps folders in order by itself and refuses to open them.
    if (process.platform === 'win32') return;
    const folder = await promises.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** Up to this many bytes go to the system's memory faster than another thread could be asked to bring them there. */
const writtenAtOnce = 1 << 16;

async function openFile(path: string, flags: string): Promise<OpenFile> {
  const file = await promises.open(path, flags, 0o600);
  const { fd } = file;
  return {
    async write(bytes, position) {
      let written = 0;
      while (written < bytes.length) {
        const length = bytes.length - written;
        const count =
          length <= writtenAtOnce
            ? writeSync(fd, bytes, written, length, position + written)
            : (await file.write(bytes, written, length, position + written)).bytesWritten;
        if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'EIO' });
        written += count;
      }
    },
    truncate: (length) => file.truncate(length),
    sync: () =>
      new Promise((resolve, reject) => fdatasync(fd, (error) => (error === null ? resolve() : reject(error)))),
    close: () => file.close(),
  };
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
};

/** Why a file operation failed, for people. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  return reasons[code] ?? code;
}
