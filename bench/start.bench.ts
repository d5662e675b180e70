/** How soon a process answers: one query, and the shell with its prompt on the screen. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { alternate, printRows, type Row } from './row.ts';

const cli = process.env['FAUNULA_CLI'] ?? 'dist/cli.cjs';
const path = join(process.env['FAUNULA_TEMP'] ?? '.', 'start.json');

function run(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(stderr.toString());
}

/** Opens the shell in a terminal made by `script`, and leaves once its prompt shows. */
function openShell(): Promise<void> {
  return new Promise((ready, failed) => {
    const child = spawn('script', ['-qfec', `${process.execPath} ${cli} --db ${path}`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let shown = '';
    child.on('error', failed);
    // The terminal may be gone before it is told to go.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (!shown.includes('admin>')) return;
      ready();
      child.stdin.write('\u0004');
      shown = '';
    });
  });
}

run(cli, 'query', '--db', path, 'Collection.create({ name: "People" })');
const rows: Row[] = [];
const [query, floor] = await alternate(
  15,
  () => run(cli, 'query', '--db', path, '1 + 1'),
  () => run('-e', '0'),
);
rows.push({
  name: "faunula query '1 + 1', whole process",
  floorName: 'node -e 0',
  value: query,
  floor,
  goal: { bound: 'at most', ratio: 1.8 },
});

if (spawnSync('script', ['--version']).status === 0) {
  const [shell, shellFloor] = await alternate(9, openShell, () => run('-e', '0'));
  rows.push({
    name: 'shell ready for typing',
    floorName: 'node -e 0',
    value: shell,
    floor: shellFloor,
    goal: { bound: 'at most', ratio: 4 },
  });
} else {
  console.log('shell ready for typing: not measured, since there is no `script` command here to make a terminal with');
}
printRows(rows);
