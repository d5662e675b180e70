/** Where the editor's text stands on the screen: rows of a window around the cursor. */
import { characterWidth, nextBoundary, textWidth } from './graphemes.ts';

export interface Row {
  /** The index of its line. */
  readonly line: number;
  /** The stretch of the line that it shows. */
  readonly from: number;
  readonly to: number;
  /** Columns left free before it: for the prompt, or the indent of further rows. */
  readonly indent: number;
}

export interface EditorLayout {
  readonly rows: readonly Row[];
  /** From the first row, and the left edge. */
  readonly cursor: { readonly x: number; readonly y: number };
}

export interface LayoutOptions {
  /** Columns of the prompt, before the first line. */
  readonly promptWidth: number;
  readonly columns: number;
  /** Rows that may be used; at least one. */
  readonly maxRows: number;
}

/** Columns before every row but the first: none, so that what is copied from the screen is the text. */
const INDENT = 0;

/** Only the lines that can be seen are looked at: a text of any length costs the same. */
export function layoutEditor(
  lines: readonly string[],
  cursor: { readonly row: number; readonly column: number },
  options: LayoutOptions,
): EditorLayout {
  const rowsOfLine = (line: number): Row[] => wrapLine(lines[line] ?? '', line, options);
  const own = rowsOfLine(cursor.row);
  const ownIndex = Math.max(
    0,
    own.findLastIndex((row) => row.from <= cursor.column),
  );
  const rows = [...own];
  let y = ownIndex;
  let above = cursor.row - 1;
  let below = cursor.row + 1;
  const rowsAbove = (): number => y;
  const rowsBelow = (): number => rows.length - 1 - y;
  // In turns, so that the cursor stays about in the middle of a text that does not fit.
  while (rows.length < options.maxRows && (above >= 0 || below < lines.length)) {
    if (above >= 0 && (rowsAbove() <= rowsBelow() || below >= lines.length)) {
      const more = rowsOfLine(above--);
      rows.unshift(...more);
      y += more.length;
    } else rows.push(...rowsOfLine(below++));
  }
  const excess = rows.length - options.maxRows;
  const start = excess > 0 ? Math.min(excess, Math.max(0, y - Math.floor(options.maxRows / 2))) : 0;
  const shown = rows.slice(start, start + options.maxRows);
  const row = rows[y];
  const before = (lines[cursor.row] ?? '').slice(row?.from ?? 0, cursor.column);
  return { rows: shown, cursor: { x: (row?.indent ?? 0) + textWidth(before), y: y - start } };
}

/** Columns that each row takes. */
export function rowWidths(lines: readonly string[], { rows }: EditorLayout): number[] {
  return rows.map(({ line, from, to, indent }) => indent + textWidth((lines[line] ?? '').slice(from, to)));
}

/** The last column stays free, so that the cursor has its place behind a full row. */
function wrapLine(text: string, line: number, { promptWidth, columns }: LayoutOptions): Row[] {
  const rows: Row[] = [];
  let from = 0;
  let width = 0;
  let indent = line === 0 ? promptWidth : INDENT;
  for (let at = 0; at < text.length; ) {
    const next = nextBoundary(text, at);
    const step = characterWidth(text.slice(at, next));
    if (indent + width + step > columns - 1 && at > from) {
      rows.push({ line, from, to: at, indent });
      from = at;
      width = 0;
      indent = INDENT;
    }
    width += step;
    at = next;
  }
  rows.push({ line, from, to: text.length, indent });
  return rows;
}
