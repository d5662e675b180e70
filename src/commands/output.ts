/** How commands speak: results on stdout, everything else on stderr, exit codes. */
import { writeSync } from 'node:fs';

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

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes a result whole, also to a pipe whose reader is slow; a reader that went away ends the process quietly. */
export function printResult(text: string): void {
  let rest = Buffer.from(`${text}\n`, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (problem) {
      const { code } = problem as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE') process.exit(exitCodes.ok);
      else throw problem;
    }
  }
}
