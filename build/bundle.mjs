// Bundles the command line: one file for engine and commands, Ink and the shell in chunks of their own.
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './ensure.mjs';

/** Writes the bundle into a folder, which is emptied first. */
export async function bundle(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', 'engine-worker': 'src/engine-worker.ts', index: 'src/index.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    // Ink asks for the React developer tools only when DEV is set.
    alias: { 'react-devtools-core': './build/empty.mjs' },
    // Packages in CommonJS ask for Node's own modules with `require`.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  chmodSync(join(outdir, 'cli.js'), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(join(root, 'dist'));
