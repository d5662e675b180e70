/** Opens the interactive shell. Ink and React are loaded by this folder alone. */
import './before-ink.ts';
import { type Instance, render } from 'ink';
import { afterInk } from './before-ink.ts';
import { HistoryFile, historyPath } from './history.ts';
import { choosePaint, makePrintable } from './paint.ts';
import { eraseReflowed } from './reflow.ts';
import { createSession, type Engine, type FqlVersion, type RunAs } from './session.ts';
import { Shell } from './shell.tsx';
import { ShellProgram } from './shell-program.ts';
import { dropLostTerminal, Terminal } from './terminal.ts';

afterInk();

export interface StartOptions {
  /** The database file, for the first line; undefined for one in memory. */
  readonly path: string | undefined;
  readonly runAs: RunAs;
  /** The language to begin with; FQL v10 by default. */
  readonly version?: FqlVersion;
  /** Whether to say what queries of FQL v4 cost. */
  readonly metrics?: boolean;
}

/** Drawn at once after a burst of keys; a faster rate costs nothing when nothing changes. Frames a second. */
const MAX_FPS = 250;

const SIGNAL_EXITS = { SIGHUP: 129, SIGTERM: 143 } as const;

/** Runs until the user leaves; answers the exit code. Closing the database is the caller's. */
export async function startShell(engine: Engine, { path, ...options }: StartOptions): Promise<number> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    process.stderr.write('The shell needs a terminal. To run a script, use: faunula run FILE\n');
    return 2;
  }
  const terminal = new Terminal(stdin, stdout);
  const paint = choosePaint(stdout);
  const session = createSession(engine, { interactive: true, ...options });
  const inkStdout = terminal.inkStdout;
  let instance: Instance | undefined;

  const program = new ShellProgram(session, {
    paint,
    loadLanguage: async (version) => (await import('./language.ts'))[version === 4 ? 'fql4' : 'fql'],
    history: new HistoryFile(historyPath()),
    size: terminal.size,
    suspend: () => void suspend(),
    greeting: greet(path, paint),
  });

  const open = (): void => {
    terminal.take();
    instance = render(<Shell program={program} />, {
      stdout: inkStdout,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: MAX_FPS,
    });
    instance.waitUntilExit().catch(fail);
  };
  const close = async (): Promise<void> => {
    program.setPaused(true);
    // Drawn once more with the cursor below, so that whatever is written next stands there.
    await new Promise((resolve) => setImmediate(resolve));
    instance?.unmount();
    instance = undefined;
    terminal.giveBack();
  };
  const suspend = async (): Promise<void> => {
    if (process.platform === 'win32') return;
    await close();
    // The whole group, as the terminal's own Ctrl-Z does: npm may stand between the user's shell and this process.
    process.kill(0, 'SIGTSTP');
    // Where nobody can continue a stopped process, the system does not stop it.
    setTimeout(resume, 0);
  };
  const resume = (): void => {
    if (instance) return;
    program.setPaused(false);
    open();
  };
  const fail = (error: unknown): void => {
    instance?.unmount();
    terminal.giveBack();
    // Below the line that the cursor stands in, over what else is drawn.
    stdout.write('\n\u001b[J');
    process.stderr.write(`A fault of Faunula itself: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  };
  const giveBack = (): void => terminal.giveBack();
  const continued = (): void => (instance ? terminal.take() : resume());
  const ended = (): void => program.leave(0);
  const interrupted = (): void => program.press([{ type: 'press', name: 'ctrl-c' }]);
  const signalled = (signal: keyof typeof SIGNAL_EXITS): void => program.leave(SIGNAL_EXITS[signal]);

  const resized = (): void => {
    if (instance) stdout.write(eraseReflowed(program.frame, stdout.columns));
  };

  // Before Ink listens: it erases what it drew as if no row had been broken.
  stdout.on('resize', resized);
  process.on('exit', giveBack).on('uncaughtException', fail).on('unhandledRejection', fail);
  process.on('SIGCONT', continued).on('SIGINT', interrupted).on('SIGTERM', signalled).on('SIGHUP', signalled);
  stdin.on('end', ended).on('error', ended);
  stdout.on('error', ended);
  process.once('exit', dropLostTerminal);
  try {
    open();
    program.start().catch(fail);
    const exitCode = await program.left;
    await close();
    return exitCode;
  } finally {
    terminal.giveBack();
    process.off('exit', giveBack).off('uncaughtException', fail).off('unhandledRejection', fail);
    process.off('SIGCONT', continued).off('SIGINT', interrupted).off('SIGTERM', signalled).off('SIGHUP', signalled);
    // Errors of a terminal that went away come late: they still find who takes them.
    stdin.off('end', ended).pause();
    stdout.off('resize', resized);
  }
}

function greet(path: string | undefined, paint: ReturnType<typeof choosePaint>): string {
  const where = path === undefined ? 'a throw-away database in memory' : makePrintable(path);
  return `Faunula on ${where}\n${paint('F2 run menu · .help · Ctrl-D leaves', 'dim')}\n`;
}
