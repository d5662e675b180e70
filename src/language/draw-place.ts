/** A place in a text, drawn: its lines behind a gutter with their numbers, and what they hold of it marked. */
import { isLineBreak } from '../../grammar/characters.ts';
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

/** Of a longer line only what is around the place is drawn, so that a message stays one to read. Characters. */
const MAX_LINE = 1000;
const MAX_ROWS = 200;
/** Before the place, in a line that is cut. */
const CONTEXT = 100;
const CUT = '…';

/** `annotation` stands behind the mark of a place within one line. */
export function drawPlace(span: Span, mark: Mark, annotation: string): DrawnPlace {
  const text = trimEnd(span.source.text);
  const length = span.end - span.start;
  // What lies behind the last visible character is marked there.
  const start = Math.min(span.start, text.length);
  const lines = new LineReader(text === '' ? ' ' : text, lineAt(text, start));
  let lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (start === 0) lineStart = 0;
  let first = lines.next();
  // A lone carriage return ends a line, too, though it does not count as one.
  while (lineStart + first.length <= start && lines.more) {
    lineStart += first.length;
    first = lines.next();
  }
  const firstLine = lines.number;
  const indent = start - lineStart;
  const shown = cutAround(first, indent, length);
  const rows: Row[] = [{ label: `${firstLine} | `, bracket: '', text: shown.text }];
  if (indent + length <= first.length || !lines.more) {
    const marked = `${' '.repeat(shown.indent)}${mark.repeat(shown.length)}`;
    rows.push({ label: '| ', bracket: '', text: annotation === '' ? marked : `${marked} ${annotation}` });
  } else {
    rows.push({ label: '| ', bracket: ' _', text: `${'_'.repeat(shown.indent)}${mark}` });
    let left = length - (first.length - indent);
    while (left > 0) {
      const next = lines.next();
      rows.push({ label: `${lines.number} | `, bracket: '| ', text: cutEnd(next) });
      if (left <= next.length || !lines.more) {
        rows.push({ label: '| ', bracket: '|_', text: `${'_'.repeat(Math.min(left - 1, MAX_LINE))}^` });
        break;
      }
      left -= next.length;
    }
  }
  return { drawing: align(leaveOutMiddle(rows)), line: firstLine, column: indent + 1 };
}

/** What of a line is drawn, and where the place stands in it. */
function cutAround(line: string, indent: number, length: number): { text: string; indent: number; length: number } {
  if (line.length <= MAX_LINE) return { text: line, indent, length };
  const from = indent <= CONTEXT ? 0 : indent - CONTEXT;
  const text = `${from === 0 ? '' : CUT}${cutEnd(line.slice(from))}`;
  const at = from === 0 ? indent : CONTEXT + CUT.length;
  return { text, indent: at, length: Math.max(1, Math.min(length, text.length - at)) };
}

function cutEnd(line: string): string {
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}${CUT}`;
}

function leaveOutMiddle(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MAX_ROWS) return rows;
  const half = MAX_ROWS / 2;
  return [...rows.slice(0, half), { label: '| ', bracket: '| ', text: CUT }, ...rows.slice(-half)];
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

/** The lines of a text with the line breaks that end them, from line `first` on. */
class LineReader {
  /** That of the line read last, from 1. */
  number = 0;
  private at = 0;

  constructor(
    private readonly text: string,
    first: number,
  ) {
    while (this.number < first - 1 && this.more) this.next();
  }

  get more(): boolean {
    return this.at < this.text.length;
  }

  next(): string {
    const start = this.at;
    while (this.more && !isLineBreak(this.text.charCodeAt(this.at))) this.at++;
    this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1;
    this.number++;
    return this.text.slice(start, this.at);
  }
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
