/** The whole shell on an engine without a database, drawn by Ink. In a real terminal: `test/pty`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryFile } from '../../src/shell/history.ts';
import { fql, fql4 } from '../../src/shell/language.ts';
import { paintNothing } from '../../src/shell/paint.ts';
import { createSession, type RunAs } from '../../src/shell/session.ts';
import { Shell } from '../../src/shell/shell.tsx';
import { ShellProgram } from '../../src/shell/shell-program.ts';
import { StoreError } from '../../src/store/store.ts';
import { type FakeAnswer, type FakeEngine, fail, fakeEngine, succeed, TOKEN, TOKEN_SECRET } from './fake-engine.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';
const F2 = '\u001bOQ';
const DOWN = '\u001b[B';
let folder: string;
let unmount: (() => void)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faunula-shell-'));
  unmount = [];
});
afterEach(() => {
  for (const each of unmount) each();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly engine: FakeEngine;
  readonly program: ShellProgram;
  readonly suspended: () => number;
  /** Types, and waits until all that was written, with what is drawn, ends so. */
  type(input: string, end: string): Promise<void>;
  /** All that was written above the prompt. */
  written(): string;
}

async function open(
  answers: Readonly<Record<string, FakeAnswer>> = {},
  { runAs, language = Promise.resolve(fql) }: { runAs?: RunAs; language?: Promise<typeof fql> } = {},
): Promise<Opened> {
  const engine = fakeEngine(answers);
  let suspended = 0;
  const texts: string[] = [];
  const program = new ShellProgram(createSession(engine, { interactive: true, ...(runAs ? { runAs } : {}) }), {
    paint: paintNothing,
    loadLanguage: (version) => (version === 4 ? Promise.resolve(fql4) : language),
    history: new HistoryFile(join(folder, 'history')),
    size: () => ({ columns: 100, rows: 30 }),
    suspend: () => {
      suspended++;
    },
  });
  let known = 0;
  program.subscribe(() => {
    const { unwritten } = program.view();
    texts.push(...unwritten.slice(known));
    known = unwritten.length;
  });
  const app = render(<Shell program={program} />);
  unmount.push(app.unmount);
  void program.start();
  await vi.waitFor(() => expect(app.lastFrame()).toMatch(/>$/));
  return {
    engine,
    program,
    suspended: () => suspended,
    type: async (input, end) => {
      app.stdin.write(input);
      const transcript = (): string => `${texts.join('')}${app.lastFrame()?.trimEnd()}`;
      // The end alone is compared, so that a failure shows what is there instead.
      await vi.waitFor(() => expect(transcript().slice(-end.length || undefined)).toBe(end || transcript()), 5000);
    },
    written: () => texts.join(''),
  };
}

describe('the shell', () => {
  it('writes query and answer above the prompt', async () => {
    const { type } = await open({ 'People.all()': succeed('{ data: [] }') });
    await type(`People.all()${ENTER}`, 'coffee admin> People.all()\n{ data: [] }\ncoffee admin>');
  });

  it('writes logs apart from the answer, and errors with their places', async () => {
    const { type } = await open({
      'log("hi")': succeed('null', null, 'info: "hi"'),
      x: fail('invalid_query', 'error: Unbound variable `x`\nat *query*:1:1\n  |\n1 | x\n  | ^\n  |'),
    });
    await type(`log("hi")${ENTER}`, 'coffee admin> log("hi")\ninfo: "hi"\nnull\ncoffee admin>');
    await type(`x${ENTER}`, 'error: Unbound variable `x`\nat *query*:1:1\n  |\n1 | x\n  | ^\n  |\ncoffee admin>');
  });

  it('holds keys until the language is there, and shows text at once', async () => {
    let arrive = (_language: typeof fql): void => {};
    const language = new Promise<typeof fql>((resolve) => {
      arrive = resolve;
    });
    const { type, engine } = await open({}, { language });
    await type('(1', 'coffee admin> (1');
    await type(`${ENTER}+ 2)${ENTER}`, 'coffee admin> (1');
    expect(engine.requests).toEqual([]);
    arrive(fql);
    await type('', 'coffee admin> (1\n+ 2)\n"(1\n+ 2)"\ncoffee admin>');
  });

  it('reads queries in the language that is spoken', async () => {
    const { type, engine } = await open();
    await type(`.v4${ENTER}`, 'Queries are FQL v4.\ncoffee admin v4>');
    // A quote within a template is no string of FQL v10.
    await type(`Concat([\`it's\`${ENTER}])`, "coffee admin v4> Concat([`it's`\n])");
    await type(ENTER, '"\ncoffee admin v4>');
    await type(`.v10${ENTER}`, 'Queries are FQL v10.\ncoffee admin>');
    await type(`1${ENTER}`, '"1"\ncoffee admin>');
    expect(engine.requests).toMatchObject([{ fql: "Concat([`it's`\n])", version: 4 }, { fql: '1' }]);
    expect(engine.requests[1]).not.toHaveProperty('version');
  });

  it('keeps the choice of the run menu', async () => {
    const { type, engine } = await open();
    await type(`${F2}${DOWN}${DOWN}${DOWN}${ENTER}`, 'coffee @role/barista>');
    await type(`1${ENTER}2${ENTER}`, 'coffee @role/barista> 2\n"2"\ncoffee @role/barista>');
    expect(engine.requests).toMatchObject([{ role: '@role/barista' }, { role: '@role/barista' }]);
  });

  it('names a secret that is typed by whom it belongs to, and never shows it', async () => {
    const { type, written, program } = await open({ 'Query.token()': succeed('Token', TOKEN) });
    await type(`.as secret${ENTER}`, 'typed unseen · Enter takes it · Esc goes back');
    await type(`${TOKEN_SECRET}`, 'Secret: •••\ntyped unseen · Enter takes it · Esc goes back');
    await type(ENTER, 'coffee Token of People "371234567890123456">');
    expect(written()).not.toContain(TOKEN_SECRET);
    expect(program.view().state.editor.history.join()).not.toContain(TOKEN_SECRET);
    await type(`${F2}`, '7 Token of People "371234567890123456" ✓\n↑ ↓ Enter chooses · Esc goes back');
  });

  it('names a secret that an answer showed alone when it is chosen', async () => {
    const { type } = await open({
      'Login().secret': succeed(`"${TOKEN_SECRET}"`, TOKEN_SECRET),
      'Query.token()': succeed('Token', TOKEN),
    });
    await type(`Login().secret${ENTER}`, `"${TOKEN_SECRET}"\ncoffee admin>`);
    await type(F2, '7 a secret\n↑ ↓ Enter chooses · Esc goes back');
    await type(`7`, 'coffee Token of People "371234567890123456">');
  });

  it('says at once that a secret is invalid, once', async () => {
    const refused = fail('unauthorized', '');
    const runAs = { kind: 'secret', secret: 'fnNone', label: 'a secret' } as const;
    const { type, written } = await open({ 'Query.token()': refused, '1': refused }, { runAs });
    await type('', 'Invalid secret: F2 chooses who runs the next query.\ncoffee a secret>');
    await type(`1${ENTER}`, 'coffee a secret> 1\nInvalid secret\ncoffee a secret>');
    expect(written().match(/Invalid secret/g)?.length).toBe(2);
  });

  it('stops a query with Ctrl-C', async () => {
    const waits: FakeAnswer = ({ signal }) =>
      new Promise((_answer, failed) => signal?.addEventListener('abort', () => failed(new Error('aborted'))));
    const { type, program } = await open({ slow: waits });
    await type(`slow${ENTER}`, '');
    await vi.waitFor(() => expect(program.view().state.mode.kind).toBe('running'));
    await type(CTRL_C, 'coffee admin> slow\nStopped.\ncoffee admin>');
  });

  it('says so when the engine itself fails', async () => {
    const { type } = await open({
      x: () => {
        throw new Error('out of order');
      },
    });
    await type(`x${ENTER}`, 'coffee admin> x\nA fault of Faunula itself: out of order\ncoffee admin>');
  });

  it('says what keeps the file from being written', async () => {
    const { type } = await open({
      x: () => {
        throw new StoreError('coffee.json is open read-only: it cannot be changed.');
      },
    });
    await type(`x${ENTER}`, 'coffee admin> x\ncoffee.json is open read-only: it cannot be changed.\ncoffee admin>');
  });

  it('runs the steps of a file, and stops at the first that fails', async () => {
    const path = join(folder, 'script.fql');
    writeFileSync(path, '1\n\n.save one\n\nbad\n\n2\n');
    const { type, engine } = await open({ bad: fail('abort', 'error: no') });
    await type(`.read ${path}${ENTER}`, `this query failed. The script stops here.\ncoffee admin>`);
    expect(engine.requests.map(({ fql }) => fql)).toEqual(['1', 'bad']);
    await type(`f(one)${ENTER}`, '"f(one)"\ncoffee admin>');
    expect(engine.requests.at(-1)?.arguments).toEqual({ one: '1' });
  });

  it('ends a file that reads itself', async () => {
    const path = join(folder, 'loop.fql');
    writeFileSync(path, `.read ${path}\n`);
    const { type } = await open();
    await type(`.read ${path}${ENTER}`, 'scripts read one another more than 16 deep.\ncoffee admin>');
  });

  it('leaves with its exit code', async () => {
    const { type, program } = await open();
    await type(`.exit${ENTER}`, '');
    expect(await program.left).toBe(0);
  });

  it('hands Ctrl-Z to the terminal', async () => {
    const { type, suspended } = await open();
    await type('\u001a', 'coffee admin>');
    await vi.waitFor(() => expect(suspended()).toBe(1));
  });

  it('goes on without a history that can not be kept', async () => {
    writeFileSync(join(folder, 'history'), '');
    const blocked = new HistoryFile(join(folder, 'history', 'below', 'a-file'));
    const engine = fakeEngine();
    const program = new ShellProgram(createSession(engine), {
      paint: paintNothing,
      loadLanguage: async () => fql,
      history: blocked,
      size: () => ({ columns: 100, rows: 30 }),
      suspend: () => {},
    });
    await program.start();
    program.press([
      { type: 'text', text: '1' },
      { type: 'press', name: 'enter' },
    ]);
    await vi.waitFor(() => expect(program.view().unwritten.join('')).toContain('"1"'));
    expect(
      program
        .view()
        .unwritten.join('')
        .match(/is not kept for the next session/g)?.length,
    ).toBe(1);
  });
});
