/** The page of `Tokens()`, typed into the real shell in FQL v4: each example with its answer and what it has cost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasTmux, TMUX_NOTE, TmuxTerminal } from './tmux.ts';

let folder: string;
let terminal: TmuxTerminal;

beforeEach(async () => {
  if (!hasTmux) return;
  folder = mkdtempSync(join(tmpdir(), 'faunula-v4-'));
  const command = [process.execPath, inject('cli'), '--db', join(folder, 'users.json'), '-v', '4'];
  terminal = await TmuxTerminal.start(command, { columns: 110, rows: 60, env: { XDG_STATE_HOME: folder } });
  await terminal.see('users admin v4>');
});

afterEach(async () => {
  if (!hasTmux) return;
  await terminal.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const metrics = /\nQuery metrics:\n(?:• +\w+: +[\d,]+(?:ms)?\n){9}/;

/** What is printed for a query; lines are typed with Alt-Enter between them, as a person would. */
async function ask(query: string): Promise<string> {
  const before = (await terminal.transcript()).length;
  const lines = query.split('\n');
  for (const [index, line] of lines.entries()) {
    if (index > 0) await terminal.press('M-Enter');
    await terminal.type(line);
  }
  await terminal.press('Enter');
  const transcript = await terminal.until(
    () => terminal.transcript(),
    (text) => /\nusers admin v4>$/.test(text) && text.length > before + query.length,
    `an answer to ${query}`,
  );
  const last = lines.at(-1) ?? '';
  return transcript.slice(transcript.indexOf(last, before) + last.length);
}

describe.skipIf(!hasTmux)(`the page of Tokens(), typed${TMUX_NOTE}`, () => {
  it('is answered as it shows', async () => {
    await ask("CreateCollection({ name: 'users' })");
    await ask(`CreateIndex({
  name: 'users_by_email',
  source: Collection('users'),
  terms: [{ field: ['data', 'email'] }],
  unique: true,
})`);
    await ask(`Create(
  Ref(Collection('users'), '1'),
  { data: { email: 'alice@site.example.com' }, credentials: { password: 'secret password' } },
)`);
    await ask("Create(Ref(Tokens(), '1'), { instance: Ref(Collection('users'), '1') })");
    await ask("CreateDatabase({ name: 'child_db' })");

    const token =
      /\{\n {2}ref: Ref\(Tokens\(\), "\d+"\),\n {2}ts: \d+,\n {2}instance: Ref\(Collection\("users"\), "1"\),\n( {2}ttl: Time\(".+"\),\n)? {2}secret: 'fn[\w-]+'\n\}/;
    const login = await ask(`Login(
  Match(Index('users_by_email'), 'alice@site.example.com'),
  { password: 'secret password' },
)`);
    expect(login).toMatch(token);
    expect(login).toMatch(metrics);
    expect(login).toMatch(/• +bytesIn: +130\n• +bytesOut: +\d+\n• computeOps: +1\n• +readOps: +1\n• +writeOps: +1\n/);

    const created = await ask(`Create(
  Tokens(),
  { instance: Ref(Collection('users'), '1') },
)`);
    expect(created).toMatch(token);
    expect(created).toMatch(/• +bytesIn: +99\n• +bytesOut: +\d+\n/);

    const withTtl = await ask(`Create(
  Tokens(),
  {
    instance: Ref(Collection('users'), '1'),
    ttl: TimeAdd(Now(), 2, 'days'),
  },
)`);
    expect(withTtl).toMatch(token);
    expect(withTtl).toContain('  ttl: Time("');

    const all = await ask('Paginate(Tokens())');
    expect(all).toMatch(
      /\{\n {2}data: \[\n {4}Ref\(Tokens\(\), "1"\),\n( {4}Ref\(Tokens\(\), "\d+"\),?\n){3} {2}\]\n\}/,
    );
    expect(all).toMatch(/• +readOps: +8\n• +writeOps: +0\n/);

    const ofChild = await ask("Paginate(Tokens(Database('child_db')))");
    expect(ofChild).toContain('{ data: [] }');
    expect(ofChild).toMatch(/• +bytesIn: +47\n• +bytesOut: +24\n/);

    const index = await ask(`CreateIndex({
  name: 'tokens_by_instance',
  permissions: { read: 'public' },
  source: Tokens(),
  terms: [ { field: 'instance' } ],
  values: [ { field: ['data', 'name'] } ],
})`);
    expect(index).toContain(`  name: 'tokens_by_instance',
  source: Tokens(),
  terms: [ { field: 'instance' } ],
  values: [ { field: [ 'data', 'name' ] } ],
  partitions: 1
}`);

    const updated = await ask(`Update(
  Ref(Tokens(), '1'),
  { data: { meta: 'data' } }
)`);
    expect(updated).toMatch(
      /\{\n {2}ref: Ref\(Tokens\(\), "1"\),\n {2}ts: \d+,\n {2}instance: Ref\(Collection\("users"\), "1"\),\n {2}data: \{ meta: 'data' \}\n\}/,
    );
    expect(updated).toMatch(metrics);

    await terminal.press('C-d');
    expect(await terminal.end()).toBe(0);
  });
});
