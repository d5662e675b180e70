/** The whole shell as data: what keys and answers make of it, and what the program then has to do. Drawn by `shell.tsx`. */

import type { Completion } from './completion/complete.ts';
import { beginCompletion, hasChoice, textBeforeCursor, wantsCompletion } from './editor-completion.ts';
import {
  addToHistory,
  type Completeness,
  clearEditor,
  createEditor,
  type EditorState,
  isEmpty,
  pressInEditor,
} from './editor-state.ts';
import type { Key } from './keys.ts';
import { createRunMenu, pressInRunMenu, type RunMenuState } from './run-menu-state.ts';
import { pressInSecretPrompt, type SecretPromptState } from './secret-prompt-state.ts';
import type { RunAs } from './session.ts';

/** What the keys speak to. While something runs they wait, and are read when it has ended. */
export type Mode =
  | { readonly kind: 'editor' }
  | { readonly kind: 'running'; readonly since: number; readonly cancelling: boolean }
  /** Names are looked up: no longer than a key takes to come up. */
  | { readonly kind: 'completing' }
  | { readonly kind: 'run-menu'; readonly menu: RunMenuState }
  | { readonly kind: 'secret-prompt'; readonly prompt: SecretPromptState }
  | { readonly kind: 'left'; readonly exitCode: number };

export interface ShellState {
  readonly mode: Mode;
  readonly editor: EditorState;
  readonly waiting: readonly Key[];
  /** A line below the prompt: gone with the next key. */
  readonly notice: string;
  /** What the program has to do, in order; whoever takes them empties the list. */
  readonly tasks: readonly Task[];
}

export type Task =
  | { readonly kind: 'run'; readonly text: string }
  | { readonly kind: 'cancel' }
  /** `before`: the text up to the cursor. */
  | { readonly kind: 'complete'; readonly before: string }
  | { readonly kind: 'load-run-menu' }
  | { readonly kind: 'run-as'; readonly choice: RunAs }
  | { readonly kind: 'try-secret'; readonly secret: string }
  | { readonly kind: 'clear-screen' }
  | { readonly kind: 'suspend' };

export type ShellEvent =
  | { readonly kind: 'keys'; readonly keys: readonly Key[]; readonly now: number }
  /** What ran has ended; `next` is what it leads to. */
  | { readonly kind: 'ended'; readonly now: number; readonly next?: Next }
  | { readonly kind: 'history-loaded'; readonly entries: readonly string[] };

export type Next =
  | { readonly kind: 'leave' }
  | { readonly kind: 'ask-secret' }
  | { readonly kind: 'completed'; readonly completion: Completion }
  | {
      readonly kind: 'open-run-menu';
      readonly roles: readonly string[];
      readonly secrets: ReadonlyMap<string, string>;
      readonly current: RunAs;
    };

export type CompletenessOf = (text: string) => Completeness;

const LEAVE_NOTICE = 'Ctrl-C again, or Ctrl-D, leaves.';

export function createShellState(): ShellState {
  return { mode: { kind: 'editor' }, editor: createEditor(), waiting: [], notice: '', tasks: [] };
}

export function reduceShell(state: ShellState, event: ShellEvent, completeness: CompletenessOf): ShellState {
  switch (event.kind) {
    case 'keys':
      return pressAll(state, event.keys, event.now, completeness);
    case 'ended': {
      const { waiting, ...rest } = state;
      const ended: ShellState = { ...rest, ...completed(state, event.next), waiting: [], mode: nextMode(event.next) };
      return pressAll(ended, waiting, event.now, completeness);
    }
    case 'history-loaded':
      // What was typed meanwhile is newer.
      return { ...state, editor: { ...state.editor, history: [...event.entries, ...state.editor.history] } };
  }
}

function completed(state: ShellState, next: Next | undefined): Partial<ShellState> {
  if (next?.kind !== 'completed') return {};
  if (next.completion.candidates.length === 0) return { notice: 'No name fits here.' };
  return { editor: beginCompletion(state.editor, next.completion) };
}

function nextMode(next: Next | undefined): Mode {
  if (next?.kind === 'leave') return { kind: 'left', exitCode: 0 };
  if (next?.kind === 'ask-secret') return { kind: 'secret-prompt', prompt: { typed: '' } };
  if (next?.kind === 'open-run-menu') {
    return { kind: 'run-menu', menu: createRunMenu(next.roles, next.secrets, next.current) };
  }
  return { kind: 'editor' };
}

function pressAll(state: ShellState, keys: readonly Key[], now: number, completeness: CompletenessOf): ShellState {
  let next = state;
  for (const [index, key] of keys.entries()) {
    // All that is left waits at once: one by one would copy the list for each.
    if (isBusy(next.mode) && !keys.slice(index).some(isUrgent)) {
      return { ...next, waiting: [...next.waiting, ...keys.slice(index)] };
    }
    next = press(next, key, now, completeness);
  }
  return next;
}

function isBusy({ kind }: Mode): boolean {
  return kind === 'running' || kind === 'completing';
}

/** Read also while something runs. */
function isUrgent(key: Key): boolean {
  return isCancel(key) || (key.type === 'press' && key.name === 'ctrl-z');
}

function isCancel(key: Key): boolean {
  return key.type === 'press' && key.name === 'ctrl-c';
}

function press(state: ShellState, key: Key, now: number, completeness: CompletenessOf): ShellState {
  if (key.type === 'press' && key.name === 'ctrl-z') return addTask(state, { kind: 'suspend' });
  const { mode } = state;
  switch (mode.kind) {
    case 'editor':
      return pressAtPrompt(state, key, now, completeness);
    case 'completing':
      return { ...state, waiting: [...state.waiting, key] };
    case 'running':
      if (!isCancel(key)) return { ...state, waiting: [...state.waiting, key] };
      // Whoever stops a query does not mean the keys typed since either.
      return addTask({ ...state, waiting: [], mode: { ...mode, cancelling: true } }, { kind: 'cancel' });
    case 'run-menu': {
      const step = pressInRunMenu(mode.menu, key);
      if (step.kind === 'open') return { ...state, mode: { kind: 'run-menu', menu: step.state } };
      if (step.kind === 'closed') return { ...state, mode: { kind: 'editor' } };
      if (step.choice === 'ask-secret') return { ...state, mode: nextMode({ kind: 'ask-secret' }) };
      return start(state, { kind: 'run-as', choice: step.choice }, now);
    }
    case 'secret-prompt': {
      const step = pressInSecretPrompt(mode.prompt, key);
      if (step.kind === 'open') return { ...state, mode: { kind: 'secret-prompt', prompt: step.state } };
      if (step.kind === 'closed') return { ...state, mode: { kind: 'editor' } };
      return start(state, { kind: 'try-secret', secret: step.secret }, now);
    }
    case 'left':
      return state;
  }
}

function pressAtPrompt(state: ShellState, key: Key, now: number, completeness: CompletenessOf): ShellState {
  const isIdle = isEmpty(state.editor) && !state.editor.search;
  const wasWarned = state.notice === LEAVE_NOTICE;
  const quiet: ShellState = { ...state, notice: '' };
  if (key.type === 'press' && !state.editor.search) {
    switch (key.name) {
      case 'ctrl-c':
        if (!isIdle) return { ...quiet, editor: clearEditor(state.editor) };
        return wasWarned ? { ...quiet, mode: { kind: 'left', exitCode: 0 } } : { ...quiet, notice: LEAVE_NOTICE };
      case 'ctrl-d':
        if (isIdle) return { ...quiet, mode: { kind: 'left', exitCode: 0 } };
        break;
      case 'ctrl-l':
        return addTask(quiet, { kind: 'clear-screen' });
      case 'f2':
      case 'ctrl-o':
        return start(quiet, { kind: 'load-run-menu' }, now);
      case 'tab':
        if (hasChoice(state.editor) || !wantsCompletion(state.editor)) break;
        return addTask(
          { ...quiet, mode: { kind: 'completing' } },
          { kind: 'complete', before: textBeforeCursor(state.editor) },
        );
    }
  }
  const { state: editor, submitted } = pressInEditor(state.editor, key, completeness);
  if (submitted === undefined) return { ...quiet, editor };
  return start({ ...quiet, editor: addToHistory(editor, submitted) }, { kind: 'run', text: submitted }, now);
}

function start(state: ShellState, task: Task, now: number): ShellState {
  return addTask({ ...state, mode: { kind: 'running', since: now, cancelling: false } }, task);
}

function addTask(state: ShellState, task: Task): ShellState {
  return { ...state, tasks: [...state.tasks, task] };
}
