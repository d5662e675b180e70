/** A real terminal for tests: a program in tmux, typed to and looked at as a person would. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

export const hasTmux = ((): boolean => {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Stands in the name of the tests that a machine without tmux skips. */
export const TMUX_NOTE = hasTmux ? '' : ' (skipped: tmux is not installed)';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const CONFIGURATION = `set -g remain-on-exit on
set -g history-limit 50000
set -g default-terminal tmux-256color
set -g status off
set -s escape-time 0
`;

const EXIT_CODE = 'exit-code';

/** How long to look for what a test waits for. Milliseconds. */
const PATIENCE = 15_000;

const run = promisify(execFile);
let count = 0;

export class TmuxTerminal {
  private constructor(
    readonly folder: string,
    private readonly socket: string,
  ) {}

  /** Starts a program; its arguments are given one by one, not as a command line. */
  static async start(command: readonly string[], options: TerminalOptions = {}): Promise<TmuxTerminal> {
    const { columns = 80, rows = 24, env = {} } = options;
    const folder = mkdtempSync(join(tmpdir(), 'faunula-pty-'));
    const configuration = join(folder, 'tmux.conf');
    writeFileSync(configuration, CONFIGURATION);
    const terminal = new TmuxTerminal(folder, `faunula-${process.pid}-${++count}`);
    const variables = Object.entries({ LC_ALL: 'C.UTF-8', ...env }).map(([name, value]) => `${name}=${value}`);
    await terminal.#tmux(
      '-f',
      configuration,
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      'env',
      ...variables,
      // tmux itself may miss the end of a program.
      'sh',
      '-c',
      `"$@"; echo $? > ${join(folder, EXIT_CODE)}`,
      'sh',
      ...command,
    );
    return terminal;
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', ['-u', '-L', this.socket, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text);
  }

  /** Presses keys by tmux's names: `Enter`, `F2`, `C-c`, `M-Enter`, `Up` … */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.press('Enter');
  }

  /** Pastes as a terminal does: marked, where the program asked for it. */
  async paste(text: string): Promise<void> {
    const file = join(this.folder, 'paste');
    writeFileSync(file, text);
    await this.#tmux('load-buffer', file);
    await this.#tmux('paste-buffer', '-p');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The rows of the screen, without what is blank at its end. */
  async screen(): Promise<string> {
    return trimBlank(await this.#tmux('capture-pane', '-p'));
  }

  /** The screen and all that has scrolled away; rows that the terminal broke are joined again. */
  async transcript(): Promise<string> {
    return trimBlank(await this.#tmux('capture-pane', '-p', '-J', '-S', '-'));
  }

  /** As `transcript`, with the codes for colours. */
  async styledTranscript(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-e', '-J', '-S', '-');
  }

  /** Column and row of the cursor, from 0. */
  async cursor(): Promise<{ x: number; y: number }> {
    const [x = '', y = ''] = (await this.#tmux('display-message', '-p', '#{cursor_x} #{cursor_y}')).split(' ');
    return { x: Number(x), y: Number(y) };
  }

  /** Of the program. */
  async pid(): Promise<number> {
    return childOf(Number(await this.#tmux('display-message', '-p', '#{pane_pid}')));
  }

  /** The exit code; undefined while the program runs. */
  async exitCode(): Promise<number | undefined> {
    const file = join(this.folder, EXIT_CODE);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return text.endsWith('\n') ? Number(text) : undefined;
  }

  /** Waits until the screen shows a text or fits a pattern; answers the screen. Throws with the screen when it never does. */
  async see(wanted: string | RegExp): Promise<string> {
    return this.until(
      () => this.screen(),
      (screen) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)),
      `the screen to show ${String(wanted)}`,
    );
  }

  /** Waits for the program to end; answers its exit code. */
  async end(): Promise<number | undefined> {
    return this.until(
      () => this.exitCode(),
      (code) => code !== undefined,
      'the program to end',
    );
  }

  async until<T>(look: () => Promise<T>, isThere: (seen: T) => boolean, what: string): Promise<T> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const seen = await look();
      if (isThere(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}. The screen:\n${await this.screen()}`);
      await delay(20);
    }
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server').catch(() => '');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The first process that another one started. */
export function childOf(pid: number): number {
  return Number(
    execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')[0],
  );
}

function trimBlank(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
