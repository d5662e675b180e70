/**
 * Fauna's own command line, unmodified: `fauna-shell` 4.0.0 from npm. It is too large to be installed for this alone, so
 * `FAUNA_SHELL` names its program where it is there: `FAUNA_SHELL=/somewhere/node_modules/.bin/fauna npm test`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const program = process.env['FAUNA_SHELL'] ?? '';
/** Where `--local` looks. */
const localPort = 8443;

const faults: unknown[] = [];
const onFault = (fault: unknown) => faults.push(fault);
const startServer = (port: number) =>
  serve(new Engine(new MemoryStore(), 'secret'), { host: '127.0.0.1', port, onFault });

let server: RunningServer;
let folder: string;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in an empty home. */
function run(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, NO_UPDATE_NOTIFIER: '1' },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout, stderr })));
}

const fauna = (args: readonly string[], { input = '', secret = 'secret' } = {}) =>
  run([...args, '--url', server.url, '--secret', secret], input);

/** What the program prints when the server says why a query failed. */
const failed = (summary: string) => ({
  code: 1,
  stdout: '',
  stderr: `The query failed with the following error:\n\n${summary}\n`,
});
const printed = (stdout: string, stderr = '') => ({ code: 0, stdout: `${stdout}\n`, stderr });

describe.skipIf(program === '')('fauna-shell 4.0.0, whose program FAUNA_SHELL names', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fauna-shell-'));
    server = await startServer(0);
    await fauna(['query', 'Collection.create({ name: "Bean" }); Database.create({ name: "shop" })']);
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
    expect(faults).toEqual([]);
  });

  describe('query', () => {
    it('takes the query as an argument, from a file, or from the standard input', async () => {
      writeFileSync(join(folder, 'sum.fql'), '2 + 2\n');
      expect(await fauna(['query', '1 + 1'])).toEqual(printed('2'));
      expect(await fauna(['query', '-i', 'sum.fql'])).toEqual(printed('4'));
      expect(await fauna(['query', '-'], { input: '3 + 3' })).toEqual(printed('6'));
    });

    it('prints FQL or JSON, or writes it to a file', async () => {
      const fql = '{ a: 1, t: Time("2020-01-01T00:00:00Z") }';
      expect(await fauna(['query', fql])).toEqual(printed('{\n  a: 1,\n  t: Time("2020-01-01T00:00:00Z")\n}'));
      const json = '{\n  "a": 1,\n  "t": "2020-01-01T00:00:00Z"\n}';
      expect(await fauna(['query', fql, '--json'])).toEqual(printed(json));
      expect(await fauna(['query', fql, '--format', 'json'])).toEqual(printed(json));
      expect(await fauna(['query', fql, '--json', '-o', 'answer.json'])).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(join(folder, 'answer.json'), 'utf8')).toBe(json);
    });

    it('tells what the query said beside its answer, and what it cost', async () => {
      const { stderr } = await fauna(['query', 'log("hi")\n1']);
      expect(stderr).toBe('summary: "info at *query*:1: hi"\n\n');
      const hints = await fauna(['query', 'Bean.where(.kind == 1)', '--performance-hints']);
      expect(hints.stderr).toMatch(/^summary: \|-\n {2}performance_hint: collection_scan - Using where\(\)/);
      const { stderr: all, stdout } = await fauna(['query', '1', '--include', 'all']);
      expect(stdout).toBe('1\n');
      expect(all).toMatch(/^txnTs: \d+\nschemaVersion: "\d+"\nstats:\n {2}compute_ops: 1\n {2}read_ops: 0\n/);
    });

    it('says why a query failed', async () => {
      expect(await fauna(['query', 'nope', '--timeout', '1000', '--max-attempts', '1', '--typecheck'])).toEqual(
        failed('error: Unbound variable `nope`\nat *query*:1:1\n|\n1 | nope\n| ^^^^\n|'),
      );
      expect(await fauna(['query', 'abort({ a: 1 })'])).toEqual(
        failed(
          'error: Query aborted.\nat *query*:1:6\n|\n1 | abort({ a: 1 })\n|      ^^^^^^^^^^\n|\n\nAbort value:\n{\n  a: 1\n}',
        ),
      );
      const again = await fauna(['query', 'Collection.create({ name: "Bean" })']);
      expect(again.stderr).toContain('Constraint failures:\n[\n  {\n    "paths": [\n      [\n        "name"\n');
      expect(again.code).toBe(1);
    });

    it('says why a request was refused', async () => {
      const refused = (message: string) => ({
        code: 1,
        stdout: '',
        stderr: `The query failed unexpectedly with the following error:\n\n${message}\n`,
      });
      expect(await fauna(['query', '1'], { secret: 'wrong' })).toEqual(refused('Access token required'));
      expect(await fauna(['query', '1', '--role', 'king'])).toEqual(refused('Access token required'));
      expect(await fauna(['query', '1', '--timeout', '0'])).toEqual(
        refused("Invalid header 'x-query-timeout-ms': Must be greater than 0."),
      );
    });

    it('runs within a database, and as a role', async () => {
      expect(await fauna(['query', 'Bean', '--database', 'shop'])).toMatchObject({ code: 1 });
      expect(await fauna(['query', 'Bean.create({})', '--role', 'server-readonly'])).toEqual(
        failed(
          'error: Insufficient privileges to perform the action.\nat *query*:1:12\n|\n1 | Bean.create({})\n|            ^^^^\n|',
        ),
      );
    });

    it('speaks FQL v4', async () => {
      expect(await fauna(['query', '-v', '4', 'Map([1, 2], Lambda("x", Add(Var("x"), 1)))'])).toEqual(
        printed('[ 2, 3 ]'),
      );
      expect(await fauna(['query', '-v', '4', 'Collection("Bean")', '--json'])).toEqual(
        printed(
          '{\n  "@ref": {\n    "id": "Bean",\n    "collection": {\n      "@ref": {\n        "id": "collections"\n      }\n    }\n  }\n}',
        ),
      );
      expect(await fauna(['query', '--api-version', '4', 'Add(1, "a")'])).toEqual(
        failed('invalid argument: Number expected, String provided.\nat *query*:add, 1'),
      );
      const { stderr } = await fauna(['query', '-v', '4', 'Add(1, 2)', '--include', 'stats']);
      expect(stderr).toMatch(/^stats:\n {2}x-byte-read-ops: 0\n {2}x-byte-write-ops: 0\n {2}x-compute-ops: 1\n/);
    });
  });

  describe('shell', () => {
    it('runs what is piped in', async () => {
      const { code, stdout, stderr } = await fauna(['shell'], { input: '40 + 2\n' });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Type Ctrl\+D or \.exit to exit the shell\n/);
      expect(stdout.replaceAll('\r', '')).toContain('40 + 2\n42\n');
    });

    it('is not opened with a wrong secret', async () => {
      for (const version of ['10', '4']) {
        const ended = await fauna(['shell', '-v', version], { secret: 'wrong' });
        expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Authentication failed\./) });
      }
    });
  });

  describe('database', () => {
    it('creates, lists and deletes', async () => {
      const created = 'Database successfully created.\n';
      expect(await fauna(['database', 'create', '--name', 'one'])).toEqual(printed('one', created));
      const options = ['--json', '--typecheck', '--protected', '--priority', '10'];
      expect(await fauna(['database', 'create', '--name', 'two', ...options])).toEqual(
        printed('{\n  "name": "two"\n}', created),
      );
      expect((await fauna(['database', 'list'])).stdout).toBe('shop\none\ntwo\n');
      expect((await fauna(['database', 'list', '--page-size', '1', '--json'])).stdout).toBe(
        '[\n  {\n    "name": "shop"\n  }\n]\n',
      );
      expect(await fauna(['database', 'delete', '--name', 'two'])).toEqual({
        code: 0,
        stdout: '',
        stderr: "Database 'two' was successfully deleted.\n",
      });
      expect((await fauna(['database', 'list', '--database', 'one'])).stdout).toBe('');
    });

    it('says what can not be done', async () => {
      const complaints: readonly [readonly string[], RegExp][] = [
        [['create', '--name', 'shop'], /^The database 'shop' already exists or/],
        [['create', '--name', '1st'], /^The database name '1st' is invalid\./],
        [['create', '--name', 'new', '--role', 'server'], /^Authorization failed\./],
        [['delete', '--name', 'nowhere'], /^Database 'nowhere' not found\./],
      ];
      for (const [args, stderr] of complaints) {
        expect(await fauna(['database', ...args])).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(stderr),
        });
      }
      const unauthorized = await fauna(['database', 'list'], { secret: 'wrong' });
      expect(unauthorized).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Authentication failed\./) });
    });
  });

  describe('schema', () => {
    it('is told that there are no schema files yet', async () => {
      mkdirSync(join(folder, 'schema'), { recursive: true });
      writeFileSync(join(folder, 'schema', 'main.fsl'), 'collection Bean {}\n');
      for (const command of ['status', 'pull', 'push', 'diff', 'commit', 'abandon']) {
        const ended = await fauna(['schema', command, '--dir', 'schema', '--no-input']);
        expect(ended).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(/^Faunula does not read schema files/),
        });
      }
    });
  });

  it('finds a server on this machine with --local', async ({ skip }) => {
    const local = await startServer(localPort).catch((problem: NodeJS.ErrnoException) => problem);
    if (local instanceof Error) return skip(`port ${localPort} is not to be had: ${local.code}`);
    try {
      expect(await run(['query', '1 + 1', '--local'])).toEqual(printed('2'));
      expect(await run(['query', 'Add(1, 1)', '--local', '-v', '4'])).toEqual(printed('2'));
      await run(['database', 'create', '--name', 'shop', '--local']);
      expect((await run(['database', 'list', '--local'])).stdout).toBe('shop\n');
    } finally {
      await local.close();
    }
  });
});
