/** Steps and widths of text as it is seen: what a person takes for one character may be many code units. */
import stringWidth from 'string-width';

let segmenter: Intl.Segmenter | undefined;
/** More code units than any cluster has that people type; it keeps a step in a long line short. */
const REACH = 64;

/** The end of the character that starts at `at`. */
export function nextBoundary(line: string, at: number): number {
  if (at >= line.length) return line.length;
  if (isPlain(line, at) && isPlain(line, at + 1)) return at + 1;
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(line.slice(at, at + REACH))) return at + segment.length;
  return at + 1;
}

/** The start of the character that ends at `at`. */
export function previousBoundary(line: string, at: number): number {
  if (at <= 0) return 0;
  if (isPlain(line, at - 1) && isPlain(line, at - 2)) return at - 1;
  segmenter ??= new Intl.Segmenter();
  const from = Math.max(0, at - REACH);
  let start = at - 1;
  for (const { index } of segmenter.segment(line.slice(from, at))) start = from + index;
  return start;
}

function isPlain(line: string, at: number): boolean {
  // NaN beyond the ends counts as plain.
  return !(line.charCodeAt(at) > 0x7e);
}

/** Columns that a character takes; a tab is shown as two spaces. */
export function characterWidth(character: string): number {
  if (character === '\t') return TAB.length;
  if (character.length === 1 && isPlain(character, 0)) return 1;
  return stringWidth(character);
}

/** Columns that a text without line ends takes. */
export function textWidth(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (let at = 0; at < text.length; ) {
    const next = nextBoundary(text, at);
    width += characterWidth(text.slice(at, next));
    at = next;
  }
  return width;
}

export const TAB = '  ';

/** The place in a line that is nearest to a column, not beyond it. */
export function offsetAtColumn(line: string, column: number): number {
  let width = 0;
  let at = 0;
  while (at < line.length) {
    const next = nextBoundary(line, at);
    width += characterWidth(line.slice(at, next));
    if (width > column) return at;
    at = next;
  }
  return at;
}

/** The start of the word before `at`, and the end of the one behind it. A word is letters, digits and `_`. */
export function previousWord(line: string, at: number): number {
  const before = line.slice(0, at);
  return before.replace(/[\p{L}\p{N}\p{M}_]*[^\p{L}\p{N}\p{M}_]*$/u, '').length;
}

export function nextWord(line: string, at: number): number {
  const match = /^[^\p{L}\p{N}_]*[\p{L}\p{N}\p{M}_]*/u.exec(line.slice(at));
  return at + (match?.[0].length ?? 0);
}

/** The start of what space bounds before `at`: what Ctrl-W cuts. */
export function previousSpace(line: string, at: number): number {
  return line.slice(0, at).replace(/\S+\s*$|\s+$/u, '').length;
}
