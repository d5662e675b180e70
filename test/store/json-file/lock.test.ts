import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { acquireLock } from '../../../src/store/json-file/lock.ts';

let folder: string;
let script: string;
let path: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  const lockModule = new URL('../../../src/store/json-file/lock.ts', import.meta.url).pathname;
  script = join(mkdtempSync(join(tmpdir(), 'faunula-')), 'lock.mjs');
  const contents = `
    import { acquireLock } from ${JSON.stringify(lockModule)};
    process.stdin.resume();
    process.stdin.once('data', () => {
      try {
        acquireLock(process.argv[2]);
        console.log('got it');
      } catch (error) {
        console.log(error.message);
      }
    });
    console.log('ready');`;
  await build({
    stdin: { contents, resolveDir: tmpdir() },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
  });
});
afterAll(() => rmSync(join(script, '..'), { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-'));
  path = join(folder, 'db.json.lock');
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the lock when told to, and what it says of it. */
class Contender {
  readonly child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  readonly #lines: AsyncIterator<string>;

  constructor() {
    children.push(this.child);
    this.#lines = linesOf(this.child);
  }

  async line(): Promise<string> {
    return (await this.#lines.next()).value;
  }

  async take(): Promise<string> {
    this.child.stdin.write('go\n');
    return this.line();
  }
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += chunk;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 1);
    }
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function contender(): Promise<Contender> {
  const process = new Contender();
  expect(await process.line()).toBe('ready');
  return process;
}

test('a lock names its owner, and goes when it is released', () => {
  const release = acquireLock(path);
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
  expect(() => acquireLock(path)).toThrow(
    `${join(folder, 'db.json')} is locked by this process, which has it open already.`,
  );
  release();
  expect(readdirSync(folder)).toEqual([]);
  acquireLock(path)();
});

test('the lock of a living process holds, that of a killed one is taken over at once', async () => {
  const owner = await contender();
  expect(await owner.take()).toBe('got it');
  expect(() => acquireLock(path)).toThrow(
    `is locked by process ${owner.child.pid}. Close it there, open it read-only, or choose another file.`,
  );
  await kill(owner.child);
  expect(existsSync(path)).toBe(true);
  acquireLock(path)();
  expect(readdirSync(folder)).toEqual([]);
});

test('of many that find a dead lock, one gets it', async () => {
  for (let round = 0; round < 5; round++) {
    const dead = await contender();
    await dead.take();
    await kill(dead.child);
    const contenders = await Promise.all(Array.from({ length: 6 }, contender));
    const answers = await Promise.all(contenders.map((each) => each.take()));
    const winner = contenders[answers.indexOf('got it')];
    expect(answers.filter((answer) => answer === 'got it')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('locked by process'))).toHaveLength(5);
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(winner!.child.pid);
    await Promise.all(contenders.map((each) => kill(each.child)));
  }
});

test.runIf(process.platform === 'linux')('a number that now is another process does not hold the lock', () => {
  acquireLock(path);
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...owner, pid: process.ppid }));
  const release = acquireLock(path);
  release();
});

test('a lock from before the machine started again is void', () => {
  acquireLock(path);
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...owner, boot: 'another' }));
  acquireLock(path)();
});

test('nobody can tell about a process elsewhere: the message says what to do', () => {
  acquireLock(path);
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...owner, host: 'elsewhere', pid: 1 }));
  expect(() => acquireLock(path)).toThrow(
    `${join(folder, 'db.json')} is locked by process 1 on elsewhere. If that has ended, delete ${path} and try again.`,
  );
});

test('a lock file that cannot be understood is left alone', () => {
  writeFileSync(path, 'mine!');
  expect(() => acquireLock(path)).toThrow(`The lock ${path} does not say whose it is.`);
  expect(readFileSync(path, 'utf8')).toBe('mine!');
});

test('releasing leaves the lock of somebody else alone', () => {
  const release = acquireLock(path);
  const owner = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...owner, token: 'other' }));
  release();
  expect(existsSync(path)).toBe(true);
});
