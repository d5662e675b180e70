/** How commands speak: results on stdout, everything else on stderr, exit codes. */
import { fstatSync, writeSync } from 'node:fs';
import { makePrintable } from '../shell/paint.ts';

export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** Something the person can mend: said in one message without a stack trace. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = exitCodes.failed,
  ) {
    super(message);
  }
}

/** Says something that is no result. */
export function say(text: string): void {
  writeError(`${text}\n`);
}

/** Writes a result whole. */
export function printResult(text: string): void {
  writeOut(`${text}\n`);
}

/** Writes to stdout. A reader that went away, as `head` does, ends the process quietly. */
export function writeOut(text: string): void {
  const problem = writeWhole(1, text);
  if (problem?.code === 'EPIPE') process.exit(exitCodes.ok);
  if (problem) throw new CommandError(`The result could not be written: ${problem.message}`);
}

/** Writes to stderr. Where nobody reads it, what is under way goes on. */
export function writeError(text: string): void {
  writeWhole(2, text);
}

/** What commands print is data: it must not steer a terminal. Files and pipes get it as it is. */
function isTerminal(file: number): boolean {
  try {
    return fstatSync(file).isCharacterDevice();
  } catch {
    return false;
  }
}

/** Milliseconds until a reader that is slow is tried again. */
const pause = 5;

/**
 * Writes all of a text, also to a pipe whose reader is slow. The streams of `process` would tell of a reader that went
 * away later, and as a fault of the process; loading them takes a while, too.
 */
function writeWhole(file: number, text: string): NodeJS.ErrnoException | undefined {
  let rest = Buffer.from(isTerminal(file) ? makePrintable(text) : text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EAGAIN') return problem as NodeJS.ErrnoException;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return undefined;
}
