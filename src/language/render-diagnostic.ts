/**
 * Diagnostics as text: message, place, the lines with the place marked, hints. Source: the summaries of recorded
 * answers (`errors-2`, `language`).
 */
import type { Diagnostic, DiagnosticKind, Hint } from './diagnostic.ts';
import { drawPlace, lineAt, type Mark } from './draw-place.ts';
import { NO_SOURCE, Source, type Span } from './source.ts';

const names: Readonly<Record<DiagnosticKind, string>> = {
  error: 'error',
  warning: 'warning',
  performance_hint: 'performance_hint',
  log: 'info',
};

/** What a hint stands below: on its line, the place is not said again. */
interface Parent {
  readonly line: number;
  readonly source: Source;
}

/** All of them, a blank line between two. */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderDiagnostic).join('\n\n');
}

export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { kind, message, span, annotation, hints = [], long } = diagnostic;
  const line = lineAt(span.source.text, span.start);
  if (kind === 'log' && !long)
    return `info at ${hasText(span.source) ? `${span.source.name}:${line}` : '<no source>'}: ${message}`;
  const parent = { line: hasText(span.source) ? line : 0, source: span.source };
  return [
    renderBody(heading(names[kind], message), span, '^', annotation),
    ...hints.map((hint) => renderHint(hint, parent)),
  ].join('\n');
}

/** A suggestion is shown as the text would be with it, what is new or changed marked. */
function renderHint({ kind, message, span, suggestion }: Hint, parent: Parent): string {
  const name = kind === 'named-trace' ? 'trace' : kind === 'trace' ? '' : kind;
  const title = heading(name, message);
  if (suggestion === undefined || suggestion === '') {
    return renderBody(title, span, suggestion === undefined ? '^' : '-', undefined, parent);
  }
  const { source, start, end } = span;
  const text = source.text.slice(0, start) + suggestion + source.text.slice(end);
  const changed = new Source(source.name, text);
  const place = { source: changed, start, end: start + suggestion.length };
  return renderBody(title, place, start === end ? '+' : '~', undefined, parent);
}

function heading(name: string, message: string): string {
  if (name === '') return '';
  return message === '' ? `${name}:\n` : `${name}: ${message}\n`;
}

function renderBody(title: string, span: Span, mark: Mark, annotation = '', parent?: Parent): string {
  if (!hasText(span.source)) return `${title}at <no source>`;
  const { drawing, line, column } = drawPlace(span, mark, annotation);
  const known = parent !== undefined && parent.line === line && parent.source.name === span.source.name;
  return `${title}${known ? '' : `at ${span.source.name}:${line}:${column}\n`}${drawing}`;
}

function hasText(source: Source): boolean {
  return source !== NO_SOURCE;
}
