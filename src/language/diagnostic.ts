/** What is said to the author of a text about a place in it. `render-diagnostic.ts` draws it with its carets. */
import type { Span } from './source.ts';

export type DiagnosticKind = 'error' | 'warning' | 'log' | 'performance_hint';

export interface Diagnostic {
  readonly kind: DiagnosticKind;
  readonly message: string;
  readonly span: Span;
  /** Stands behind the carets: "^^ `if` is a keyword". */
  readonly annotation?: string;
  readonly hints?: readonly Hint[];
  /** Of a `log`: with its place drawn (`dbg`), or in one line (`log`). */
  readonly long?: boolean;
}

/**
 * - `hint`, `cause`, `performance_hint`: printed under that name;
 * - `named-trace`: an outer call under the heading `trace:`; `trace`: an outer call under its place alone.
 */
export type HintKind = 'hint' | 'cause' | 'performance_hint' | 'named-trace' | 'trace';

export interface Hint {
  readonly kind: HintKind;
  readonly message: string;
  readonly span: Span;
  /** The text that should stand in place of the span: '' removes it; at an empty span it is added. */
  readonly suggestion?: string;
}

export function hint(message: string, span: Span, suggestion?: string): Hint {
  return suggestion === undefined ? { kind: 'hint', message, span } : { kind: 'hint', message, span, suggestion };
}

export function cause(message: string, span: Span): Hint {
  return { kind: 'cause', message, span };
}

export function error(
  message: string,
  span: Span,
  more: { annotation?: string; hints?: readonly Hint[] } = {},
): Diagnostic {
  return { kind: 'error', message, span, ...more };
}
