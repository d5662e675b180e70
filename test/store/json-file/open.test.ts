import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJsonFile } from '../../../src/store/json-file/index.ts';
import type { Json, Store } from '../../../src/store/store.ts';
import { beginTransaction } from '../../../src/transaction/begin.ts';

let folder: string;
let path: string;
let journal: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-'));
  path = join(folder, 'coffee.json');
  journal = `${path}.journal`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function put(store: Store, key: string, row: Json, table = 'People'): Promise<void> {
  const transaction = beginTransaction(store, { clock: () => 1_700_000_000_000_000 });
  transaction.put(table, key, row);
  await transaction.commit().durable();
}

const rows = (store: Store, table = 'People'): [string, Json][] =>
  [...store.snapshot().scan(table)].map(([k, v]) => [k, v]);

/** What a process leaves that was killed: all it had on disk, but its lock. */
async function abandon(store: Store): Promise<void> {
  const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  await store.close();
  for (const [name, contents] of before) if (!name.endsWith('.lock')) writeFileSync(join(folder, name), contents);
}

test('a database that was closed is one file that a person can read', async () => {
  const store = await openJsonFile(path);
  await put(store, '2', { name: 'Jane', city: 'Århus' });
  await put(store, '1', { name: 'Bob', tags: [] });
  await put(store, 'x\t1', 1.5, 'ByName');
  await store.close();
  expect(readdirSync(folder)).toEqual(['coffee.json']);
  const text = readFileSync(path, 'utf8');
  expect(text.replace(/"database": "[^"]+"/, '"database": "…"')).toBe(
    [
      '{',
      '  "format": "faunula database",',
      '  "formatVersion": 1,',
      '  "database": "…",',
      '  "version": 3,',
      '  "time": 1700000000000002,',
      '  "tables": {',
      '    "ByName": {',
      '      "x\\t1": 1.5',
      '    },',
      '    "People": {',
      '      "1": {"name":"Bob","tags":[]},',
      '      "2": {"name":"Jane","city":"Århus"}',
      '    }',
      '  }',
      '}',
      '',
    ].join('\n'),
  );
});

test('all files are for their owner only', async () => {
  const store = await openJsonFile(path);
  await put(store, 'a', 1);
  const modes = (): string[] =>
    readdirSync(folder).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8));
  expect(readdirSync(folder)).toEqual(['coffee.json', 'coffee.json.journal', 'coffee.json.lock']);
  expect(modes()).toEqual(['600', '600', '600']);
  await store.close();
  expect(modes()).toEqual(['600']);
});

test('a commit is appended to the journal, and the file is left alone', async () => {
  const store = await openJsonFile(path);
  await put(store, 'a', 1);
  const [file, lines] = [readFileSync(path, 'utf8'), readFileSync(journal, 'utf8')];
  await put(store, 'b', 'x');
  expect(readFileSync(path, 'utf8')).toBe(file);
  const added = readFileSync(journal, 'utf8').slice(lines.length);
  expect(added).toMatch(
    /^\["[0-9a-f]{8}",1,\{"version":2,"after":1,"time":\d+,"writes":\[\["People","b","x"\]\]\}\]\n$/,
  );
  await store.close();
});

test('what any value of JSON and any key was comes back the same', async () => {
  const values: [string, Json][] = [
    ['', null],
    ['\0', -1.5e-7],
    ['"\\\n\u2028', 'a "quoted" \\ text\n\u2028😀'],
    ['10', { 10: 'b', 9: 'a', '': [[], {}], nested: { deep: [1, null, true] } }],
    ['9', 2 ** 53 - 1],
    ['__proto__', { toString: 1 }],
    ['\ud800', 'lone \udfff'],
    ['\uffff', false],
  ];
  for (const close of ['after a crash', 'after closing']) {
    let store = await openJsonFile(path);
    for (const [key, value] of values) await put(store, key, value);
    await (close === 'after a crash' ? abandon(store) : store.close());
    store = await openJsonFile(path);
    expect(rows(store)).toEqual(values);
    await store.close();
  }
});

test('versions and times go on where they ended', async () => {
  let store = await openJsonFile(path);
  await put(store, 'a', 1);
  await put(store, 'a', 2);
  const { version, time } = store.snapshot();
  await abandon(store);
  store = await openJsonFile(path);
  expect([store.snapshot().version, store.snapshot().time]).toEqual([version, time]);
  await store.close();
  store = await openJsonFile(path);
  expect([store.snapshot().version, store.snapshot().time]).toEqual([version, time]);
  await put(store, 'a', 3);
  expect(store.snapshot().version).toBe(version + 1);
  await store.close();
});

test('a journal that outgrows the file makes a new one, while commits go on', async () => {
  const store = await openJsonFile(path, { minimumJournal: 2000 });
  const commits: Promise<void>[] = [];
  for (let i = 0; i < 500; i++) {
    commits.push(put(store, String(i % 50).padStart(3, '0'), { text: 'x'.repeat(40), i }));
    if (i % 10 === 0) await Promise.all(commits);
  }
  await Promise.all(commits);
  expect(statSync(journal).size).toBeLessThan(40_000);
  expect(JSON.parse(readFileSync(path, 'utf8')).version).toBeGreaterThan(100);
  const expected = rows(store);
  await abandon(store);
  const again = await openJsonFile(path);
  expect(rows(again)).toEqual(expected);
  await again.close();
});

test('a large database is not written anew for a small change, neither at a commit nor when it is closed', async () => {
  let store = await openJsonFile(path);
  await put(store, 'big', 'x'.repeat(1 << 20));
  await put(store, 'bigger', 'x'.repeat(1 << 20));
  await store.close();
  const before = statSync(path);
  expect(before.size).toBeGreaterThan(2 << 20);
  store = await openJsonFile(path);
  await put(store, 'small', 1);
  await store.close();
  expect(statSync(path).ino).toBe(before.ino);
  expect(readdirSync(folder)).toEqual(['coffee.json', 'coffee.json.journal']);
  store = await openJsonFile(path);
  expect(rows(store).at(-1)).toEqual(['small', 1]);
  await store.close();
});

test('a file that an editor has laid out anew, or whose rows are out of order, opens all the same', async () => {
  let store = await openJsonFile(path);
  for (const key of ['a', 'b', 'c']) await put(store, key, { key });
  await store.close();
  const { tables, ...header } = JSON.parse(readFileSync(path, 'utf8'));
  const { a, b, c } = tables.People;
  writeFileSync(path, JSON.stringify({ tables: { People: { c, a, b } }, ...header }));
  store = await openJsonFile(path);
  expect(rows(store).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  await store.close();
});

test('a symbolic link leads to the database, and stays a link', async () => {
  mkdirSync(join(folder, 'data'));
  const link = join(folder, 'link.json');
  symlinkSync(join(folder, 'data', 'real.json'), link);
  await expect(openJsonFile(link)).rejects.toThrow(`${link} is a link to a file that does not exist.`);
  await (await openJsonFile(join(folder, 'data', 'real.json'))).close();
  const store = await openJsonFile(link);
  await put(store, 'a', 1);
  await expect(openJsonFile(join(folder, 'data', 'real.json'))).rejects.toThrow('locked by this process');
  await store.close();
  expect(readdirSync(folder)).toEqual(['data', 'link.json']);
  expect(JSON.parse(readFileSync(join(folder, 'data', 'real.json'), 'utf8')).version).toBe(1);
});

describe('read-only', () => {
  test('shows what is there beside a process that writes, and changes nothing', async () => {
    const writer = await openJsonFile(path);
    await put(writer, 'a', 1);
    const before = readdirSync(folder);
    const reader = await openJsonFile(path, { readOnly: true });
    await put(writer, 'a', 2);
    expect(rows(reader)).toEqual([['a', 1]]);
    await expect(put(reader, 'b', 1)).rejects.toThrow(`${path} is open read-only: it cannot be changed.`);
    await reader.close();
    expect(readdirSync(folder)).toEqual(before);
    await writer.close();
  });

  test('makes no database', async () => {
    await expect(openJsonFile(path, { readOnly: true })).rejects.toThrow('does not exist');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('after a crash', () => {
  /** Three commits, each synced, in a journal. */
  async function crash(): Promise<Buffer> {
    const store = await openJsonFile(path);
    for (const key of ['a', 'b', 'c']) await put(store, key, `row ${key}`);
    await abandon(store);
    return readFileSync(journal);
  }

  test('a torn last line is dropped, wherever it is torn', async () => {
    const whole = await crash();
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    const file = readFileSync(path);
    for (let length = last; length < whole.length; length += 7) {
      writeFileSync(path, file);
      writeFileSync(journal, whole.subarray(0, length));
      const store = await openJsonFile(path);
      expect(rows(store)).toEqual([
        ['a', 'row a'],
        ['b', 'row b'],
      ]);
      await put(store, 'd', 'row d');
      await abandon(store);
      const again = await openJsonFile(path);
      expect(rows(again).map(([key]) => key)).toEqual(['a', 'b', 'd']);
      await again.close();
    }
  });

  test('a last line that fails its checksum is dropped', async () => {
    const whole = await crash();
    whole[whole.length - 10]! ^= 1;
    writeFileSync(journal, whole);
    const store = await openJsonFile(path);
    expect(rows(store).map(([key]) => key)).toEqual(['a', 'b']);
    await store.close();
  });

  test('a line that is damaged in the middle is refused with its number, and nothing is overwritten', async () => {
    const whole = await crash();
    const lineStart = whole.indexOf('\n') + 1;
    for (let at = lineStart; whole[at - 1] !== 0x0a || at === lineStart; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0x20;
      writeFileSync(journal, damaged);
      await expect(openJsonFile(path)).rejects.toThrow(`${journal}: line 2 is damaged. Nothing was changed.`);
      expect(readFileSync(journal).equals(damaged)).toBe(true);
      expect(readdirSync(folder)).toEqual(['coffee.json', 'coffee.json.journal']);
    }
  });

  test('a line that is missing in the middle is noticed', async () => {
    const lines = (await crash()).toString().split('\n');
    writeFileSync(journal, lines.filter((_, i) => i !== 2).join('\n'));
    await expect(openJsonFile(path)).rejects.toThrow('line 3 does not follow the one before it');
  });

  test('a journal without its database is kept', async () => {
    await crash();
    rmSync(path);
    await expect(openJsonFile(path)).rejects.toThrow(`${path} is missing, but its journal ${journal} is there.`);
    expect(existsSync(path)).toBe(false);
  });

  test('a journal of another database, or of another state of this one, is not applied', async () => {
    await crash();
    const other = join(folder, 'other.json');
    await (await openJsonFile(other)).close();
    writeFileSync(path, readFileSync(other));
    await expect(openJsonFile(path)).rejects.toThrow('belongs to another database');

    const store = await openJsonFile(other);
    await put(store, 'a', 1);
    await store.close();
    const old = readFileSync(other);
    const later = await openJsonFile(other);
    await put(later, 'b', 1);
    await later.close();
    const latest = await openJsonFile(other);
    await put(latest, 'c', 1);
    await abandon(latest);
    writeFileSync(other, old);
    await expect(openJsonFile(other)).rejects.toThrow('belongs to another state');
    expect(readFileSync(other).equals(old)).toBe(true);
  });
});

describe('what is not a database is refused and left as it is', () => {
  const header =
    '{\n  "format": "faunula database",\n  "formatVersion": 1,\n  "database": "x",\n  "version": 0,\n  "time": 0,\n';

  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'is empty, not a Faunula database'],
    ['other JSON', '{"name": "my-package"}', 'is not a Faunula database: it holds other JSON'],
    ['a JSON array', '[1]', 'is not a Faunula database: it holds other JSON'],
    ['text', 'Dear diary,', 'is not a Faunula database: it is not JSON'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff), 'is not a Faunula database: it is not text'],
    [
      'one of a newer version',
      header.replace('1', '2').concat('"tables": {}}'),
      'was written by a newer Faunula (format 2',
    ],
    ['one that was cut off', `${header}  "tables": {\n    "People": {`, 'is damaged: it is not whole'],
    ['one without tables', `${header.slice(0, -2)}}`, 'is damaged: it has no tables'],
    [
      'one with a table that is none',
      `${header}"tables": {"People": 1}}`,
      'is damaged: table "People" is not an object',
    ],
    [
      'one with a strange header',
      `${header.replace('"version": 0', '"version": "one"')}"tables": {}}`,
      'is damaged: what it says of itself',
    ],
  ])('%s', async (_, contents, message) => {
    writeFileSync(path, contents);
    const before = statSync(path);
    await expect(openJsonFile(path)).rejects.toThrow(message);
    expect(readFileSync(path)).toEqual(Buffer.from(contents));
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs);
    expect(readdirSync(folder)).toEqual(['coffee.json']);
  });

  test('contents never show in the message', async () => {
    writeFileSync(path, '{"password": "secret"');
    const error = await openJsonFile(path).catch((error: Error) => error);
    expect(String(error)).not.toContain('secret');
  });

  test('a folder, a device, a path that leads nowhere', async () => {
    await expect(openJsonFile(folder)).rejects.toThrow(`${folder} is a folder.`);
    await expect(openJsonFile('/dev/null')).rejects.toThrow('/dev/null is not a regular file.');
    await expect(openJsonFile(join(folder, 'no', 'db.json'))).rejects.toThrow(
      `The folder ${join(folder, 'no')} does not exist.`,
    );
    await expect(openJsonFile(join(folder, 'x'.repeat(300)))).rejects.toThrow('the name is too long');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a journal that is not one', async () => {
    await (await openJsonFile(path)).close();
    writeFileSync(journal, 'notes\n');
    await expect(openJsonFile(path)).rejects.toThrow(`${journal} is not a journal of Faunula`);
    expect(readFileSync(journal, 'utf8')).toBe('notes\n');
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read or written', async () => {
    await (await openJsonFile(path)).close();
    chmodSync(path, 0o400);
    await expect(openJsonFile(path)).rejects.toThrow(`${path} cannot be written: permission denied.`);
    await (await openJsonFile(path, { readOnly: true })).close();
    chmodSync(path, 0);
    await expect(openJsonFile(path, { readOnly: true })).rejects.toThrow('permission denied');
    chmodSync(path, 0o600);
    chmodSync(folder, 0o500);
    await expect(openJsonFile(path)).rejects.toThrow(`The lock ${path}.lock cannot be made: permission denied.`);
    chmodSync(folder, 0o700);
  });
});

test('a closed database takes no commits, and closing again does nothing', async () => {
  const store = await openJsonFile(path);
  await put(store, 'a', 1);
  await Promise.all([store.close(), store.close()]);
  await expect(put(store, 'b', 1)).rejects.toThrow(`${path} is closed.`);
  expect(rows(store)).toEqual([['a', 1]]);
});

test('closing waits for commits under way', async () => {
  const store = await openJsonFile(path);
  const commits = Array.from({ length: 50 }, (_, i) => put(store, String(i), i));
  await store.close();
  await Promise.all(commits);
  const again = await openJsonFile(path);
  expect(rows(again)).toHaveLength(50);
  await again.close();
});

test('what is not JSON is refused before anything changes', async () => {
  const store = await openJsonFile(path);
  const { version } = store.snapshot();
  await expect(put(store, 'a', 1n as unknown as Json)).rejects.toThrow(TypeError);
  expect(store.snapshot().version).toBe(version);
  await put(store, 'a', 1);
  await store.close();
});
