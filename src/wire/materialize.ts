/**
 * Reads what a result shows: the documents its references stand for, and the first page of each set. Done while the
 * transaction is open; the formats then only write text. Source: recorded `tagged values`, `decorated values`.
 */
import type { Context } from '../runtime/context.ts';
import type { DocumentReference } from '../runtime/document-access.ts';
import { noteObjectShown } from '../runtime/performance-hint.ts';
import {
  ArrayValue,
  Document,
  type EventSource,
  type NullCause,
  ObjectValue,
  SetValue,
  type Value,
} from '../runtime/value.ts';
import { encodeEventSource } from '../stdlib/event-token.ts';
import { cursorOf } from '../stdlib/sets/cursor.ts';
import { firstPage } from '../stdlib/sets/page.ts';
import { type Resolved, ResolvedDocuments } from './resolved-documents.ts';
import { ResponseSize, sizeOf } from './response-size.ts';

/** Sets within sets are read this deep; below, a set shows as its cursor. */
const setDepth = 10;

export interface Materialized {
  readonly value: Value;
  /** The time of the transaction in microseconds, which uncommitted times show. */
  readonly time: number;
  /** What a document that the result itself holds resolves to; undefined for one deeper within a document. */
  resolved(document: Document): Resolved | undefined;
  /** How a reference is written. */
  reference(document: Document): DocumentReference;
  /** The first page of a set as `{ data, after }`, or its cursor where it was not read. */
  page(set: SetValue): ObjectValue | string;
  eventSource(source: EventSource): string;
}

export function materialize(context: Context, value: Value): Materialized {
  const pages = new Map<SetValue, ObjectValue>();
  const documents = new ResolvedDocuments();
  const found: Document[] = [];
  const size = new ResponseSize(context);

  let level: Value[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const sets: SetValue[] = [];
    for (const each of level) gather(context, each, found, sets, size);
    level = [];
    if (depth >= setDepth) break;
    for (const set of sets) {
      const known = pages.get(set);
      if (known) {
        size.add(sizeOf(known));
        continue;
      }
      const page = pageObject(context, set);
      pages.set(set, page);
      level.push(page);
    }
  }

  const access = context.evaluation.documents;
  for (const document of found) {
    let resolved = documents.get(document);
    if (!resolved) {
      const fields = access.shownFields(context, document);
      resolved = fields instanceof ObjectValue ? { fields, size: sizeOf(fields) } : { missing: fields, size: 0 };
      documents.add(document, resolved);
    }
    size.add(resolved.size);
  }

  const { time } = context.transaction;
  return {
    value,
    time,
    resolved: (document) => documents.get(document),
    reference: (document) => access.reference(context, document),
    page: (set) => pages.get(set) ?? cursorOf(context, set).text,
    eventSource: (source) => encodeEventSource(context, source),
  };
}

function pageObject(context: Context, set: SetValue): ObjectValue {
  const { data, after } = firstPage(context, set);
  const fields = new Map<string, Value>([['data', new ArrayValue(data)]]);
  if (after) fields.set('after', after);
  return new ObjectValue(fields);
}

function gather(context: Context, value: Value, documents: Document[], sets: SetValue[], size: ResponseSize): void {
  size.addOne(value);
  if (value instanceof ArrayValue)
    for (const element of value.elements) gather(context, element, documents, sets, size);
  else if (value instanceof ObjectValue) {
    noteObjectShown(context, value);
    for (const element of value.fields.values()) gather(context, element, documents, sets, size);
  } else if (value instanceof Document) documents.push(value);
  else if (value instanceof SetValue) sets.push(value);
}

/** The words for a missing document in every format. */
export function describeMissing(cause: NullCause): string {
  switch (cause.type) {
    case 'deleted':
    case 'collection deleted':
    case 'permission denied':
      return cause.type;
    default:
      return 'not found';
  }
}
