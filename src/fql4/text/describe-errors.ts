/** Errors of FQL v4 as text, each with its place in the query. */
import { type Diagnostic, error } from '../../language/diagnostic.ts';
import type { Span } from '../../language/source.ts';
import { placeOf, type Wire } from './wire.ts';

/** As the answer has them. Source: recorded answers of `POST /`. */
export interface Fql4Error {
  readonly code: string;
  readonly description: string;
  /** Where in the expression. */
  readonly position?: readonly (string | number)[];
  /** What is wrong with which field of a document. */
  readonly failures?: readonly Fql4FieldError[];
  /** What went wrong within a function that was called. */
  readonly cause?: readonly Fql4Error[];
}

export interface Fql4FieldError {
  readonly field: readonly (string | number)[];
  readonly code: string;
  readonly description: string;
}

export function describeErrors(errors: readonly Fql4Error[], expression: Wire): Diagnostic[] {
  return errors.map((each) => error(describe(each), firstLineOf(placeOf(expression, each.position ?? []))));
}

function describe({ code, description, failures = [], cause = [] }: Fql4Error): string {
  const lines = [`${code}: ${description}`];
  if (failures.length > 0) lines.push('failures:', ...failures.map(describeField));
  if (cause.length > 0) lines.push('cause:', ...cause.map((each) => indent(describe(each))));
  return lines.join('\n');
}

function describeField({ field, code, description }: Fql4FieldError): string {
  const path = field.join('.');
  return `  ${path === '' ? '' : `${path}: `}${code}: ${description}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** An object of many lines is told well enough by its first. */
function firstLineOf(span: Span): Span {
  const end = span.source.text.slice(span.start, span.end).search(/[\r\n]/);
  return end < 0 ? span : { ...span, end: span.start + end };
}
