/** A piece of text that FQL or FSL was read from, and places within it. */

/** A text with the name that diagnostics show for it: `*query*`, `*udf:Signup*`, `*body*`, `main.fsl` … */
export class Source {
  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** The query a client sent: its traces are shown to whoever sent it. */
  get isQuery(): boolean {
    return this.name === '*query*';
  }
}

/** A stretch of a source: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A name as it was written. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

export const NO_SOURCE = new Source('', '');
/** The place of what no text stands for. */
export const NO_SPAN: Span = { source: NO_SOURCE, start: 0, end: 0 };

/** From the start of `first` to the end of `last`. */
export function join(first: Span, last: Span): Span {
  return { source: first.source, start: first.start, end: last.end };
}

/** Whether `inner` touches `outer`: the test that decides if a hint repeats its error's place. */
export function overlaps(outer: Span, inner: Span): boolean {
  return (
    outer.source === inner.source &&
    ((inner.start >= outer.start && inner.start <= outer.end) || (inner.end >= outer.start && inner.end <= outer.end))
  );
}

/**
 * Stands in a query that was sent in fragments for a value sent beside it. The NUL, which no query can hold, is shown
 * as `<`.
 */
export const PLACEHOLDER = '\0value>';

/** The variable that the value of a placeholder becomes: its place among all placeholders of the text is its number. */
export function placeholderName(ordinal: number): string {
  return `$${ordinal}`;
}

/** The name of a variable in a text of its own: values that were sent beside a query get one that a text can hold. */
export function nameInText(name: string): string {
  return name.startsWith('$') ? `__value_${name.slice(1)}` : name;
}

/** Where the placeholders of a text are. */
export function placeholdersOf(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(PLACEHOLDER); at !== -1; at = text.indexOf(PLACEHOLDER, at + 1)) offsets.push(at);
  return offsets;
}

/** A part of a source as a text of its own. */
export function textOf({ text }: Source, start: number, end: number): string {
  const part = text.slice(start, end);
  if (!part.includes(PLACEHOLDER)) return part;
  let ordinal = placeholdersOf(text).findIndex((offset) => offset >= start);
  return part.replaceAll(PLACEHOLDER, () => nameInText(placeholderName(ordinal++)));
}
