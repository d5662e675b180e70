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

  it('keeps what was written for the next process', () =>
    inFolder(async (cwd) => {
      await faunula(['query', 'Collection.create({ name: "Book" })'], { cwd });
      await faunula(['query', 'Book.create({ title: "Emma" })'], { cwd });
      expect((await faunula(['query', 'Book.all().map(.title).toArray()'], { cwd })).stdout).toBe('[\n  "Emma"\n]\n');
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
});
