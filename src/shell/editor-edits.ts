/** What keys do to the editor's text and cursor, piece by piece. Which key does what: `editor-state.ts`. */
import type { EditorState } from './editor-state.ts';
import { offsetAtColumn, textWidth } from './graphemes.ts';

export function insert(state: EditorState, text: string): EditorState {
  return replace(state, state.row, state.column, state.row, state.column, text);
}

/** Puts `text` in place of what stands between two places; the cursor goes behind it. */
export function replace(
  state: EditorState,
  fromRow: number,
  fromColumn: number,
  toRow: number,
  toColumn: number,
  text: string,
): EditorState {
  const before = (state.lines[fromRow] ?? '').slice(0, fromColumn);
  const behind = (state.lines[toRow] ?? '').slice(toColumn);
  const inserted = text.split('\n');
  inserted[0] = before + inserted[0];
  const last = inserted.length - 1;
  const column = (inserted[last] ?? '').length;
  inserted[last] += behind;
  const lines = state.lines.slice(0, fromRow).concat(inserted, state.lines.slice(toRow + 1));
  const { goal: _, ...rest } = state;
  return { ...rest, lines, row: fromRow + last, column };
}

export function cut(
  state: EditorState,
  fromRow: number,
  fromColumn: number,
  toRow: number,
  toColumn: number,
): EditorState {
  const text = state.lines
    .slice(fromRow, toRow + 1)
    .map((line, index) => line.slice(index === 0 ? fromColumn : 0, index === toRow - fromRow ? toColumn : line.length))
    .join('\n');
  if (text === '') return state;
  return { ...replace(state, fromRow, fromColumn, toRow, toColumn, ''), cut: text };
}

/** Joins the line with the one before it. */
export function cutLineEnd(state: EditorState): EditorState {
  const { lines, row } = state;
  return row > 0 ? cut(state, row - 1, lengthOf(lines, row - 1), row, 0) : state;
}

export function moveTo(state: EditorState, row: number, column: number): EditorState {
  const { goal: _, ...rest } = state;
  return { ...rest, row, column };
}

export function moveBeforeLine(state: EditorState): EditorState {
  return state.row > 0 ? moveTo(state, state.row - 1, lengthOf(state.lines, state.row - 1)) : state;
}

export function moveBehindLine(state: EditorState): EditorState {
  return state.row < state.lines.length - 1 ? moveTo(state, state.row + 1, 0) : state;
}

export function moveVertically(state: EditorState, row: number): EditorState {
  const goal = state.goal ?? textWidth((state.lines[state.row] ?? '').slice(0, state.column));
  return { ...state, row, column: offsetAtColumn(state.lines[row] ?? '', goal), goal };
}

export function lengthOf(lines: readonly string[], row: number): number {
  return (lines[row] ?? '').length;
}
