import { dirname } from 'node:path';
import type { FileSystem, OpenFile } from './file-system.ts';

/** The file is in its place, but after a power failure the one before it might be there again. */
export class ReplacedUnsafely extends Error {
  override name = 'ReplacedUnsafely';
}

export interface Written {
  readonly file: OpenFile;
  /** In bytes. */
  readonly length: number;
}

/**
 * Puts a new file in the place of `path`, or of nothing: whole and synced, or not at all. Whatever goes wrong, a reader
 * finds the old contents or the new ones. Answers with the new file, still open.
 */
export async function replaceFile(
  files: FileSystem,
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Written> {
  const temporary = `${path}.tmp`;
  await files.remove(temporary).catch(() => {
    // Usually there is none; if it cannot be removed, creating it fails and says why.
  });
  const file = await files.create(temporary);
  let length = 0;
  try {
    for await (const chunk of chunks) {
      await file.write(chunk, length);
      length += chunk.length;
    }
    await file.sync();
    await files.rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => {});
    await files.remove(temporary).catch(() => {});
    throw error;
  }
  try {
    await files.syncFolder(dirname(path));
  } catch (error) {
    await file.close().catch(() => {});
    throw new ReplacedUnsafely('The folder could not be synced', { cause: error });
  }
  return { file, length };
}
