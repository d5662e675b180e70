/** Names that may go on where the cursor stands: what Tab makes of the editor's text. */
import type { Candidate, Completion } from './completion/complete.ts';
import { replace } from './editor-edits.ts';
import type { EditorState } from './editor-state.ts';

/** Shown below the text until another key than Tab is pressed. */
export interface CompletionState {
  readonly candidates: readonly Candidate[];
  /** That whose name stands in the text; -1 while only what all have in common does. */
  readonly chosen: number;
  /** Where the name begins in the cursor's line. */
  readonly column: number;
}

/** Whether Tab goes through the names that are shown. */
export function hasChoice({ completion }: EditorState): boolean {
  return completion !== undefined && completion.candidates.length > 1;
}

/** Whether Tab asks for names: at the start of a line it makes blanks. */
export function wantsCompletion({ lines, row, column, search }: EditorState): boolean {
  return search === undefined && (lines[row] ?? '').slice(0, column).trim() !== '';
}

/** The text up to the cursor. */
export function textBeforeCursor({ lines, row, column }: EditorState): string {
  return [...lines.slice(0, row), (lines[row] ?? '').slice(0, column)].join('\n');
}

/** Writes as much as all candidates have in common. `start` lies in the cursor's line. */
export function beginCompletion(state: EditorState, { start, candidates }: Completion): EditorState {
  const column = state.column - (textBeforeCursor(state).length - start);
  const [first, ...others] = candidates.map(({ name }) => name);
  if (first === undefined) return state;
  const typed = (state.lines[state.row] ?? '').slice(column, state.column);
  const common = others.reduce(commonPrefix, first);
  // Candidates in another letter case may have less in common than was typed.
  const written = common.length >= typed.length ? write(state, column, common) : state;
  return { ...written, completion: { candidates, chosen: others.length === 0 ? 0 : -1, column } };
}

/** The next candidate, or with -1 the one before; after the last comes the first. */
export function chooseCandidate(state: EditorState, completion: CompletionState, step: 1 | -1): EditorState {
  const { candidates, chosen, column } = completion;
  const from = chosen === -1 && step === -1 ? 0 : chosen;
  const next = (from + step + candidates.length) % candidates.length;
  const written = write(state, column, candidates[next]?.name ?? '');
  return { ...written, completion: { ...completion, chosen: next } };
}

function write(state: EditorState, column: number, name: string): EditorState {
  return replace(state, state.row, column, state.row, state.column, name);
}

function commonPrefix(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end++;
  return a.slice(0, end);
}
