/** Bundles the command line from the source once for all tests that run it as a process. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
// @ts-expect-error: plain JavaScript, since it also runs before anything is installed
import { bundle } from '../../build/bundle.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The bundled `faunula`, to be run with Node. */
    cli: string;
  }
}

/** The bundle of each run of the tests is its own, for two may go on at a time. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = join(import.meta.dirname, `../../node_modules/.cache/faunula-test-${process.pid}`);
  await bundle(folder);
  project.provide('cli', join(folder, 'cli.cjs'));
  return () => rmSync(folder, { recursive: true, force: true });
}
