/** How soon a process answers: one query, the shell with its prompt on the screen, and a program with the library. */
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alternate, printRows, type Row } from './row.ts';

const cli = process.env['FAUNULA_CLI'] ?? 'dist/cli.cjs';
const path = join(process.env['FAUNULA_TEMP'] ?? '.', 'start.json');

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}

/** A program that opens a database in memory, asks it, and says how many milliseconds that took. */
const program = `
  const { open } = await import(${JSON.stringify(pathToFileURL(join(dirname(cli), 'index.js')).href)});
  const started = performance.now();
  const db = await open();
  await db.query('1 + 1');
  console.log(performance.now() - started);
  await db.close();
`;

function openAndAsk(): number {
  return Number(run('--no-warnings', '--input-type=module', '-e', program));
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
  () => void run(cli, 'query', '--db', path, '1 + 1'),
  () => void run('-e', '0'),
);
rows.push({
  name: "faunula query '1 + 1', whole process",
  floorName: 'node -e 0',
  value: query,
  floor,
  goal: { bound: 'at most', ratio: 1.8 },
});

if (spawnSync('script', ['--version']).status === 0) {
  const [shell, shellFloor] = await alternate(9, openShell, () => void run('-e', '0'));
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
rows.push({
  name: 'in process, from `open()` to the first answer, ms',
  floorName: 'the 30 ms it may take',
  // Of nine, the one that other programs held up least: nothing measured beside it says how busy the machine is.
  value: Math.min(...Array.from({ length: 9 }, openAndAsk)),
  floor: 30,
  goal: { bound: 'at most', ratio: 1 },
});
printRows(rows);
