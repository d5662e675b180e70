// `npm run bench [NAME …]`: bundles each file of bench/ from the source, runs it in a process of its own, and prints its
// rows: a measured figure as a ratio to a floor measured in the same run, beside the goal.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure.mjs';

ensureInstalled();
const { build } = await import('esbuild');
const { bundle, requireInModule, shared } = await import('./bundle.mjs');
const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'faunula-bench-'));
await bundle(join(folder, 'cli'));
const names = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace(/\.bench\.ts$/, ''))
  .filter((name) => only.length === 0 || only.includes(name));
let failed = false;
console.log(`${'what'.padEnd(58)} ratio × floor (measured against floor); goal`);
for (const name of names) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    ...shared,
    entryPoints: [`bench/${name}.bench.ts`],
    outfile,
    format: 'esm',
    banner: requireInModule,
  });
  const { status } = spawnSync(process.execPath, ['--expose-gc', outfile], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, FAUNULA_CLI: join(folder, 'cli/cli.cjs'), FAUNULA_TEMP: folder },
  });
  failed ||= status !== 0;
}
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
