import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dotCommands, isDotCommand, runLine, startsWithDot } from '../../src/shell/dot-commands.ts';
import { createSession, labelOf, type Output, type Session } from '../../src/shell/session.ts';
import { type FakeEngine, fakeEngine, PERSON, succeed, TOKEN, TOKEN_SECRET } from './fake-engine.ts';

let engine: FakeEngine;
let session: Session;

beforeEach(() => {
  engine = fakeEngine({ person: succeed('{…}', PERSON), 'Login()': succeed('{…}', TOKEN) });
  session = createSession(engine, { interactive: true });
});

const text = ({ messages }: Output): string => messages.map((message) => message.text).join('\n');

describe('a line', () => {
  it('is a command when it starts with a dot and a name', () => {
    expect(['.help', '.save x id', '.expect abort'].every(isDotCommand)).toBe(true);
    expect(['  .map(.name)', '.map(.name)', '.helpful'].some(isDotCommand)).toBe(false);
    expect(startsWithDot('.nope')).toBe(true);
    expect(startsWithDot('.5')).toBe(false);
  });

  it('is a query otherwise', async () => {
    expect(await runLine(session, 'People.all()')).toMatchObject({ ok: true, result: '"People.all()"' });
  });

  it('that is no command says where they are listed', async () => {
    expect(await runLine(session, '.hepl')).toEqual({
      ok: false,
      messages: [{ kind: 'error', text: 'There is no command `.hepl`. `.help` lists them.' }],
    });
    expect(engine.requests).toEqual([]);
  });

  it('of a command takes no second line', async () => {
    expect(text(await runLine(session, '.timer\n1 + 1'))).toBe('`.timer` stands on a line of its own: .timer [on|off]');
  });
});

describe('.help', () => {
  it('lists every command, in lines that 80 columns hold', async () => {
    const help = text(await runLine(session, '.help'));
    for (const { usage, summary } of dotCommands)
      expect(help).toMatch(new RegExp(`${literally(usage)} +${literally(summary)}`));
    expect(help.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it.each(dotCommands.map(({ name }) => name))('tells of .%s with examples', async (name) => {
    const help = text(await runLine(session, `.help ${name}`));
    expect(help).toContain(`.${name}`);
    expect(help).toMatch(/Examples:\n {2}\S/);
    expect(text(await runLine(session, `.help .${name}`))).toBe(help);
  });

  it('tells of the keys', async () => {
    expect(text(await runLine(session, '.help keys'))).toContain('Ctrl-R');
  });

  it('of what there is not says so', async () => {
    expect((await runLine(session, '.help nope')).ok).toBe(false);
  });
});

describe('.as', () => {
  it.each(['admin', 'server', 'server-readonly', '@role/customer'])('takes the role %s', async (role) => {
    expect(await runLine(session, `.as ${role}`)).toMatchObject({ ok: true, messages: [{ kind: 'note' }] });
    await runLine(session, '1');
    expect(engine.requests).toMatchObject([{ role }]);
  });

  it('takes a saved secret by its name, and calls it by its owner', async () => {
    await runLine(session, 'Login()');
    await runLine(session, '.save session secret');
    expect(text(await runLine(session, '.as session'))).toBe('Queries run as Token of People "371234567890123456".');
    expect(labelOf(session.runAs)).toBe('Token of People "371234567890123456"');
    await runLine(session, 'Query.identity()');
    expect(engine.requests.at(-1)).toMatchObject({ secret: TOKEN_SECRET });
    expect(engine.requests.at(-1)).not.toHaveProperty('arguments');
  });

  it('takes the secret of a token that was saved whole', async () => {
    await runLine(session, 'Login()');
    await runLine(session, '.save token');
    expect((await runLine(session, '.as token')).ok).toBe(true);
    expect(session.runAs).toMatchObject({ kind: 'secret', secret: TOKEN_SECRET });
  });

  it('takes a secret that is written, with its scope', async () => {
    await runLine(session, `.as ${TOKEN_SECRET}:child:server`);
    expect(session.runAs).toMatchObject({ secret: `${TOKEN_SECRET}:child:server`, label: 'a secret' });
  });

  it('refuses a variable without a secret, and a name that nobody has', async () => {
    await runLine(session, 'person');
    await runLine(session, '.save janine id');
    expect(text(await runLine(session, '.as janine'))).toContain('`janine` holds no secret');
    expect(text(await runLine(session, '.as nobody'))).toContain('Nobody is called `nobody`');
    expect(labelOf(session.runAs)).toBe('admin');
  });

  it('asks a person, and tells a script what it needs', async () => {
    expect((await runLine(session, '.as')).effect).toEqual({ kind: 'open-run-menu' });
    expect((await runLine(session, '.as secret')).effect).toEqual({ kind: 'ask-secret' });
    const script = createSession(engine);
    expect(text(await runLine(script, '.as'))).toContain('needs a name');
    expect(text(await runLine(script, '.as secret'))).toContain('--secret');
  });
});

describe('.save and .vars', () => {
  it('keep parts of the last answer under names', async () => {
    await runLine(session, 'person');
    expect(text(await runLine(session, '.save janine id'))).toBe('janine = "371234567890123456"');
    expect(text(await runLine(session, '.save who'))).toBe('who = People.byId("371234567890123456")');
    expect(text(await runLine(session, '.vars'))).toBe(
      'janine = "371234567890123456"\nwho = People.byId("371234567890123456")',
    );
    await runLine(session, 'People.byId(janine)');
    expect(engine.requests.at(-1)?.arguments).toEqual({ janine: '371234567890123456' });
  });

  it('never show a secret', async () => {
    await runLine(session, 'Login()');
    const shown = [
      await runLine(session, '.save session secret'),
      await runLine(session, '.save token'),
      await runLine(session, '.vars'),
    ];
    expect(shown.map(text).join('\n')).not.toContain('fnAF');
    expect(text(await runLine(session, '.vars'))).toContain(
      'session = the secret of Token of People "371234567890123456"',
    );
  });

  it('say what is missing', async () => {
    expect(text(await runLine(session, '.vars'))).toContain('No variables yet');
    expect(text(await runLine(session, '.save x'))).toBe('There is no answer yet to save from.');
    await runLine(session, 'person');
    expect(text(await runLine(session, '.save'))).toContain('needs a name');
    expect(text(await runLine(session, '.save let id'))).toContain('a word of FQL');
    expect(text(await runLine(session, '.save x idd'))).toContain('There is no `idd`');
    expect(session.variables.size).toBe(0);
  });
});

describe('.read', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faunula-read-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('hands the text of a file on to be run', async () => {
    const path = join(folder, 'a script.fql');
    writeFileSync(path, '1 + 1\n');
    const effect = { kind: 'read', path, text: '1 + 1\n' };
    expect((await runLine(session, `.read ${path}`)).effect).toEqual(effect);
    expect((await runLine(session, `.read "${path}"`)).effect).toEqual(effect);
  });

  it('says why it can not', async () => {
    const binary = join(folder, 'binary');
    const latin = join(folder, 'latin');
    writeFileSync(binary, Buffer.from([0x31, 0, 0x32]));
    writeFileSync(latin, Buffer.from([0x22, 0xe9, 0x22]));
    expect(text(await runLine(session, '.read'))).toBe('`.read` needs a file: `.read FILE`.');
    expect(text(await runLine(session, `.read ${folder}/none`))).toBe(
      `${folder}/none can not be read: there is no such file.`,
    );
    expect(text(await runLine(session, `.read ${folder}`))).toBe(`${folder} can not be read: it is a folder.`);
    expect(text(await runLine(session, `.read ${binary}`))).toBe(`${binary} is not a text file.`);
    expect(text(await runLine(session, `.read ${latin}`))).toBe(`${latin} can not be read: it is not UTF-8 text.`);
  });
});

describe('.timer, .clear, .exit', () => {
  it('turn the timer on and off', async () => {
    expect(text(await runLine(session, '.timer'))).toBe('Each query says how long it took.');
    expect(session.timer).toBe(true);
    await runLine(session, '.timer off');
    expect(session.timer).toBe(false);
    expect((await runLine(session, '.timer maybe')).ok).toBe(false);
  });

  it('ask the program for what it alone can do', async () => {
    expect((await runLine(session, '.clear')).effect).toEqual({ kind: 'clear' });
    expect((await runLine(session, ' .exit ')).effect).toEqual({ kind: 'exit' });
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
