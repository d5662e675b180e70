// `npm run soak`: two minutes of 32 clients on a database whose process is killed ten times. Prints what came of it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure.mjs';

ensureInstalled();
const env = { FAUNULA_SOAK_SECONDS: '120', FAUNULA_SOAK_KILLS: '10', ...process.env };
const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/crash/soak.test.ts'];
process.exit(spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1);
