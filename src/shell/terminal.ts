/** The terminal's modes: set while the shell has it, and set back whatever ends the shell. */
import { closeSync, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { BRACKETED_PASTE_OFF, BRACKETED_PASTE_ON } from './keys.ts';

/** Cursor home, and the screen cleared; what scrolled away stays. */
export const CLEAR_SCREEN = '\u001b[H\u001b[2J';
const SHOW_CURSOR = '\u001b[?25h';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** More rows than any terminal has. */
const ENDLESS = 1_000_000;

export class Terminal {
  #isTaken = false;

  constructor(
    readonly stdin: NodeJS.ReadStream,
    readonly stdout: NodeJS.WriteStream,
  ) {}

  readonly size = (): TerminalSize => ({ columns: this.stdout.columns || 80, rows: this.stdout.rows || 24 });

  /**
   * The output as Ink may see it. Ink clears the terminal with all that has scrolled away as soon as what it draws is as
   * high as the screen; the shell draws less, but a terminal may be made smaller at any time.
   */
  get inkStdout(): NodeJS.WriteStream {
    const { size } = this;
    return new Proxy(this.stdout, {
      get(target, key) {
        if (key === 'rows') return ENDLESS;
        // Some terminals do not know how wide they are.
        if (key === 'columns') return size().columns;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** Keys one by one and unechoed, pastes marked. */
  take(): void {
    // Whoever continues a stopped process may have set other modes: off and on again sets ours for certain.
    this.stdin.setRawMode(false);
    this.stdin.setRawMode(true);
    this.stdout.write(BRACKETED_PASTE_ON);
    this.#isTaken = true;
  }

  /** Safe to call at any time, also twice, also while the process exits. */
  giveBack(): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    try {
      this.stdout.write(BRACKETED_PASTE_OFF + SHOW_CURSOR);
      this.stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  }
}

/**
 * Closes the standard streams of a terminal that is no longer there. Node sets the modes of its terminal back when it
 * exits, and aborts with a stack trace where that fails; streams that are closed it leaves alone.
 */
export function dropLostTerminal(): void {
  for (const stream of [0, 1, 2]) {
    try {
      if (fstatSync(stream).isCharacterDevice() && !isatty(stream)) closeSync(stream);
    } catch {
      // Closed already.
    }
  }
}
