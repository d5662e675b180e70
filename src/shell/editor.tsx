/** The query that is being typed, with its prompt. Its state: `editor-state.ts`; its rows: `editor-layout.ts`. */
import { Box, Text } from 'ink';
import { type ReactNode, useMemo } from 'react';
import type { EditorLayout, Row } from './editor-layout.ts';
import type { EditorState } from './editor-state.ts';
import { TAB } from './graphemes.ts';
import { paintStretch, type StyledSpan } from './highlight.ts';
import type { Look } from './print-output.ts';

/** A longer text is shown without colours: they are found anew with every key. Characters. */
const MAX_COLOURED = 20_000;

export interface EditorProps {
  readonly state: EditorState;
  readonly layout: EditorLayout;
  /** Stands before the first line. */
  readonly prompt: string;
  readonly look: Look;
}

export function Editor({ state: { lines, row }, layout: { rows }, prompt, look }: EditorProps): ReactNode {
  const { paint, highlight } = look;
  const coloured = useMemo(() => colourLines(lines, highlight), [lines, highlight]);
  const first = rows[0];
  const last = rows.at(-1);
  const isWhole =
    first?.line === 0 && first.from === 0 && last?.line === lines.length - 1 && last.to === lines.at(-1)?.length;
  return (
    <Box flexDirection="column">
      {rows.map((each) => (
        <Text key={`${each.line}:${each.from}`} wrap="truncate">
          {each.line === 0 && each.from === 0 ? paint(prompt, 'prompt') : ''}
          {paintRow(each, lines[each.line] ?? '', coloured, look)}
        </Text>
      ))}
      {isWhole ? null : (
        <Text wrap="truncate">
          {paint(`line ${(row + 1).toLocaleString('en')} of ${lines.length.toLocaleString('en')}`, 'dim')}
        </Text>
      )}
    </Box>
  );
}

interface Coloured {
  readonly spans: readonly StyledSpan[];
  /** Where each line starts in the text. */
  readonly starts: readonly number[];
}

function colourLines(lines: readonly string[], highlight: Look['highlight']): Coloured | undefined {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
    if (at > MAX_COLOURED) return undefined;
  }
  return { spans: highlight(lines.join('\n')), starts };
}

function paintRow({ line, from, to }: Row, text: string, coloured: Coloured | undefined, { paint }: Look): string {
  const start = coloured?.starts[line];
  // A space holds the place of an empty row.
  if (to === from) return ' ';
  if (!coloured || start === undefined) return text.slice(from, to).replaceAll('\t', TAB);
  const spans = coloured.spans
    .filter((span) => span.end > start + from && span.start < start + to)
    .map((span) => ({ ...span, start: span.start - start, end: span.end - start }));
  return paintStretch(text, spans, from, to, paint).replaceAll('\t', TAB);
}
