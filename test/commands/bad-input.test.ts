/** What people do by mistake: each gets one clear message, no stack trace, and the database stays as it was. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ended, faunula, inFolder, start } from '../support/faunula.ts';

function expectComplaint({ code, stdout, stderr }: Ended, says: RegExp, exitCode = 1): void {
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(stdout).toBe('');
  expect(code).toBe(exitCode);
}

/** A journal stays behind where a process was killed. */
async function leaveJournal(path: string): Promise<void> {
  const server = start(['serve', '--db', path, '--port', '0']);
  const url = await new Promise<string>((ready) =>
    server.stdout?.once('data', (line: Buffer) => ready(line.toString().slice(13))),
  );
  for (const name of ['A', 'B', 'C', 'D']) {
    const body = JSON.stringify({ query: `Collection.create({ name: "${name}" })` });
    await fetch(`${url.trim()}/query/1`, { method: 'POST', headers: { authorization: 'Bearer secret' }, body });
  }
  const ended = new Promise((exit) => server.once('exit', exit));
  server.kill('SIGKILL');
  await ended;
}

describe('a database file', () => {
  it('that is not ours is refused and left alone', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'notes.json');
      for (const text of ['{"shopping":["milk"]}', 'not JSON', '[1, 2']) {
        writeFileSync(path, text);
        expectComplaint(await faunula(['--db', path, 'query', '1']), /notes\.json/);
        expect(readFileSync(path, 'utf8')).toBe(text);
      }
    }));

  it('of a newer version is refused and left alone', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'coffee.json');
      await faunula(['query', '--db', path, 'Collection.create({ name: "A" })']);
      const text = readFileSync(path, 'utf8');
      const newer = text.replace(/("formatVersion":\s*)\d+/, '$1999');
      expect(newer).not.toBe(text);
      writeFileSync(path, newer);
      expectComplaint(await faunula(['query', '--db', path, '1']), /newer/);
      expect(readFileSync(path, 'utf8')).toBe(newer);
    }));

  it('with a broken line in its journal is refused with the number of the line', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'coffee.json');
      await leaveJournal(path);
      const journal = `${path}.journal`;
      const lines = readFileSync(journal, 'utf8').split('\n');
      lines[2] = `${lines[2]?.slice(0, -5)}xxxx}`;
      const broken = lines.join('\n');
      writeFileSync(journal, broken);
      expectComplaint(await faunula(['query', '--db', path, 'A.all().count()']), /line 3/);
      expect(readFileSync(journal, 'utf8')).toBe(broken);
    }));

  it('that another process has open is refused with the number of that process', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'coffee.json');
      const server = start(['serve', '--db', path, '--port', '0']);
      await new Promise((ready) => server.stdout?.once('data', ready));
      expectComplaint(await faunula(['query', '--db', path, '1']), new RegExp(`${server.pid}`));
      const ended = new Promise((exit) => server.once('exit', exit));
      server.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect((await faunula(['query', '--db', path, '1'])).stdout).toBe('1\n');
    }));

  it('in a place that can not be written is refused', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'folder.json'));
      writeFileSync(join(folder, 'file'), '');
      expectComplaint(await faunula(['query', '--db', join(folder, 'folder.json'), '1']), /folder\.json/);
      expectComplaint(await faunula(['query', '--db', join(folder, 'nowhere/coffee.json'), '1']), /nowhere/);
      expectComplaint(await faunula(['query', '--db', join(folder, 'file/coffee.json'), '1']), /file/);
    }));
});

describe('the command line', () => {
  it('names options and commands that it does not know', async () => {
    expectComplaint(await faunula(['--nope']), /--nope/, 2);
    expectComplaint(await faunula(['query', '1', '--fromat', 'json']), /--fromat.*\n?.*--format/s, 2);
    expectComplaint(await faunula(['query', '1', '--format', 'xml']), /fql, json, tagged/, 2);
    expectComplaint(await faunula(['query', '1', '--role', 'king']), /server-readonly/, 2);
    expectComplaint(await faunula(['query', '1', '2']), /too many arguments/, 2);
    expectComplaint(await faunula(['qurey', '1']), /no command qurey.*run, query, serve/s, 2);
  });

  it('says what was meant by a file where a command is expected', () =>
    inFolder(async (folder) => {
      for (const [name, says] of [
        ['a.fql', /faunula run \S+a\.fql\n/],
        ['a.json', /faunula --db \S+a\.json\n/],
      ] as const) {
        writeFileSync(join(folder, name), '1');
        expectComplaint(await faunula([join(folder, name)]), says, 2);
      }
    }));
});

describe('a script', () => {
  it('that does not exist is named', async () => {
    expectComplaint(await faunula(['run', '--demo', 'no-such-file.fql']), /no-such-file\.fql/);
  });

  it('that is not text is refused', async () => {
    expectComplaint(await faunula(['--demo'], { input: Buffer.from([0xff, 0xfe, 0x00, 0x01]) }), /is not text/);
    expectComplaint(await faunula(['--demo'], { input: Buffer.from([0x31, 0xc3, 0x28]) }), /UTF-8/);
  });

  it('names the file and line of the query that failed', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'bad.fql');
      writeFileSync(path, '1 + 1\n\n// then\n\nabort("no")\n\n3');
      const ended = await faunula(['run', '--demo', path]);
      expect(ended.stdout).toBe('2\n');
      expect(ended.stderr).toContain(`${path}:5: `);
      expect(ended.code).toBe(1);
      expect((await faunula(['run', '--demo', '--keep-going', path])).stdout).toBe('2\n3\n');
    }));
});

describe('a query', () => {
  it('of ten megabytes is answered or refused, in a message of readable size', async () => {
    const long = await faunula(['query', '--demo', '-'], { input: `"${'x'.repeat(10_000_000)}".length` });
    expect(long.stderr.length + long.stdout.length).toBeLessThan(100_000);
    expect(long.stderr).not.toMatch(/RangeError|heap/);
  });

  it('that is wrong is shown around the place only, when it is long', async () => {
    const ended = await faunula(['query', '--demo', '-'], { input: `${'1 + '.repeat(1_000_000)}1 +` });
    expectComplaint(ended, /error: /);
    expect(ended.stderr.length).toBeLessThan(10_000);
  });

  it('of a hundred thousand nested brackets is refused', async () => {
    const ended = await faunula(['query', '--demo', '-'], { input: `${'['.repeat(100_000)}${']'.repeat(100_000)}` });
    expectComplaint(ended, /error: Nested too deeply/);
    expect(ended.stderr.length).toBeLessThan(10_000);
  });
});
