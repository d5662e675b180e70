/**
 * A backtracking reader that can say what it expected where it failed.
 *
 * Fauna reported syntax errors in the way of its parser library: alternatives are tried in order; a cut forbids going
 * back behind it; the place of the error is where the outermost reader gave up, which is not always the furthest it
 * came; and the names listed are those of the outermost readers that failed just there. Its messages can only be
 * repeated by reading so. The grammar proper is in `grammar/`; this reads again what that refused, once to find the
 * place and once more to collect the names.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { Source, Span } from '../source.ts';

/** Reads from where the run stands. The value counts only when the run is `ok` afterwards. */
export type Reader<Value> = (run: Run) => Value;

/** Names of readers; each may be costly to put together and is rarely asked for. */
export type Names = readonly (string | (() => string))[];

export const none: Names = [];

export class Run {
  at = 0;
  ok = true;
  /** Whether a failure is final: no other alternative is tried. */
  cut = true;
  /** What was found wrong on the way, whether or not the reading failed. */
  readonly diagnostics: Diagnostic[] = [];
  /** What was expected, as far as it is known. */
  expected: Names = none;
  /** How the reader that ran last calls itself. */
  own: Names = none;
  /** The first name given after the last failure. */
  private last: Names | undefined;

  readonly text: string;

  constructor(
    readonly source: Source,
    /** Where to collect names; -1: nowhere. */
    readonly trace: number,
    readonly isTemplate: boolean,
  ) {
    this.text = source.text;
  }

  span(start: number, end: number): Span {
    return { source: this.source, start, end };
  }

  /** The names of what was expected where the reading failed, each once. */
  expectations(): string[] {
    return [...new Set([...(this.last ?? none), ...this.expected].map(textOf))].sort();
  }

  succeed(at: number): void {
    this.at = at;
    this.ok = true;
  }

  fail(at: number): void {
    this.at = at;
    this.ok = false;
    this.last = undefined;
  }

  /** A failure that goes on from one within. */
  giveUp(at: number, cut: boolean): void {
    this.at = at;
    this.cut = cut;
  }

  /** Names what was read or failed from `start` on, as one whole. */
  nameWhole(start: number, name: string | (() => string)): void {
    if (this.at < this.trace) {
      this.own = none;
      this.expected = none;
      return;
    }
    if (this.trace < 0) return;
    if (!this.ok) this.last ??= [name];
    this.own = start >= this.trace ? [name] : none;
    this.expected = this.failsAround(start) ? this.own : none;
  }

  /** Names what is made of parts: a failure at the place in question goes by `own`, another by its parts' names. */
  nameParts(start: number, own: Names, parts: Names, keepParts = false): void {
    if (this.trace < 0) return;
    if (!this.ok) this.last ??= own;
    this.own = own;
    this.expected = this.failsAround(start) && !keepParts ? own : parts;
  }

  private failsAround(start: number): boolean {
    return !this.cut && !this.ok && start <= this.trace && this.trace <= this.at;
  }
}

function textOf(name: string | (() => string)): string {
  return typeof name === 'string' ? name : name();
}

/** One text for several names, as where a name is made of them. */
export function joinNames(names: Names): string {
  const texts = [...new Set([...names].reverse().map(textOf))];
  return texts.length === 1 ? (texts[0] as string) : `(${texts.join(' | ')})`;
}
