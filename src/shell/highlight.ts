/** Colours for FQL: in the editor, in what was typed, and in answers, which are written in FQL too. */
import type { Paint, Style } from './paint.ts';

export interface StyledSpan {
  /** Offsets in the text; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly style: Style;
}

/** The stretches of a text that have a colour, in order and apart. Never throws, also for text that is no FQL. */
export type Highlight = (text: string) => readonly StyledSpan[];

/** Until the language is there. */
export const highlightNothing: Highlight = () => [];

/** Above this the colours cost more than they help. Characters. */
const MAX_COLOURED = 100_000;

/** The stretch of `text` from `from` to `to` in its colours. */
export function paintStretch(
  text: string,
  spans: readonly StyledSpan[],
  from: number,
  to: number,
  paint: Paint,
): string {
  let painted = '';
  let at = from;
  for (const { start, end, style } of spans) {
    if (end <= at) continue;
    if (start >= to) break;
    const first = Math.max(start, at);
    const last = Math.min(end, to);
    painted += text.slice(at, first) + paint(text.slice(first, last), style);
    at = last;
  }
  return painted + text.slice(at, to);
}

export function paintFql(text: string, highlight: Highlight, paint: Paint): string {
  if (text.length > MAX_COLOURED) return text;
  return paintStretch(text, highlight(text), 0, text.length, paint);
}
