/** The running shell: holds its state, does what the state asks for, and tells those who draw it. */

import { StoreError } from '../store/store.ts';
import { runLine } from './dot-commands.ts';
import { highlightNothing } from './highlight.ts';
import type { HistoryFile } from './history.ts';
import type { Key } from './keys.ts';
import type { ShellLanguage } from './language.ts';
import type { Paint } from './paint.ts';
import { type Look, printMessage, printOutput, printQuery } from './print-output.ts';
import { fitPrompt } from './prompt.ts';
import type { Frame } from './reflow.ts';
import {
  type FqlVersion,
  isUnnamed,
  labelOf,
  type Message,
  type Output,
  type RunAs,
  type Session,
  UNNAMED,
} from './session.ts';
import {
  type CompletenessOf,
  createShellState,
  type Next,
  reduceShell,
  type ShellEvent,
  type ShellState,
  type Task,
} from './shell-state.ts';
import { CLEAR_SCREEN, type TerminalSize } from './terminal.ts';
import { findSecretOwner, listRoles } from './who-runs.ts';

export interface ShellOptions {
  readonly paint: Paint;
  readonly loadLanguage: (version: FqlVersion) => Promise<ShellLanguage>;
  /** Where to keep what is typed; nowhere when undefined. */
  readonly history?: HistoryFile | undefined;
  readonly size: () => TerminalSize;
  /** Gives the terminal back to whoever started the shell, until the shell is continued. */
  readonly suspend: () => void;
  /** What to write first. */
  readonly greeting?: string;
}

export interface ShellView {
  readonly state: ShellState;
  /** `coffee admin`. */
  readonly prompt: string;
  /** Text for the terminal that was not written yet. */
  readonly unwritten: readonly string[];
  /** While another program has the terminal. */
  readonly isPaused: boolean;
}

export class ShellProgram {
  #view: ShellView;
  #listeners = new Set<() => void>();
  #abort = new AbortController();
  #language: ShellLanguage | undefined;
  /** That of the language. */
  #version: FqlVersion | undefined;
  /** Typed before `start` was done, from the first key on that is more than text. */
  #early: Key[] | undefined = [];
  #isSecretInvalid = false;
  #historyFailed = false;
  #leave: (exitCode: number) => void = () => {};

  /** What is drawn at present. */
  frame: Frame = { widths: [], columns: 0 };

  /** The exit code, as soon as the shell is to end. */
  readonly left = new Promise<number>((resolve) => {
    this.#leave = resolve;
  });

  constructor(
    readonly session: Session,
    readonly options: ShellOptions,
  ) {
    const unwritten = options.greeting === undefined ? [] : [options.greeting];
    this.#view = { state: createShellState(), prompt: this.#describePrompt(), unwritten, isPaused: false };
  }

  readonly view = (): ShellView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly press = (keys: readonly Key[]): void => {
    const early = this.#early;
    if (early && (early.length > 0 || keys.some(({ type }) => type === 'press'))) early.push(...keys);
    else if (keys.length > 0) this.#dispatch({ kind: 'keys', keys, now: Date.now() });
  };

  /** How to colour what is shown. */
  get look(): Look {
    return { paint: this.options.paint, highlight: this.#language?.highlight ?? highlightNothing };
  }

  /** Forgets the first `count` texts, which were written. */
  written(count: number): void {
    this.#update({ ...this.#view, unwritten: this.#view.unwritten.slice(count) });
  }

  /** Loads what the first frame does not need: the language, the history; tries the secret that was given. */
  async start(): Promise<void> {
    await this.#loadLanguage();
    await this.#loadHistory();
    if (this.session.runAs.kind === 'secret') await this.#probe();
    const early = this.#early ?? [];
    this.#early = undefined;
    // Drawn again in any case: now there are colours.
    this.#update({ ...this.#view });
    this.press(early);
  }

  async #loadLanguage(): Promise<void> {
    this.#version = this.session.version;
    this.#language = await this.options.loadLanguage(this.#version);
  }

  async #loadHistory(): Promise<void> {
    try {
      const entries = await this.options.history?.load();
      if (entries && entries.length > 0) this.#dispatch({ kind: 'history-loaded', entries });
    } catch (error) {
      this.#complainOfHistory(error);
    }
  }

  /** Puts the cursor below all that is drawn, and back. */
  setPaused(isPaused: boolean): void {
    this.#update({ ...this.#view, isPaused });
  }

  /** Ends the shell from outside: the terminal went away, or a signal came. */
  leave(exitCode: number): void {
    this.#abort.abort();
    this.setPaused(true);
    this.#leave(exitCode);
  }

  #update(view: ShellView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }

  #dispatch(event: ShellEvent): void {
    const state = reduceShell(this.#view.state, event, this.#language?.completeness ?? assumeWhole);
    const { tasks } = state;
    this.#update({ ...this.#view, state: { ...state, tasks: [] }, prompt: this.#describePrompt() });
    for (const task of tasks) this.#do(task);
    if (state.mode.kind === 'left') this.#leave(state.mode.exitCode);
  }

  #print(text: string): void {
    if (text !== '') this.#update({ ...this.#view, unwritten: [...this.#view.unwritten, text] });
  }

  #say(message: Message): void {
    this.#print(`${printMessage(message, this.look.paint)}\n`);
  }

  #describePrompt(): string {
    const { engine, runAs, version } = this.session;
    return `${engine.name} ${labelOf(runAs)}${version === 10 ? '' : ` v${version}`}`;
  }

  #do(task: Task): void {
    switch (task.kind) {
      case 'cancel':
        return this.#abort.abort();
      case 'clear-screen':
        return this.#print(CLEAR_SCREEN);
      case 'suspend':
        return this.options.suspend();
      default:
        void this.#work(task);
    }
  }

  async #work(task: Task): Promise<void> {
    this.#abort = new AbortController();
    // A query may run without a pause: what is on the screen must say so before.
    await new Promise((resolve) => setImmediate(resolve));
    let next: Next | undefined;
    try {
      next = await this.#runTask(task);
      if (this.session.version !== this.#version) await this.#loadLanguage();
    } catch (error) {
      const text = error instanceof StoreError ? error.message : `A fault of Faunula itself: ${describeFault(error)}`;
      this.#say({ kind: 'error', text: this.#abort.signal.aborted ? 'Stopped.' : text });
    }
    this.#dispatch({ kind: 'ended', now: Date.now(), ...(next ? { next } : {}) });
  }

  #runTask(task: Task): Promise<Next | undefined> {
    switch (task.kind) {
      case 'run':
        return this.#run(task.text);
      case 'complete':
        return this.#complete(task.before);
      case 'load-run-menu':
        return this.#loadRunMenu();
      case 'run-as':
        return this.#runAs(task.choice);
      case 'try-secret':
        return this.#runAs({
          kind: 'secret',
          secret: task.secret,
          label: this.session.secrets.get(task.secret) ?? UNNAMED,
        });
      default:
        return Promise.resolve(undefined);
    }
  }

  async #run(text: string): Promise<Next | undefined> {
    const { session, options } = this;
    const prompt = fitPrompt(this.#describePrompt(), options.size().columns);
    this.#print(printQuery(prompt, text, this.look));
    void options.history?.add(text).catch((error: unknown) => this.#complainOfHistory(error));
    const before = session.runAs;
    const output = await runLine(session, text, this.#abort.signal);
    this.#show(output);
    if (session.runAs !== before) this.#isSecretInvalid = false;
    if (session.runAs.kind === 'secret') {
      if (output.code === 'unauthorized') this.#isSecretInvalid = true;
      else if (!this.#isSecretInvalid) await this.#probe();
    }
    return this.#follow(output);
  }

  #show(output: Output): void {
    const wasStopped = !output.ok && this.#abort.signal.aborted;
    this.#print(wasStopped ? printOutput(STOPPED, this.look) : printOutput(output, this.look));
  }

  async #follow({ effect }: Output): Promise<Next | undefined> {
    switch (effect?.kind) {
      case 'exit':
        return { kind: 'leave' };
      case 'ask-secret':
        return { kind: 'ask-secret' };
      case 'open-run-menu':
        return this.#loadRunMenu();
      case 'clear':
        this.#print(CLEAR_SCREEN);
        return undefined;
      case 'read': {
        const { runScripts } = await import('../commands/run.ts');
        const script = { name: effect.path, text: effect.text };
        const show = (output: Output): void => this.#show(output);
        await runScripts(this.session, [script], { keepGoing: false, show, signal: this.#abort.signal });
        return undefined;
      }
      default:
        return undefined;
    }
  }

  async #complete(before: string): Promise<Next> {
    if (before.trimStart().startsWith('.') && !before.includes('\n')) {
      const { completeCommand } = await import('./completion/complete-command.ts');
      return { kind: 'completed', completion: await completeCommand(before, this.session) };
    }
    const { engine, runAs, variables } = this.session;
    const environment = await engine.environment(runAs.kind === 'secret' ? runAs.secret : undefined);
    const names = { globals: {}, types: {}, ...environment };
    const completion = this.#language?.complete(before, names, variables.keys());
    return { kind: 'completed', completion: completion ?? { start: before.length, candidates: [] } };
  }

  async #loadRunMenu(): Promise<Next> {
    const { engine, secrets, runAs } = this.session;
    return { kind: 'open-run-menu', roles: await listRoles(engine), secrets, current: runAs };
  }

  async #runAs(choice: RunAs): Promise<undefined> {
    const { session } = this;
    session.runAs = choice;
    this.#isSecretInvalid = false;
    if (choice.kind === 'secret') await this.#probe();
  }

  /** Asks whom the secret belongs to: so an invalid one says so at once, and a valid one gets its name. */
  async #probe(): Promise<void> {
    const { runAs, engine, secrets } = this.session;
    if (runAs.kind !== 'secret') return;
    const owner = await findSecretOwner(engine, runAs.secret);
    if (owner.kind === 'invalid') {
      this.#isSecretInvalid = true;
      this.#say({ kind: 'error', text: 'Invalid secret: F2 chooses who runs the next query.' });
    } else if (owner.label !== undefined && isUnnamed(runAs.label)) {
      this.session.runAs = { ...runAs, label: owner.label };
      secrets.set(runAs.secret, owner.label);
    }
  }

  #complainOfHistory(error: unknown): void {
    if (this.#historyFailed) return;
    this.#historyFailed = true;
    this.#say({ kind: 'note', text: `What you type is not kept for the next session: ${describeFault(error)}.` });
  }
}

/** Before the language is there no Enter is read, and so nothing asked. */
const assumeWhole: CompletenessOf = () => 'complete';

const STOPPED: Output = { ok: false, messages: [{ kind: 'error', text: 'Stopped.' }] };

function describeFault(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
