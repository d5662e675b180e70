import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_HISTORY } from '../../src/shell/editor-state.ts';
import { HistoryFile, historyPath } from '../../src/shell/history.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-history-'));
  path = join(folder, 'state', 'faunula', 'history');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

describe('the history file', () => {
  it('keeps texts of several lines in order', async () => {
    const history = new HistoryFile(path);
    expect(await history.load()).toEqual([]);
    await history.add('one');
    await history.add('{\n  "two"\n}');
    expect(await new HistoryFile(path).load()).toEqual(['one', '{\n  "two"\n}']);
  });

  it('is for its user alone, also when it was not', async () => {
    await new HistoryFile(path).add('one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'state', 'faunula')).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o644);
    await new HistoryFile(path).add('two');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is shared by shells that run side by side', async () => {
    const shells = Array.from({ length: 5 }, () => new HistoryFile(path));
    await Promise.all(shells.flatMap((shell, index) => [1, 2, 3].map((count) => shell.add(`${index}.${count}`))));
    const entries = await new HistoryFile(path).load();
    expect(entries.length).toBe(15);
    expect(entries.filter((entry) => entry.startsWith('3.'))).toEqual(['3.1', '3.2', '3.3']);
  });

  it('keeps no line with a secret, nor one that names a password of before', async () => {
    const history = new HistoryFile(path);
    await history.add('Credential.create({ document: p, password: "sekret" })');
    await history.add('NewPerson("Bob", "bob@example.com", "sekret")');
    await history.add('NewPerson("Bob", "bob@example.com", "other")');
    expect(await history.load()).toEqual(['NewPerson("Bob", "bob@example.com", "other")']);
    expect(readFileSync(path, 'utf8')).not.toContain('sekret');
  });

  it('keeps no text that is a file of its own', async () => {
    const history = new HistoryFile(path);
    await history.add(`"${'x '.repeat(40_000)}"`);
    expect(await history.load()).toEqual([]);
  });

  it('passes over lines that are no entries', async () => {
    await new HistoryFile(path).add('one');
    writeFileSync(path, '"whole"\nbroken\n{}\n"torn', { flag: 'a' });
    expect(await new HistoryFile(path).load()).toEqual(['one', 'whole']);
  });

  it('does not grow without end, and keeps the newest', async () => {
    const history = new HistoryFile(path);
    const long = 'x '.repeat(10_000);
    for (let count = 0; count < 120; count++) await history.add(`${count} ${long}`);
    expect(statSync(path).size).toBeLessThanOrEqual(1_100_000);
    expect((await history.load()).at(-1)).toBe(`119 ${long}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is read no further back than the shell remembers', async () => {
    await new HistoryFile(path).add('first');
    writeFileSync(path, Array.from({ length: MAX_HISTORY + 10 }, (_, index) => `"${index}"\n`).join(''));
    const entries = await new HistoryFile(path).load();
    expect(entries.length).toBe(MAX_HISTORY);
    expect(entries.at(-1)).toBe(`${MAX_HISTORY + 9}`);
  });

  it('says what the file system says', async () => {
    writeFileSync(join(folder, 'state'), 'a file where a folder should be');
    await expect(new HistoryFile(path).add('one')).rejects.toThrow(/EEXIST|ENOTDIR/);
    await expect(new HistoryFile(path).load()).rejects.toThrow('ENOTDIR');
  });
});

describe('its place', () => {
  it.each([
    ['linux', {}, '/home/a/.local/state/faunula/history'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/faunula/history'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/a/.local/state/faunula/history'],
    ['darwin', {}, '/home/a/Library/Application Support/faunula/history'],
    ['win32', { LOCALAPPDATA: '/Local' }, '/Local/faunula/history'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(historyPath(env, platform, '/home/a')).toBe(expected);
  });
});
