/** A place in a text, drawn: its lines behind a gutter with their numbers, and what they hold of it marked. */
import type { Span } from './source.ts';

/** `^` a place, `-` what goes, `+` what is added, `~` what changes. */
export type Mark = '^' | '-' | '+' | '~';

export interface DrawnPlace {
  readonly drawing: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** The number, from 1, of the line that the offset stands on. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

interface Row {
  readonly label: string;
  readonly bracket: string;
  readonly text: string;
}

/** `annotation` stands behind the mark of a place within one line. */
export function drawPlace(span: Span, mark: Mark, annotation: string): DrawnPlace {
  const text = trimEnd(span.source.text);
  const length = span.end - span.start;
  // What lies behind the last visible character is marked there.
  const start = Math.min(span.start, text.length);
  const firstLine = lineAt(text, start);
  const lines = readLines(text === '' ? ' ' : text, start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1);
  const indent = start - lines.at;
  const first = lines.next() as string;
  const rows: Row[] = [{ label: `${firstLine} | `, bracket: '', text: first }];
  if (indent + length <= first.length || !lines.more()) {
    const marked = `${' '.repeat(indent)}${mark.repeat(length)}`;
    rows.push({ label: '| ', bracket: '', text: annotation === '' ? marked : `${marked} ${annotation}` });
  } else {
    rows.push({ label: '| ', bracket: ' _', text: `${'_'.repeat(indent)}${mark}` });
    let left = length - (first.length - indent);
    for (let line = firstLine + 1; left > 0; line++) {
      const next = lines.next() as string;
      rows.push({ label: `${line} | `, bracket: '| ', text: next });
      if (left <= next.length || !lines.more()) {
        rows.push({ label: '| ', bracket: '|_', text: `${'_'.repeat(left - 1)}^` });
        break;
      }
      left -= next.length;
    }
  }
  return { drawing: align(rows), line: firstLine, column: indent + 1 };
}

function align(rows: readonly Row[]): string {
  const edge: Row = { label: '| ', bracket: '', text: '' };
  const all = [edge, ...rows, edge];
  const widest = (of: (row: Row) => string) => all.reduce((width, row) => Math.max(width, of(row).length), 0);
  const labelWidth = widest(({ label }) => label);
  const bracketWidth = widest(({ bracket }) => bracket);
  return all
    .map(({ label, bracket, text }) => {
      // The placeholder of a query in fragments is shown as `<value>`.
      const shown = text.replaceAll('\0', '<');
      return trimEnd(label.padStart(labelWidth) + bracket.padStart(bracketWidth) + shown);
    })
    .join('\n');
}

/** Lines with the line breaks that end them, from the offset `at`. */
function readLines(text: string, at: number) {
  return {
    at,
    more(): boolean {
      return this.at < text.length;
    },
    next(): string {
      const end = text.indexOf('\n', this.at);
      const line = text.slice(this.at, end === -1 ? text.length : end + 1);
      this.at += line.length;
      return line;
    },
  };
}

/** Without white space at the end, of which a no-break space is none. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 28 && unit <= 31);
  return unit !== 0xa0 && unit !== 0x2007 && unit !== 0x202f && unit !== 0xfeff && /\s/.test(String.fromCharCode(unit));
}
