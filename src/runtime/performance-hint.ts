/**
 * Performance hints: what a query does that reads more than it needs to. Source: recorded `performance hints`; the
 * reference page "Performance hints".
 */
import type { Span } from '../language/source.ts';
import type { Context } from './context.ts';
import { coverage, type Origin, originOf, setOrigin } from './covering.ts';
import { type Document, ObjectValue } from './value.ts';

type Code = 'collection_scan' | 'full_set_read' | 'non_covered_document_read';

/** Each hint is given once, however often the query passes by its place. */
export function noteHint(context: Context, code: Code, text: string, span: Span): void {
  const { logs } = context.evaluation;
  const message = `${code} - ${text} See https://docs.fauna.com/performance_hint/${code}.`;
  const known = logs.some(
    (each) =>
      each.kind === 'performance_hint' &&
      each.message === message &&
      each.span.source === span.source &&
      each.span.start === span.start,
  );
  if (!known) logs.push({ kind: 'performance_hint', message, span });
}

/** Called when a field of a document was read, or of an object in one. `value`: what is there. */
export function noteFieldRead(
  context: Context,
  of: Document | ObjectValue,
  name: { readonly text: string; readonly span: Span },
  value: unknown,
): void {
  if (!context.evaluation.performanceHints) return;
  const origin = of instanceof ObjectValue ? originOf(of) : undefined;
  const covering = of instanceof ObjectValue ? origin?.covering : of.options.covering;
  if (!covering || (!origin && alwaysCovered.has(name.text))) return;
  const path = [...(origin?.path ?? []), name.text];
  const covered = coverage(covering, path);
  if (covered === 'none') noteUncovered(context, { covering, path, span: name.span });
  else if (covered === 'some' && value instanceof ObjectValue) setOrigin(value, { covering, path, span: name.span });
}

const alwaysCovered = new Set(['id', 'coll']);

/** Called when all of a document is shown. */
export function noteDocumentShown(context: Context, { options: { covering } }: Document): void {
  if (!context.evaluation.performanceHints || !covering) return;
  noteHint(context, 'non_covered_document_read', `Full documents returned from ${covering.index}.`, covering.span);
}

/** Called when all of an object is shown, which may be part of a document. */
export function noteObjectShown(context: Context, object: ObjectValue): void {
  if (!context.evaluation.performanceHints) return;
  const origin = originOf(object);
  if (origin) noteUncovered(context, origin);
}

function noteUncovered(context: Context, { covering: { index }, path, span }: Origin): void {
  noteHint(context, 'non_covered_document_read', `.${path.join('.')} is not covered by the ${index} index.`, span);
}
