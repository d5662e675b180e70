/** The prompt: which database, and who runs the queries. */
import { nextBoundary, textWidth } from './graphemes.ts';

/** `coffee Token of People "371…">` with a space behind it, in at most half of the columns. */
export function fitPrompt(prompt: string, columns: number): string {
  const most = Math.max(4, Math.floor(columns / 2) - 2);
  // An id is long, and its beginning says little less than all of it.
  const short = textWidth(prompt) > most ? prompt.replace(/"(\d{3})\d+"/, '"$1…"') : prompt;
  return `${truncate(short, most)}> `;
}

/** A text in at most `columns`: cut with an ellipsis. */
export function truncate(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let shown = '';
  for (let at = 0; at < text.length; ) {
    const next = nextBoundary(text, at);
    if (textWidth(shown) + textWidth(text.slice(at, next)) > columns - 1) break;
    shown += text.slice(at, next);
    at = next;
  }
  return `${shown}…`;
}
