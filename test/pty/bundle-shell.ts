/** Builds an entry that opens the shell, as the command line is built. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
// @ts-expect-error: plain JavaScript, since it also runs before anything is installed
import { requireInModule, shared } from '../../build/bundle.mjs';

export interface BundledShell {
  readonly path: string;
  remove(): void;
}

/** `entry` is a file beside this one. */
export async function bundleShell(entry: string): Promise<BundledShell> {
  const folder = mkdtempSync(join(tmpdir(), 'faunula-shell-'));
  await build({
    ...shared,
    entryPoints: { shell: `test/pty/${entry}` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    format: 'esm',
    banner: requireInModule,
  });
  return { path: join(folder, 'shell.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
