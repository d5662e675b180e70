// `npm test`: installs what is missing, checks types and style, runs every test, and ends with the counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure.mjs';

ensureInstalled();
const bin = (name) => join(root, 'node_modules/.bin', name);
const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
    .status === 0;

const folder = mkdtempSync(join(tmpdir(), 'faunula-test-'));
const report = join(folder, 'report.json');
const only = process.argv.slice(2);
let passed = 0;
let failed = 0;
const count = (ok) => (ok ? passed++ : failed++);

if (only.length === 0) {
  count(run(bin('tsc'), ['--noEmit']));
  count(run(bin('biome'), ['check', '--error-on-warnings']));
}
const ended = run(bin('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...only]);
let results;
try {
  results = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  // No report: the runner itself failed, which counts below.
}
passed += results?.numPassedTests ?? 0;
failed += results?.numFailedTests ?? 0;
for (const suite of results?.testResults ?? [])
  if (suite.status === 'failed' && suite.assertionResults.length === 0) failed++;
if (!ended && failed === 0) failed++;
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
