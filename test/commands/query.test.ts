/** `faunula query` as documented in its help. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faunula, inFolder } from '../support/faunula.ts';

describe('faunula query', () => {
  it('takes the query as an argument, from the standard input, or from a file', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'sum.fql'), 'let a = 1\n\nlet b = 2\n\na + b\n');
      expect((await faunula(['query', '1 + 1'], { cwd })).stdout).toBe('2\n');
      expect((await faunula(['query', '-'], { cwd, input: '1 + 2' })).stdout).toBe('3\n');
      expect((await faunula(['query', '-i', 'sum.fql'], { cwd })).stdout).toBe('3\n');
    }));

  it('prints FQL, JSON or tagged JSON, or writes it to a file', () =>
    inFolder(async (cwd) => {
      const fql = '{ a: 1, t: Time("2024-01-01T00:00:00Z") }';
      expect((await faunula(['query', fql], { cwd })).stdout).toBe(
        '{\n  a: 1,\n  t: Time("2024-01-01T00:00:00Z")\n}\n',
      );
      expect(JSON.parse((await faunula(['query', fql, '--format', 'json'], { cwd })).stdout)).toEqual({
        a: 1,
        t: '2024-01-01T00:00:00Z',
      });
      await faunula(['query', fql, '-f', 'tagged', '-o', 'answer.json'], { cwd });
      expect(JSON.parse(readFileSync(join(cwd, 'answer.json'), 'utf8'))).toEqual({
        a: { '@int': '1' },
        t: { '@time': '2024-01-01T00:00:00Z' },
      });
    }));

  it('prints numbers of JSON with all their digits', async () => {
    const { stdout } = await faunula(['query', '--demo', '[9007199254740993, 1.5, {}]', '--format', 'json']);
    expect(stdout).toBe('[\n  9007199254740993,\n  1.5,\n  {}\n]\n');
  });

  it('keeps what was written for the next process', () =>
    inFolder(async (cwd) => {
      await faunula(['query', 'Collection.create({ name: "Book" })'], { cwd });
      await faunula(['query', 'Book.create({ title: "Emma" })'], { cwd });
      expect((await faunula(['query', 'Book.all().map(.title).toArray()'], { cwd })).stdout).toBe('[\n  "Emma"\n]\n');
    }));

  it('is not run when its answer could not be written', () =>
    inFolder(async (cwd) => {
      const make = 'Collection.create({ name: "Book" })';
      expect(await faunula(['query', make, '-o', 'nowhere/answer'], { cwd })).toMatchObject({
        code: 1,
        stderr: 'There is no folder nowhere for the answer. Nothing was run.\n',
      });
      expect((await faunula(['query', make, '-o', '.'], { cwd })).stderr).toContain('. is a folder');
      expect((await faunula(['query', 'Collection.all().count()'], { cwd })).stdout).toBe('0\n');
    }));

  it('prints errors with their carets to stderr, and exits with 1', async () => {
    const { code, stdout, stderr } = await faunula(['query', '--demo', 'nope.all()']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('error: Unbound variable `nope`\nat *query*:1:1\n  |\n1 | nope.all()\n  | ^^^^\n  |\n');
  });

  it('runs as a role or as the owner of a secret', () =>
    inFolder(async (cwd) => {
      const denied = await faunula(['query', 'Collection.create({ name: "A" })', '--role', 'server-readonly'], { cwd });
      expect(denied.stderr).toContain('Insufficient privileges');
      const made = await faunula(['query', 'Key.create({ role: "server" }).secret', '-f', 'json'], { cwd });
      const secret = JSON.parse(made.stdout) as string;
      expect(
        (await faunula(['query', 'Collection.create({ name: "A" }).name', '--secret', secret], { cwd })).stdout,
      ).toBe('"A"\n');
      expect((await faunula(['query', '1', '--secret', 'fnNothing'], { cwd })).stderr).toBe('Invalid secret\n');
    }));

  it('writes no escape codes where there is no terminal', async () => {
    const { stdout, stderr } = await faunula(['query', '--demo', 'log("x")\nPeople.all()']);
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stderr).toBe('info at *query*:1: x\n');
  });

  it('asks in FQL v4, and says what that has cost', async () => {
    const { stdout } = await faunula(['query', '--demo', '-v', '4', 'Paginate(Keys(), { size: 3 })']);
    expect(stdout).toMatch(/^\{ data: \[\] \}\nQuery metrics:\n• +bytesIn: +35\n(• +\w+: +[\d,]+(ms)?\n){8}$/);
    const { stdout: bare } = await faunula(['query', '--demo', '--api-version', '4', '--no-metrics', 'Add(1, 2)']);
    expect(bare).toBe('3\n');
  });

  it('prints the JSON of FQL v4 with its numbers as they are', async () => {
    const fql =
      "{ large: 9223372036854775807, double: ToDouble(1), at: Time('2024-01-01T00:00:00Z'), none: {}, list: [[], 1] }";
    const { stdout } = await faunula(['query', '--demo', '-v', '4', '-f', 'json', fql]);
    expect(stdout).toBe(`{
  "large": 9223372036854775807,
  "double": 1.0,
  "at": {
    "@ts": "2024-01-01T00:00:00Z"
  },
  "none": {},
  "list": [
    [],
    1
  ]
}
`);
  });

  it('prints errors of FQL v4 with their carets', async () => {
    const { code, stdout, stderr } = await faunula(['query', '--demo', '-v', '4', "Add(1, 'a')"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`error: invalid argument: Number expected, String provided.
at *query*:1:8
  |
1 | Add(1, 'a')
  |        ^^^
  |
`);
    const unread = await faunula(['query', '--demo', '-v', '4', '1 + 1']);
    expect(unread.stderr).toContain('`+` is not computed: FQL v4 has functions, such as Add(…)');
    expect((await faunula(['query', '-v', '4', 'Now()', '--secret', 'fnNothing', '--demo'])).stderr).toBe(
      'Invalid secret\n',
    );
  });

  it('knows two versions of the language', async () => {
    const { code, stderr } = await faunula(['query', '-v', '5', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('It is 10 or 4.');
  });
});
