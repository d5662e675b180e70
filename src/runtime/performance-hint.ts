/**
 * Performance hints: what a query does that reads more than it needs to. Source: recorded `performance hints`; the
 * reference page "Performance hints".
 */
import type { Name, Span } from '../language/source.ts';
import type { Context } from './context.ts';
import { type Covering, coverage, type Location, locate } from './covering.ts';
import { reservedNames } from './field-names.ts';
import { type Document, ObjectValue, type Value } from './value.ts';

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

/** What a query knows of a document: what indexes told it, until it has to read the whole. */
interface Knowledge {
  /** By the names of the indexes that the document came out of before it was read. */
  readonly coverings: Map<string, Covering>;
  isWhole: boolean;
}

/** Where an object of a document came from that came out of an index. */
interface Origin {
  readonly knowledge: Knowledge;
  readonly location: Location;
  /** The place of the last access on the way to it. */
  readonly span: Span;
  /** Whether the document was read; else the index covers some of the object. */
  readonly ofWhole: boolean;
}

/** By the operations of a query, of which each has its own. Kept only while performance hints are asked for. */
const knowledgeOfQueries = new WeakMap<object, Map<string, Knowledge>>();
const origins = new WeakMap<ObjectValue, Origin>();

function knowledgeOf(context: Context, { collection, id, options }: Document, first: Knowledge): Knowledge {
  const { operations } = context.evaluation;
  const known = knowledgeOfQueries.get(operations) ?? new Map<string, Knowledge>();
  knowledgeOfQueries.set(operations, known);
  const key = `${collection}/${id}/${options.at ?? context.readTime ?? ''}`;
  const found = known.get(key) ?? first;
  known.set(key, found);
  return found;
}

/** Called when a document comes out of an index. */
export function noteIndexed(context: Context, document: Document, covering: Covering): void {
  const knowledge = knowledgeOf(context, document, { coverings: new Map(), isWhole: false });
  const { coverings, isWhole } = knowledge;
  if (!isWhole && !coverings.has(covering.index)) coverings.set(covering.index, covering);
}

/** Called when a field of a document was read. Gives what is there, which may come to remember where it was. */
export function noteFieldRead(context: Context, document: Document, name: Name, value: Value): Value {
  const knowledge = knowledgeOf(context, document, { coverings: new Map(), isWhole: true });
  const [covering] = knowledge.coverings.values();
  if (!covering) return value;
  const location = locate(covering.ofUsers, [name.text]);
  return noteRead(context, { knowledge, location, span: name.span, ofWhole: knowledge.isWhole }, value);
}

/** Called when a field of an object was read, which may be part of a document. Gives what is there. */
export function noteMemberRead(context: Context, object: ObjectValue, name: Name, value: Value): Value {
  const origin = origins.get(object);
  if (!origin) return value;
  return noteRead(context, { ...origin, location: [...origin.location, name.text], span: name.span }, value);
}

function noteRead(context: Context, origin: Origin, value: Value): Value {
  const { knowledge, location, ofWhole } = origin;
  const covered = coverage({ locations: locationsOf(knowledge) }, location);
  if (covered === 'none') noteUncovered(context, origin);
  // What was read then is nothing that an index told.
  if (!ofWhole && covered !== 'some') return value;
  if (!(value instanceof ObjectValue)) return value;
  // Read elsewhere, the same object is to remember another place.
  const copy = new ObjectValue(value.fields);
  origins.set(copy, origin);
  return copy;
}

/** Whether an index told the field, so that it does not have to be read or computed. */
export function isTold(context: Context, document: Document, name: string): boolean {
  const { coverings, isWhole } = knowledgeOf(context, document, { coverings: new Map(), isWhole: true });
  return !isWhole && [...coverings.values()].some((each) => coverage(each, locate(each.ofUsers, [name])) === 'all');
}

/** What `make` gives, without the hints that it gives. */
export function withoutHints<T>(context: Context, make: () => T): T {
  const { logs } = context.evaluation;
  const before = logs.length;
  try {
    return make();
  } finally {
    const added = logs.splice(before);
    logs.push(...added.filter(({ kind }) => kind !== 'performance_hint'));
  }
}

/** Called when all fields of a document are read, before its computed ones are. */
export function noteDocumentShown(context: Context, document: Document): void {
  if (!context.evaluation.performanceHints) return;
  knowledgeOf(context, document, { coverings: new Map(), isWhole: true }).isWhole = true;
  const { covering } = document.options;
  if (!covering) return;
  noteHint(context, 'non_covered_document_read', `Full documents returned from ${covering.index}.`, covering.span);
}

/** Called when all of an object is shown in a result, which may be part of a document. */
export function noteObjectShown(context: Context, object: ObjectValue): void {
  const origin = context.evaluation.performanceHints ? origins.get(object) : undefined;
  if (origin) noteUncovered(context, origin);
}

/** Called when an object is written out within the query. */
export function noteObjectPrinted(context: Context, object: ObjectValue): void {
  const origin = context.evaluation.performanceHints ? origins.get(object) : undefined;
  // What was read already is there to be printed.
  if (origin && !origin.ofWhole) noteUncovered(context, origin);
}

/** The document has to be read for this. */
function noteUncovered(context: Context, { knowledge, location, span }: Origin): void {
  const [first, second] = location;
  const shown = first === 'data' && second !== undefined && !reservedNames.has(second) ? location.slice(1) : location;
  const path = `.${shown.join('.')}`;
  const [only = '', ...others] = knowledge.coverings.keys();
  const text =
    others.length === 0
      ? `${path} is not covered by the ${only} index.`
      : `\`${path}\` is not covered by the following indexes: [${[only, ...others].join(',')}].`;
  noteHint(context, 'non_covered_document_read', text, span);
  knowledge.isWhole = true;
}

function locationsOf({ coverings }: Knowledge): readonly Location[] {
  return [...coverings.values()].flatMap(({ locations }) => locations);
}
