/** The text that is being typed, as data: what each key makes of it. Drawn by `editor.tsx`. */
import { startsWithDot } from './dot-commands.ts';
import { type CompletionState, chooseCandidate, hasChoice } from './editor-completion.ts';
import {
  cut,
  cutLineEnd,
  insert,
  lengthOf,
  moveBeforeLine,
  moveBehindLine,
  moveTo,
  moveVertically,
  replace,
} from './editor-edits.ts';
import { nextBoundary, nextWord, previousBoundary, previousSpace, previousWord, TAB } from './graphemes.ts';
import type { Key } from './keys.ts';

/** What Enter needs to know of a text: `incomplete` goes on in a new line, else it is run. */
export type Completeness = 'complete' | 'incomplete' | 'invalid';

export interface EditorState {
  /** At least one. */
  readonly lines: readonly string[];
  /** The line of the cursor. */
  readonly row: number;
  /** Code units before the cursor in its line; never within a character. */
  readonly column: number;
  /** The column on the screen that Up and Down keep to. */
  readonly goal?: number;
  /** What Ctrl-K, Ctrl-U and Ctrl-W cut last. */
  readonly cut: string;
  /** Oldest first. */
  readonly history: readonly string[];
  /** Which entry of the history is shown, and the text that was left for it. */
  readonly recalled?: { readonly index: number; readonly draft: string };
  readonly search?: Search;
  readonly completion?: CompletionState;
}

export interface Search {
  readonly query: string;
  /** The entry found; -1 when there is none. */
  readonly index: number;
  /** The text before the search, for Escape. */
  readonly draft: string;
}

/** `submitted`: the text that is to be run; the state is then empty again. */
export interface EditorStep {
  readonly state: EditorState;
  readonly submitted?: string;
}

/** How far Page Up and Page Down go. Lines. */
const PAGE = 10;
export const MAX_HISTORY = 1000;

export function createEditor(history: readonly string[] = []): EditorState {
  return { lines: [''], row: 0, column: 0, cut: '', history };
}

export function editorText(state: EditorState): string {
  return state.lines.join('\n');
}

export function isEmpty(state: EditorState): boolean {
  return state.lines.length === 1 && state.lines[0] === '';
}

export function clearEditor(state: EditorState): EditorState {
  return { ...createEditor(state.history), cut: state.cut };
}

/** The history with a text at its end; one that repeats the last is not added. */
export function addToHistory(state: EditorState, text: string): EditorState {
  if (state.history.at(-1) === text) return state;
  return { ...state, history: [...state.history, text].slice(-MAX_HISTORY) };
}

export function pressInEditor(state: EditorState, key: Key, completeness: (text: string) => Completeness): EditorStep {
  if (state.search) return pressInSearch(state, state.search, key, completeness);
  if (state.completion) return pressInCompletion(state, state.completion, key, completeness);
  if (key.type !== 'press') return { state: insert(state, key.text) };
  if (key.name === 'enter') return pressEnter(state, completeness);
  return { state: applyPress(state, key.name) };
}

function applyPress(state: EditorState, name: string): EditorState {
  const { lines, row, column } = state;
  const line = lines[row] ?? '';
  switch (name) {
    case 'alt-enter':
    case 'shift-enter':
    case 'ctrl-enter':
    case 'ctrl-j':
      return insert(state, '\n');
    case 'tab':
      return insert(state, TAB);
    case 'space':
    case 'shift-space':
      return insert(state, ' ');
    case 'left':
    case 'ctrl-b':
      return column > 0 ? moveTo(state, row, previousBoundary(line, column)) : moveBeforeLine(state);
    case 'right':
    case 'ctrl-f':
      return column < line.length ? moveTo(state, row, nextBoundary(line, column)) : moveBehindLine(state);
    case 'alt-b':
    case 'ctrl-left':
    case 'alt-left':
      return column > 0 ? moveTo(state, row, previousWord(line, column)) : moveBeforeLine(state);
    case 'alt-f':
    case 'ctrl-right':
    case 'alt-right':
      return column < line.length ? moveTo(state, row, nextWord(line, column)) : moveBehindLine(state);
    case 'home':
    case 'ctrl-a':
      return moveTo(state, row, 0);
    case 'end':
    case 'ctrl-e':
      return moveTo(state, row, line.length);
    case 'ctrl-home':
    case 'alt-<':
      return moveTo(state, 0, 0);
    case 'ctrl-end':
    case 'alt->':
      return moveTo(state, lines.length - 1, (lines.at(-1) ?? '').length);
    case 'up':
    case 'ctrl-p':
      return row > 0 ? moveVertically(state, row - 1) : recallOlder(state);
    case 'down':
    case 'ctrl-n':
      return row < lines.length - 1 ? moveVertically(state, row + 1) : recallNewer(state);
    case 'pageup':
      return moveVertically(state, Math.max(0, row - PAGE));
    case 'pagedown':
      return moveVertically(state, Math.min(lines.length - 1, row + PAGE));
    case 'backspace':
    case 'shift-backspace':
      return column > 0
        ? replace(state, row, previousBoundary(line, column), row, column, '')
        : row > 0
          ? replace(state, row - 1, lengthOf(lines, row - 1), row, 0, '')
          : state;
    case 'delete':
    case 'ctrl-d':
      return column < line.length
        ? replace(state, row, column, row, nextBoundary(line, column), '')
        : row < lines.length - 1
          ? replace(state, row, column, row + 1, 0, '')
          : state;
    case 'ctrl-k':
      return column < line.length || row === lines.length - 1
        ? cut(state, row, column, row, line.length)
        : cut(state, row, column, row + 1, 0);
    case 'ctrl-u':
      return column > 0 || row === 0 ? cut(state, row, 0, row, column) : cutLineEnd(state);
    case 'ctrl-w':
      return column > 0 ? cut(state, row, previousSpace(line, column), row, column) : cutLineEnd(state);
    case 'alt-backspace':
    case 'ctrl-backspace':
      return column > 0 ? cut(state, row, previousWord(line, column), row, column) : cutLineEnd(state);
    case 'alt-d':
    case 'ctrl-delete':
      return cut(state, row, column, row, nextWord(line, column));
    case 'ctrl-y':
      return insert(state, state.cut);
    case 'ctrl-r':
      return { ...state, search: { query: '', index: state.history.length, draft: editorText(state) } };
    default:
      return state;
  }
}

function pressInCompletion(
  state: EditorState,
  completion: CompletionState,
  key: Key,
  completeness: (text: string) => Completeness,
): EditorStep {
  const { completion: _, ...rest } = state;
  const name = key.type === 'press' ? key.name : '';
  if (hasChoice(state)) {
    if (name === 'tab') return { state: chooseCandidate(state, completion, 1) };
    if (name === 'shift-tab') return { state: chooseCandidate(state, completion, -1) };
  }
  return name === 'escape' ? { state: rest } : pressInEditor(rest, key, completeness);
}

function pressEnter(state: EditorState, completeness: (text: string) => Completeness): EditorStep {
  const text = editorText(state);
  if (text.trim() === '') return { state: clearEditor(state) };
  const { lines, row, column } = state;
  const line = lines[row] ?? '';
  const isCommand = lines.length === 1 && startsWithDot(text);
  if (!isCommand) {
    if (line.endsWith('\\') && column === line.length && !endsInHeredoc(lines.slice(0, row))) {
      return { state: insert(replace(state, row, column - 1, row, column, ''), '\n') };
    }
    if (completeness(text) === 'incomplete') return { state: insert(state, '\n') };
  }
  return { state: clearEditor(state), submitted: text };
}

/** Within a heredoc a `\` at the line's end is text. */
function endsInHeredoc(lines: readonly string[]): boolean {
  let tag: string | undefined;
  for (const line of lines) {
    if (tag === undefined) tag = /<<[-+][ \t]*([A-Za-z_]\w*)[ \t]*$/.exec(line)?.[1];
    else if (/^[ \t]*([A-Za-z_]\w*)/.exec(line)?.[1] === tag) tag = undefined;
  }
  return tag !== undefined;
}

/** Shows another text, the cursor at its end. */
function show(state: EditorState, text: string): EditorState {
  const lines = text.split('\n');
  return moveTo({ ...state, lines }, lines.length - 1, (lines.at(-1) ?? '').length);
}

function recallOlder(state: EditorState): EditorState {
  const { index, draft } = state.recalled ?? { index: state.history.length, draft: editorText(state) };
  const older = state.history[index - 1];
  return older === undefined ? state : { ...show(state, older), recalled: { index: index - 1, draft } };
}

function recallNewer(state: EditorState): EditorState {
  if (!state.recalled) return state;
  const { index, draft } = state.recalled;
  const newer = state.history[index + 1];
  if (newer !== undefined) return { ...show(state, newer), recalled: { index: index + 1, draft } };
  const { recalled: _, ...rest } = show(state, draft);
  return rest;
}

function pressInSearch(
  state: EditorState,
  search: Search,
  key: Key,
  completeness: (text: string) => Completeness,
): EditorStep {
  if (key.type !== 'press') {
    const query = search.query + key.text.replaceAll('\n', ' ');
    return { state: { ...state, search: find(state.history, { ...search, query }, state.history.length) } };
  }
  switch (key.name) {
    case 'ctrl-r':
    case 'up':
      return { state: { ...state, search: find(state.history, search, Math.max(0, search.index)) } };
    case 'backspace': {
      const query = search.query.slice(0, previousBoundary(search.query, search.query.length));
      return { state: { ...state, search: find(state.history, { ...search, query }, state.history.length) } };
    }
    case 'escape':
    case 'ctrl-g':
    case 'ctrl-c':
      return { state: leaveSearch(state, search.draft) };
    default: {
      const found = leaveSearch(state, state.history[search.index] ?? search.draft);
      return pressInEditor(found, key, completeness);
    }
  }
}

function leaveSearch(state: EditorState, text: string): EditorState {
  const { search: _, recalled: __, ...rest } = state;
  return show(rest, text);
}

/** The newest entry before `before` that has the query's text; letter case counts only where the query has capitals. */
function find(history: readonly string[], search: Search, before: number): Search {
  if (search.query === '') return { ...search, index: history.length };
  const fold = /\p{Lu}/u.test(search.query) ? (text: string) => text : (text: string) => text.toLowerCase();
  const wanted = fold(search.query);
  for (let index = before - 1; index >= 0; index--) {
    if (fold(history[index] ?? '').includes(wanted)) return { ...search, index };
  }
  // The oldest find stays when there is no older one.
  const stays = fold(history[search.index] ?? '').includes(wanted) && search.index >= 0;
  return stays ? search : { ...search, index: -1 };
}
