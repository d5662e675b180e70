/** The shell in a real terminal, on an engine without a database: see `fake-shell.ts`. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN_SECRET } from '../shell/fake-engine.ts';
import { type BundledShell, bundleShell } from './bundle-shell.ts';
import { childOf, hasTmux, type TerminalOptions, TMUX_NOTE, TmuxTerminal } from './tmux.ts';

const READY = 'coffee admin>';
const TOKEN_PROMPT = 'coffee Token of People "371…">';
let shell: BundledShell;
const open: TmuxTerminal[] = [];

beforeAll(async () => {
  if (hasTmux) shell = await bundleShell('fake-shell.ts');
});
afterAll(() => shell?.remove());
afterEach(async () => {
  await Promise.all(open.splice(0).map((terminal) => terminal.close()));
});

async function start(command: readonly string[], options: TerminalOptions = {}): Promise<TmuxTerminal> {
  const terminal = await TmuxTerminal.start(command, {
    ...options,
    env: { XDG_STATE_HOME: '/nonexistent', ...options.env },
  });
  open.push(terminal);
  return terminal;
}

async function startShell(options: TerminalOptions = {}): Promise<TmuxTerminal> {
  const terminal = await start([process.execPath, shell.path], options);
  await terminal.see(READY);
  return terminal;
}

/** A user's shell with job control, which starts ours. */
async function startInBash(): Promise<TmuxTerminal> {
  const terminal = await start(['bash', '--norc', '--noprofile'], { env: { PS1: 'bash$ ' } });
  await terminal.see('bash$');
  await terminal.enter(`clear; ${process.execPath} ${shell.path}; echo ended with $?`);
  await terminal.see(READY);
  return terminal;
}

/** What comes after the shell finds the terminal as the shell left it. */
async function startBeforeCat(): Promise<TmuxTerminal> {
  const after = 'echo ended with $?; stty -a | grep -ow -e "-\\?icanon" -e "-\\?echo"; cat -v';
  const terminal = await start(['sh', '-c', `${process.execPath} ${shell.path}; ${after}`]);
  await terminal.see(READY);
  return terminal;
}

/** Pastes are no longer marked. */
async function seeNoMarks(terminal: TmuxTerminal): Promise<void> {
  await terminal.paste('pasted\n');
  await terminal.see(/\npasted\npasted$/);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasTmux)(`the shell in a terminal${TMUX_NOTE}`, () => {
  it('completes names with Tab, and shows which there are', async () => {
    const terminal = await startShell();
    await terminal.type('Peo');
    await terminal.press('Tab');
    await terminal.see(/coffee admin> People\nPeople: PeopleCollection$/);
    await terminal.type('.a');
    await terminal.press('Tab');
    await terminal.see(/coffee admin> People\.all\nall: \(\) => Set<People>$/);
    await terminal.press('C-u');
    await terminal.type('.v');
    await terminal.press('Tab');
    await terminal.see(/coffee admin> \.v\nvars +v4 +v10$/);
    await terminal.press('Tab');
    await terminal.see(/coffee admin> \.vars\nvars +v4 +v10\nvars: lists the variables$/);
  });

  it('greets in two lines, answers a query, and leaves with Ctrl-D', async () => {
    const terminal = await startShell();
    expect(await terminal.screen()).toBe(`Faunula on ./coffee.json\nF2 run menu · .help · Ctrl-D leaves\n${READY}`);
    await terminal.enter('People.first()');
    await terminal.see(/\}\ncoffee admin>$/);
    expect(await terminal.transcript()).toBe(
      `Faunula on ./coffee.json
F2 run menu · .help · Ctrl-D leaves
coffee admin> People.first()
{
  id: "371234567890123456",
  coll: People,
  name: "Alice Jones"
}
coffee admin>`,
    );
    await terminal.press('C-d');
    expect(await terminal.end()).toBe(0);
  });

  it('makes a new line where a query is not whole, and runs the whole', async () => {
    const terminal = await startShell();
    await terminal.enter('{ let x = 1');
    await terminal.enter('x');
    await terminal.enter('}');
    await terminal.see('{ let x = 1\nx\n}\n"{ let x = 1\nx\n}"\ncoffee admin>');
  });

  it('reads keys that come faster than answers, in order', async () => {
    const terminal = await startShell();
    await terminal.press('1', 'Enter', '2', 'Enter', 'F2', 'Down', 'Enter', 'w', 'h', 'o', '(', ')', 'Enter');
    await terminal.see('coffee admin> 1\n"1"\ncoffee admin> 2\n"2"\ncoffee server> who()\n"server"\ncoffee server>');
  });

  it('keeps pasted text one query', async () => {
    const terminal = await startShell();
    await terminal.paste('1 + 1\n\n2 + 2\n');
    await terminal.see('1 + 1\n\n2 + 2');
    expect(await terminal.transcript()).not.toContain('"1 + 1"');
    await terminal.press('BSpace', 'Enter');
    await terminal.see('"1 + 1\n\n2 + 2"\ncoffee admin>');
  });

  it('holds 10,000 pasted lines, and shows those around the cursor', async () => {
    const terminal = await startShell({ rows: 20 });
    await terminal.paste(Array.from({ length: 10_000 }, (_, line) => `let line${line} = "東京"`).join('\n'));
    await terminal.see('line 10,000 of 10,000');
    await terminal.press('Up', 'Up', 'Home');
    const screen = await terminal.see('line 9,998 of 10,000');
    expect(screen.split('\n').length).toBeLessThan(20);
    await terminal.press('C-c');
    await terminal.see(/leaves\ncoffee admin>$/);
  });

  it('runs queries as whom the run menu says, and says at once when a secret is invalid', async () => {
    const terminal = await startShell();
    await terminal.enter('Login("a@b.c", "sekret")');
    await terminal.see(/\}\ncoffee admin>$/);
    await terminal.press('F2');
    const menu = await terminal.see('Esc goes back');
    expect(menu).toContain(`Run queries as
❯ 1 Admin ✓
  2 Server
  3 Server (read only)
  4 Role barista
  5 Role customer
  6 a secret…
  7 Token of People "371234567890123456"`);
    await terminal.press('End', 'Enter');
    await terminal.see(TOKEN_PROMPT);
    await terminal.enter('who()');
    await terminal.see(`${TOKEN_PROMPT} who()\n"a secret"`);
    await terminal.enter('Query.token()!.delete()');
    await terminal.see(
      'Token.byId("402") /* permission denied */\nInvalid secret: F2 chooses who runs the next query.',
    );
    await terminal.enter('who()');
    await terminal.see(`${TOKEN_PROMPT} who()\nInvalid secret\n`);
  });

  it('never shows a secret that is typed', async () => {
    const terminal = await startShell();
    await terminal.enter('.as secret');
    await terminal.see('Secret:');
    await terminal.type(TOKEN_SECRET);
    await terminal.see('•••');
    await terminal.press('Enter');
    await terminal.see(TOKEN_PROMPT);
    await terminal.press('Up');
    await terminal.see('.as secret');
    expect(await terminal.transcript()).not.toContain('fnAF');
  });

  it('shows how long a query runs, and stops it with Ctrl-C', async () => {
    const terminal = await startShell();
    await terminal.enter('slow()');
    await terminal.see(/1\.\d s · Ctrl-C stops the query/);
    await terminal.press('C-c');
    await terminal.see(`${READY} slow()\nStopped.\n${READY}`);
  });

  it('clears the line with Ctrl-C, and leaves with two at an empty prompt', async () => {
    const terminal = await startShell();
    await terminal.type('mistake');
    await terminal.see('mistake');
    await terminal.press('C-c');
    await terminal.see(/coffee admin>$/);
    await terminal.press('C-c');
    await terminal.see('Ctrl-C again, or Ctrl-D, leaves.');
    await terminal.type('x');
    await terminal.see(/coffee admin> x$/);
    await terminal.press('C-c', 'C-c');
    await terminal.see('Ctrl-C again');
    await terminal.press('C-c');
    expect(await terminal.end()).toBe(0);
  });

  it('puts the cursor where wide characters leave it', async () => {
    const terminal = await startShell();
    await terminal.type('"東京👩‍👩‍👧é"');
    await terminal.see('東京');
    await terminal.press('Left', 'Left', 'Left');
    await terminal.until(
      () => terminal.cursor(),
      ({ x }) => x === `${READY} "`.length + 4,
      'the cursor behind 東京',
    );
    await terminal.type('x');
    await terminal.see('東京x');
  });

  it('draws the prompt once when the terminal is resized', async () => {
    const terminal = await startShell();
    await terminal.enter('People.first()');
    await terminal.see(/\}\ncoffee admin>$/);
    await terminal.type('People.where(.name == "a text that is longer than a narrow row").map(.name).order(.name)');
    await terminal.see('.order(.name)');
    for (const columns of [40, 100, 33, 60]) {
      await terminal.resize(columns, 20);
      await terminal.until(
        () => terminal.screen(),
        (screen) => {
          // A space at the row's end is not captured.
          const [first = ''] = screen.split('\n').filter((line) => line.startsWith('coffee admin> People.w'));
          return first.length < columns && first.length >= columns - 2;
        },
        `a first row of ${columns - 1}`,
      );
      // It may be drawn more than once for one change.
      await terminal.until(
        () => terminal.transcript(),
        (transcript) =>
          transcript.split('coffee admin> People.w').length === 2 &&
          transcript.includes('name: "Alice Jones"\n}\ncoffee admin> People.where'),
        'the prompt to stand there once',
      );
    }
  });

  it('fits 40 columns', async () => {
    const terminal = await startShell({ columns: 40, rows: 10 });
    await terminal.enter('Login("a@b.c", "sekret")');
    await terminal.see(/\}\ncoffee admin>$/);
    await terminal.press('F2');
    await terminal.see('❯ 1 Admin ✓');
    await terminal.press('End', 'Enter');
    await terminal.see('coffee Token of P…>');
    await terminal.enter('who()');
    await terminal.see('coffee Token of P…> who()\n"a secret"');
  });

  it('cuts an answer of 10 MB on the screen, and says how to see all', async () => {
    const terminal = await startShell();
    await terminal.enter('big');
    await terminal.see('faunula query -o FILE');
    await terminal.enter('1');
    await terminal.see(`${READY} 1\n"1"`);
    expect((await terminal.transcript()).split('\n').length).toBeLessThan(6000);
  });

  it('gives the terminal back for Ctrl-Z, and comes again with fg', async () => {
    const terminal = await startInBash();
    await terminal.type('People.first()');
    await terminal.see('People.first()');
    await terminal.press('C-z');
    await terminal.see(/Stopped[\s\S]*bash\$$/);
    await terminal.enter('stty -a | grep -ow -e "-\\?icanon" -e "-\\?echo"');
    await terminal.see(/\nicanon\necho\n/);
    await terminal.enter('fg');
    await terminal.see(/fg\n[\s\S]*coffee admin> People\.first\(\)$/);
    await terminal.press('Enter');
    await terminal.see(/"Alice Jones"\n\}\ncoffee admin>$/);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('gives the terminal back at %s', async (signal, code) => {
    const terminal = await startBeforeCat();
    await terminal.type('half a query');
    await terminal.see('half a query');
    process.kill(childOf(await terminal.pid()), signal);
    await terminal.see(`ended with ${code}\nicanon\necho`);
    await seeNoMarks(terminal);
  });

  it('gives the terminal back when it crashes, and says so without a stack trace', async () => {
    const terminal = await startBeforeCat();
    await terminal.enter('crash()');
    const screen = await terminal.see('ended with 1\nicanon\necho');
    expect(screen).toContain('\nA fault of Faunula itself: out of order\n');
    expect(screen).not.toContain('    at ');
    await seeNoMarks(terminal);
  });

  it('ends without a word when the terminal goes away', async () => {
    const errors = `${shell.path}.errors`;
    const terminal = await start(['sh', '-c', `${process.execPath} ${shell.path} 2>${errors}`]);
    await terminal.see(READY);
    const pid = childOf(await terminal.pid());
    await terminal.close();
    await terminal.until(
      async () => isRunning(pid),
      (running) => !running,
      'the shell to end',
    );
    expect(readFileSync(errors, 'utf8')).toBe('');
  });

  it('draws also where a build server is assumed, and without colours when asked', async () => {
    const terminal = await startShell({ env: { CI: 'true', NO_COLOR: '1' } });
    await terminal.enter('People.first()');
    await terminal.see(/\}\ncoffee admin>$/);
    expect(await terminal.styledTranscript()).not.toContain('\u001b[');
  });

  it('colours otherwise', async () => {
    const terminal = await startShell();
    await terminal.enter('People.first()');
    await terminal.see(/\}\ncoffee admin>$/);
    expect(await terminal.styledTranscript()).toContain('\u001b[32m"Alice Jones"');
  });

  it('remembers what was typed in earlier sessions, but no line with a secret', async () => {
    const first = await startShell();
    const env = { XDG_STATE_HOME: join(first.folder, 'state') };
    const second = await startShell({ env });
    await second.enter('People.first()');
    await second.see(/\}\ncoffee admin>$/);
    await second.enter('Login("a@b.c", "sekret")');
    await second.see(/402[\s\S]*\}\ncoffee admin>$/);
    await second.press('C-d');
    await second.end();
    const file = join(env.XDG_STATE_HOME, 'faunula', 'history');
    expect(readFileSync(file, 'utf8')).toBe('"People.first()"\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const third = await startShell({ env });
    await third.press('Up');
    await third.see(/coffee admin> People\.first\(\)$/);
    await third.press('C-c', 'C-r');
    await third.type('peo');
    await third.see("search 'peo': People.first()");
    await third.press('Enter');
    await third.see('"Alice Jones"');
  });
});
