/** Reading the files and pipes that people hand over: text, or a clear refusal. */
import { readFileSync } from 'node:fs';
import { CommandError } from './output.ts';

/** Throws a CommandError that names the file. */
export function readTextFile(path: string): string {
  try {
    return decodeText(readFileSync(path), path);
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException;
    if (problem instanceof CommandError) throw problem;
    if (code === 'ENOENT') throw new CommandError(`There is no file ${path}.`);
    if (code === 'EISDIR') throw new CommandError(`${path} is a folder, not a file with FQL.`);
    if (code === 'EACCES') throw new CommandError(`${path} may not be read by you.`);
    throw new CommandError(`${path} can not be read: ${message}`);
  }
}

/** All of what is piped in. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return decodeText(Buffer.concat(chunks), 'The standard input');
}

function decodeText(bytes: Uint8Array, name: string): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new CommandError(`${name} is not text: byte ${zero + 1} is zero. FQL is UTF-8 text.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`${name} is not UTF-8 text. Save it as UTF-8 and try again.`);
  }
}
