// Writes the types of the library for those who import it, beside the bundles.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './ensure.mjs';

/** Writes declarations into a folder, which is emptied first. Throws when the compiler finds fault. */
export function writeTypes(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const options = [
    '--noEmit',
    'false',
    '--declaration',
    '--emitDeclarationOnly',
    '--rootDir',
    root,
    '--outDir',
    outdir,
  ];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const config = join(root, 'tsconfig.library.json');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The types could not be written:\n${stdout}`);
  for (const name of ['index.d.cts', 'client.d.cts']) copyFileSync(join(root, 'build/types', name), join(outdir, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeTypes(join(root, 'dist/types'));
