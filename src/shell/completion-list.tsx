/** The names that Tab found, below the text. Its state: `editor-completion.ts`. */
import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { CompletionState } from './editor-completion.ts';
import { textWidth } from './graphemes.ts';
import type { Paint } from './paint.ts';
import { truncate } from './prompt.ts';
import type { TerminalSize } from './terminal.ts';

/** Rows of names that are shown at once, at most. */
const mostRows = 6;
/** Those below the names. */
const noteRows = 2;
const gap = 2;

export interface CompletionRow {
  readonly cells: readonly { readonly text: string; readonly isChosen: boolean }[];
  readonly isNote: boolean;
}

/**
 * Names in columns, read from left to right; below them what the chosen one is, and how many do not fit. In `rows`, which
 * the text has to share.
 */
export function layoutCompletion(
  { candidates, chosen }: CompletionState,
  { columns, rows: available }: TerminalSize,
): CompletionRow[] {
  const maxRows = Math.max(1, Math.min(mostRows, Math.floor((available - noteRows) / 2)));
  const width = Math.max(...candidates.map(({ name }) => textWidth(name))) + gap;
  const perRow = Math.max(1, Math.floor((columns - 1) / width));
  const count = Math.ceil(candidates.length / perRow);
  const first = Math.min(Math.max(0, Math.floor(chosen / perRow) - maxRows + 1), Math.max(0, count - maxRows));
  const shown = candidates.slice(first * perRow, (first + maxRows) * perRow);
  const rows: CompletionRow[] = [];
  for (let at = 0; at < shown.length && candidates.length > 1; at += perRow) {
    const cells = shown.slice(at, at + perRow).map(({ name }, offset) => ({
      text: name + ' '.repeat(Math.max(0, width - textWidth(name))),
      isChosen: first * perRow + at + offset === chosen,
    }));
    rows.push({ cells, isNote: false });
  }
  const notes = [
    describeChosen(candidates[chosen]),
    shown.length < candidates.length ? `${candidates.length} names` : '',
  ];
  for (const note of notes.filter((text) => text !== '')) {
    rows.push({ cells: [{ text: truncate(note, columns - 1), isChosen: false }], isNote: true });
  }
  return rows;
}

function describeChosen(candidate: CompletionState['candidates'][number] | undefined): string {
  return candidate?.detail === undefined ? '' : `${candidate.name}: ${candidate.detail}`;
}

/** Columns that each row takes. */
export function completionWidths(rows: readonly CompletionRow[]): number[] {
  return rows.map(({ cells }) => cells.reduce((sum, { text }) => sum + textWidth(text), 0));
}

export function CompletionList({ rows, paint }: { rows: readonly CompletionRow[]; paint: Paint }): ReactNode {
  return rows.map(({ cells, isNote }) => (
    <Text key={cells[0]?.text} wrap="truncate">
      {cells
        .map(({ text, isChosen }) => (isChosen ? paint(text, 'inverse') : isNote ? paint(text, 'dim') : text))
        .join('')}
    </Text>
  ));
}
