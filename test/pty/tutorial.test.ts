/**
 * The walkthrough "Login and logout", typed into the real shell on a real file, with the run menu for its last steps.
 * What stands on the screen in the end is kept in `tutorial.screen.txt`, with ids, times and secrets as placeholders.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { hasTmux, TMUX_NOTE, TmuxTerminal } from './tmux.ts';

const signup = `Function.create({
  name: "Signup",
  role: "server",
  body: <<-END
    (username, email, password) => {
      let user = People.create({ name: username, email: email })
      Credentials.create({ document: user, password: password })
    }
  END
})`;

const login = `Function.create({
  name: "Login",
  role: "server",
  body: <<-END
    (email, password) => {
      let user = People.byEmail(email).first()
      Credentials.byDocument(user)!.login(password)
    }
  END
})`;

let folder: string;
let terminal: TmuxTerminal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-tutorial-'));
  if (!hasTmux) return;
  terminal = await TmuxTerminal.start([process.execPath, inject('cli'), '--db', join(folder, 'coffee.json')], {
    columns: 110,
    rows: 60,
    env: { XDG_STATE_HOME: folder },
  });
  await terminal.see('coffee admin>');
});

afterEach(async () => {
  if (hasTmux) await terminal.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Types or pastes a query, and waits until its answer stands above a new prompt. */
async function ask(fql: string, shows: string | RegExp): Promise<string> {
  const before = (await terminal.transcript()).length;
  await terminal.paste(fql);
  await terminal.press('Enter');
  const prompt = /\n\S+ (admin|Token of People "\d+")>$/;
  const transcript = await terminal.until(
    () => terminal.transcript(),
    (text) => prompt.test(text) && text.length > before + fql.length,
    `an answer to ${fql}`,
  );
  // What follows the echo of the query, whose last line the prompt does not repeat.
  const lines = fql.split('\n');
  const lastLine = lines.at(-1) ?? '';
  // Behind the prompt: an error quotes the query as well.
  const echo = transcript.lastIndexOf(`> ${lines[0]}`);
  const answer = transcript.slice(transcript.indexOf(lastLine, echo) + lastLine.length);
  expect(answer).toMatch(shows);
  return answer;
}

/** Numbers ids by first appearance, and hides times and secrets. */
function normalize(text: string): string {
  const ids = new Map<string, string>();
  return text
    .replace(/\bfn[\w-]{38,}/g, '<secret>')
    .replace(/Time\("[^"]+"\)/g, 'Time("<time>")')
    .replace(/\b\d{17,19}\b/g, (id) => {
      const known = ids.get(id) ?? `<id${ids.size + 1}>`;
      ids.set(id, known);
      return known;
    });
}

describe.skipIf(!hasTmux)(`Login and logout, typed${TMUX_NOTE}`, () => {
  it('goes through all steps, and out by the run menu', async () => {
    await ask('Collection.create({ name: "People" })', 'name: "People"');
    await ask('People.create({ name: "Jonas Weber" })', 'name: "Jonas Weber"');
    await ask('People.create({ name: "Mina Okafor", email: "mina@coffee.example" })', 'name: "Mina Okafor"');

    await ask('People.firstWhere(.email != null)', 'name: "Mina Okafor"');
    await terminal.enter('.save mina id');
    await terminal.see(/mina = "\d+"/);
    await ask('Credential.create({ document: People.byId(mina), password: "sekret" })', 'coll: Credential');
    await terminal.enter('.save credential id');
    await terminal.see(/credential = "\d+"/);
    await ask('Credential.create({ document: People.byId(mina), password: "sekret" })', 'Failed unique constraint');
    await ask('Credential.byId(credential)!.login("sekret")', /secret: "fn/);
    await terminal.enter('.save token id');
    await terminal.see(/token = "\d+"/);
    expect(await ask('Token.byId(token)!.update({ ttl: Time.now().add(1, "day") })', 'ttl: Time')).not.toContain(
      'secret',
    );
    await ask('Collection.byName("People")!.update({ constraints: [{ unique: ["email"] }] })', 'status: "active"');
    await ask(signup, 'body: <<-END');
    await ask('Signup("Alice Jones", "ajones@gmail.com", "sekret")', 'coll: Credential');
    await ask('Signup("Alice Jones", "ajones@gmail.com", "sekret")', 'email: Failed unique constraint');
    await ask(
      'Collection.byName("People")!.update({ indexes: { byEmail: { terms: [{ field: "email" }] } } })',
      'status: "complete"',
    );
    await ask(login, 'body: <<-END');
    const made = await ask('Login("ajones@gmail.com", "sekret")', /secret: "fn/);
    const alice = /document: People\.byId\("(\d+)"\)/.exec(made)?.[1] ?? '';
    await ask('Login("nobody@gmail.com", "sekret")', 'expected value for `document` of type Doc, received Null');
    await ask('Login("ajones@gmail.com", "wrong")', 'Provided secret did not match.');

    await terminal.press('F2');
    const menu = await terminal.see('Run queries as');
    expect(menu).toContain('Admin');
    expect(menu).toContain('Server (read only)');
    expect(menu).toContain('a secret…');
    for (let moves = 0; moves < 12; moves++) {
      if ((await terminal.screen()).includes(`❯ ${moves + 1} Token of People "${alice}"`)) break;
      await terminal.press('Down');
      await terminal.see(`❯ ${moves + 2}`);
    }
    await terminal.press('Enter');
    await terminal.see(`coffee Token of People "${alice}">`);
    await ask('Query.token()', 'coll: Token');
    await ask('Query.identity()', 'name: "Alice Jones"');
    const all = await ask('People.all()', 'name: "Alice Jones"');
    expect(all).not.toContain('Mina');
    await ask('Query.token()!.delete()', /Token\.byId\("\d+"\) \/\* permission denied \*\//);
    await ask('People.all()', 'Invalid secret');

    const transcript = await terminal.transcript();
    await expect(`${normalize(transcript.replace(folder, '<folder>'))}\n`).toMatchFileSnapshot('tutorial.screen.txt');
    await terminal.press('C-d');
    expect(await terminal.end()).toBe(0);

    const history = join(folder, 'faunula/history');
    expect(statSync(history).mode & 0o777).toBe(0o600);
    const kept = readFileSync(history, 'utf8');
    expect(kept).toContain('People.firstWhere');
    expect(kept).not.toContain('sekret');
    expect(statSync(join(folder, 'coffee.json')).mode & 0o777).toBe(0o600);
  });
});
