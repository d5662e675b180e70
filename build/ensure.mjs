// Installs and builds what is missing or older than what it is made from; does nothing when all is there.
// Plain JavaScript of Node alone, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Faunula needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function newest(path) {
  if (!statSync(path).isDirectory()) return time(path);
  return Math.max(time(path), ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs a command with its output on stderr, so that stdout carries results only; ends the process when it fails. */
function run(what, command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${what} failed${error ? `: ${error.message}` : ''}. Try it by hand: ${command} ${args.join(' ')}`);
  process.exit(status ?? 1);
}

export function ensureInstalled() {
  if (time(join(root, 'node_modules/.package-lock.json')) >= time(join(root, 'package-lock.json'))) return;
  console.error('Installing what Faunula needs (once) …');
  run('The installation', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

export function ensureBuilt() {
  const built = time(join(root, 'dist/cli.cjs'));
  const sources = ['src', 'grammar', 'build', 'package.json', 'package-lock.json'].map((path) =>
    newest(join(root, path)),
  );
  if (built >= Math.max(...sources)) return;
  console.error('Building Faunula …');
  run('The build', process.execPath, [join(root, 'build/bundle.mjs')]);
}
