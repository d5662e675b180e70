/** What is said where a null stands in the way. Source: recorded `null_value`, `invalid_null_access`, `document_not_found`. */
import { hint } from '../language/diagnostic.ts';
import { Failure } from '../language/failure.ts';
import { type Name, overlaps, type Span } from '../language/source.ts';
import type { Context } from './context.ts';
import { Document, Null, type NullCause, type Value } from './value.ts';

/**
 * The failure of a value that was asserted not to be null. `span`: where, else at the call under way. A hint shows
 * where the null came from, unless that is the same place.
 */
export function nullFailure(context: Context, cause: NullCause, span?: Span): Failure {
  const trace = context.trace(span);
  const at = trace[0];
  const known = at !== undefined && overlaps(at, cause.span);
  const hints = known ? [] : [hint('Null value created here', cause.span)];
  const documentMissing = cause.type === 'not found' || cause.type === 'deleted' || cause.type === 'collection deleted';
  return new Failure(documentMissing ? 'document_not_found' : 'null_value', describe(context, cause), trace, { hints });
}

function describe(context: Context, cause: NullCause): string {
  switch (cause.type) {
    case 'literal':
      return 'Null literal value';
    case 'missing field':
      return `Null value, due to missing field \`${cause.field}\``;
    case 'invalid number':
      return 'Null value, due to invalid number';
    case 'no such element':
      return `Null value, due to ${cause.reason}`;
    case 'permission denied':
      return 'Null value, due to permission denied';
    case 'collection deleted':
      return `Document with id ${cause.document.id} does not exist because the collection was deleted.`;
    default:
      return describeNotFound(context, cause.document);
  }
}

/** "Collection `People` does not contain document with id 1.", "Function `f` not found." */
export function describeNotFound(context: Context, document: Document): string {
  const { collection, id } = context.evaluation.documents.reference(context, document);
  return typeof id === 'string'
    ? `${collection} \`${id}\` not found.`
    : `Collection \`${collection}\` does not contain document with id ${id}.`;
}

/** Ends the query: a member of a null was accessed. `subjectSpan` is the place of the subject, `value` the subject. */
export function failNullAccess(
  context: Context,
  value: Value,
  cause: NullCause,
  member: Name,
  subjectSpan: Span,
): never {
  if (value instanceof Document && cause.type === 'not found') {
    return context.fail('document_not_found', describeNotFound(context, cause.document), { span: subjectSpan });
  }
  if (value instanceof Document && cause.type === 'permission denied') {
    return context.fail('permission_denied', 'Insufficient privileges to perform the action.', { span: subjectSpan });
  }
  return context.fail('invalid_null_access', `Cannot access \`${member.text}\` on null.`, {
    span: member.span,
    hints: [hint('Null value created here', cause.span)],
  });
}

/** What `?.` gives in place of a member of a null: a null of the same cause. */
export function nullOf(value: Value, cause: NullCause, subjectSpan: Span): Null {
  const missing = value instanceof Document && (cause.type === 'not found' || cause.type === 'permission denied');
  return new Null(missing ? { ...cause, span: subjectSpan } : cause);
}
