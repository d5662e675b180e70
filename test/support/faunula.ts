/** Runs the command line as a user does: a process with arguments, input and exit code. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `faunula` without a terminal. `env`: what is added to the environment. */
export function start(
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): ChildProcess {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe'];
  return spawn(process.execPath, [inject('cli'), ...args], { cwd, env: { ...process.env, ...env }, stdio });
}

/** Runs `faunula` to its end. */
export function faunula(
  args: readonly string[],
  options: { input?: string | Buffer; cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const { input = '', ...rest } = options;
  const child = start(args, rest);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // A process that ends before it has read its input closes the pipe.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout, stderr })));
}

/** A folder that is gone after the body. */
export async function inFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'faunula-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
