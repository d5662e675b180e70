/** The interactive shell as it is drawn. Its state: `shell-state.ts`; what it does: `shell-program.ts`. */
import { Box, Text, useCursor, useStdout } from 'ink';
import { type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { CompletionList, completionWidths, layoutCompletion } from './completion-list.tsx';
import { Editor } from './editor.tsx';
import { layoutEditor, rowWidths } from './editor-layout.ts';
import type { EditorState } from './editor-state.ts';
import { textWidth } from './graphemes.ts';
import { fitPrompt, truncate } from './prompt.ts';
import type { Frame } from './reflow.ts';
import { menuWidths, RunMenu } from './run-menu.tsx';
import { SECRET_WIDTHS, SecretPrompt, secretCursor } from './secret-prompt.tsx';
import type { ShellProgram, ShellView } from './shell-program.ts';
import { Spinner } from './spinner.tsx';
import type { TerminalSize } from './terminal.ts';
import { useKeys } from './use-keys.ts';
import { useTerminalSize } from './use-terminal-size.ts';

/** Rows that stay free: for the notice, the line count, and since a frame of the screen's height makes Ink clear it. */
const SPARE_ROWS = 4;

export function Shell({ program }: { readonly program: ShellProgram }): ReactNode {
  const view = useSyncExternalStore(program.subscribe, program.view);
  const { notice } = view.state;
  const size = useTerminalSize(program.options.size);
  useKeys(program.press);
  useWriting(program, view);
  const { setCursorPosition } = useCursor();
  const { content, cursor, widths } = drawMode(program, view, size);
  useFrame(program, { widths: notice === '' ? widths : [...widths, textWidth(notice)], cursor, columns: size.columns });
  // Without a place the cursor goes below all, where whoever gets the terminal next writes on.
  setCursorPosition(view.isPaused ? undefined : cursor);
  return (
    <Box flexDirection="column">
      {content}
      {notice === '' ? null : <Text wrap="truncate">{program.options.paint(notice, 'dim')}</Text>}
    </Box>
  );
}

/**
 * Writes what is to stay above the prompt, so that it scrolls into the terminal's own memory. As it is, and not through
 * the layout: long lines are then the terminal's to wrap, and stay whole when they are copied.
 */
function useWriting(program: ShellProgram, { unwritten }: ShellView): void {
  const { write } = useStdout();
  useLayoutEffect(() => {
    if (unwritten.length === 0) return;
    write(unwritten.join(''));
    program.written(unwritten.length);
  }, [program, unwritten, write]);
}

/** Tells the program what stands on the screen: it has to go when the terminal becomes narrower. */
function useFrame(program: ShellProgram, frame: Frame): void {
  useLayoutEffect(() => {
    program.frame = frame;
  });
}

interface Drawing {
  readonly content: ReactNode;
  readonly cursor?: { readonly x: number; readonly y: number };
  /** Columns of each of its rows. */
  readonly widths: readonly number[];
}

function drawMode(program: ShellProgram, view: ShellView, size: TerminalSize): Drawing {
  const { look } = program;
  const { paint } = look;
  const { mode, editor } = view.state;
  const maxRows = Math.max(1, size.rows - SPARE_ROWS);
  switch (mode.kind) {
    case 'running':
      return { content: <Spinner since={mode.since} cancelling={mode.cancelling} paint={paint} />, widths: [0] };
    case 'run-menu':
      return {
        content: <RunMenu menu={mode.menu} paint={paint} maxRows={maxRows} />,
        widths: menuWidths(mode.menu, maxRows),
      };
    case 'secret-prompt': {
      const { prompt } = mode;
      return {
        content: <SecretPrompt prompt={prompt} paint={paint} />,
        cursor: { x: secretCursor(prompt), y: 0 },
        widths: SECRET_WIDTHS,
      };
    }
    default: {
      const shown = editor.search ? showSearch(editor) : editor;
      const label = editor.search ? searchPrompt(editor, size.columns) : fitPrompt(view.prompt, size.columns);
      const names = editor.completion
        ? layoutCompletion(editor.completion, { columns: size.columns, rows: maxRows })
        : [];
      const layout = layoutEditor(shown.lines, shown, {
        promptWidth: textWidth(label),
        columns: size.columns,
        maxRows: Math.max(1, maxRows - names.length),
      });
      const content = (
        <>
          <Editor state={shown} layout={layout} prompt={label} look={look} />
          <CompletionList rows={names} paint={paint} />
        </>
      );
      const widths = [...rowWidths(shown.lines, layout), ...completionWidths(names)];
      return mode.kind === 'left' ? { content, widths } : { content, cursor: layout.cursor, widths };
    }
  }
}

/** The entry that a search found, as the text of the editor, the cursor where the searched text stands. */
function showSearch(state: EditorState): EditorState {
  const { search, history } = state;
  const found = search ? (history[search.index] ?? '') : '';
  const lines = found.split('\n');
  const wanted = search?.query.toLowerCase() ?? '';
  const row =
    wanted === ''
      ? 0
      : Math.max(
          0,
          lines.findIndex((line) => line.toLowerCase().includes(wanted)),
        );
  const column = Math.max(0, (lines[row] ?? '').toLowerCase().indexOf(wanted));
  return { ...state, lines, row, column };
}

function searchPrompt({ search }: EditorState, columns: number): string {
  const label = search?.index === -1 ? 'not found' : 'search';
  return `${truncate(`${label} '${search?.query ?? ''}'`, Math.max(4, Math.floor(columns / 2)))}: `;
}
