/** Builds an entry that opens the shell, as the command line is built. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BundledShell {
  readonly path: string;
  remove(): void;
}

/** `entry` is a file beside this one. */
export async function bundleShell(entry: string): Promise<BundledShell> {
  const folder = mkdtempSync(join(tmpdir(), 'faunula-shell-'));
  await build({
    absWorkingDir: root,
    entryPoints: { shell: `test/pty/${entry}` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    alias: { 'react-devtools-core': './build/empty.mjs' },
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return { path: join(folder, 'shell.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
