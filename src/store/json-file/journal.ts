import { dirname } from 'node:path';
import type { FileSystem, OpenFile } from './file-system.ts';
import { encodeHeader, encodeLine, type JournalHeader } from './journal-format.ts';
import { ReplacedUnsafely, replaceFile } from './replace-file.ts';

/** An append that failed. */
export class AppendError extends Error {
  override name = 'AppendError';

  constructor(
    /** Whether the file is as it was before, so that later appends may succeed. */
    readonly restored: boolean,
    cause: unknown,
  ) {
    super('The journal could not be written', { cause });
  }
}

/**
 * The file that commits are appended to. It is made by the first of them, and goes when a checkpoint holds them all.
 * One call at a time.
 */
export class Journal {
  readonly #files: FileSystem;
  readonly #path: string;
  #file: OpenFile | undefined;
  #length: number;

  /** `length`: how much of the file at `path` is good, in bytes; 0 when there is none. Else `recover` has to follow. */
  constructor(files: FileSystem, path: string, length: number) {
    this.#files = files;
    this.#path = path;
    this.#length = length;
  }

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  /** Appends lines and makes them safe; `header` is for the file's beginning, if it has yet to be made. */
  async append(lines: Uint8Array, header: JournalHeader): Promise<void> {
    if (this.#length === 0) {
      try {
        await this.replace(header, header.version, lines);
      } catch (error) {
        throw new AppendError(!(error instanceof ReplacedUnsafely), error);
      }
      return;
    }
    const file = this.#file!;
    let written = false;
    try {
      await file.write(lines, this.#length);
      written = true;
      await file.sync();
    } catch (error) {
      // After a failed sync nobody knows what is on disk, and a later sync may claim success without it.
      throw new AppendError((await this.#cutBack(file)) && !written, error);
    }
    this.#length += lines.length;
  }

  /** Removes a part of a line; true when it is certain that none of it comes back. */
  async #cutBack(file: OpenFile): Promise<boolean> {
    try {
      await file.truncate(this.#length);
      await file.sync();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Makes a file that another process left safe, whatever became of that process: without this, what was read from it
   * could be gone after a power failure. `tail` is the end of its good part; it is written again, because a sync that
   * failed earlier can have left it in the system's memory only.
   */
  async recover(tail: Uint8Array): Promise<void> {
    const file = await this.#files.open(this.#path);
    try {
      await file.truncate(this.#length);
      await file.write(tail, this.#length - tail.length);
      await file.sync();
      await this.#files.syncFolder(dirname(this.#path));
    } catch (error) {
      await file.close().catch(() => {});
      throw error;
    }
    this.#file = file;
  }

  /** Begins a new file in the place of the old one, with `lines` in it, of which `synced` and before were safe. */
  async replace(header: JournalHeader, synced: number, lines: Uint8Array): Promise<void> {
    const { file, length } = await replaceFile(this.#files, this.#path, [
      encodeLine(encodeHeader(header), synced),
      lines,
    ]);
    await this.#file?.close().catch(() => {});
    this.#file = file;
    this.#length = length;
  }

  /** Removes the file. If it comes back after a power failure, its commits are known to be in the checkpoint. */
  async remove(): Promise<void> {
    await this.close();
    if (this.#length > 0) await this.#files.remove(this.#path);
    this.#length = 0;
  }

  async close(): Promise<void> {
    await this.#file?.close().catch(() => {});
    this.#file = undefined;
  }
}
