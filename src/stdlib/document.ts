/** Documents: their fields, and how they are changed. Source: recorded `documents`; the reference page "Document". */
import type { Name } from '../language/source.ts';
import { deleteDocument, replaceDocument, updateDocument } from '../model/document-writes.ts';
import { readField } from '../model/documents.ts';
import type { Context } from '../runtime/context.ts';
import { type NativeFunction, native, overload, parameter } from '../runtime/native.ts';
import { isTold, noteFieldRead, withoutHints } from '../runtime/performance-hint.ts';
import { missingField, NullSubject, Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import type { Document, NullCause, Value } from '../runtime/value.ts';
import { deletedModule } from './deleted-collection.ts';
import { keyArgument } from './object.ts';

const data = parameter('data', types.object);

const common: readonly NativeFunction<Document>[] = [
  native('delete', '() => NullDoc', 'Deletes the document.', overload([], deleteDocument)),
  native(
    'exists',
    '() => Boolean',
    'Whether the document is there.',
    overload([], (context, document) => {
      return context.evaluation.documents.nullCause(context, document, '`exists`') === undefined;
    }),
  ),
  native(
    'replace',
    '(data: { *: Any }) => Doc',
    'Gives the document these fields and no other.',
    overload([data], (context, document, fields) => replaceDocument(context, document, fields)),
  ),
  native(
    'update',
    '(data: { *: Any }) => Doc',
    'Changes these fields of the document; null takes a field away.',
    overload([data], (context, document, fields) => updateDocument(context, document, fields)),
  ),
];

const ofUsers: readonly NativeFunction<Document>[] = [
  native(
    'replaceData',
    '(data: { *: Any }) => Doc',
    'Gives the document these fields and no other, whatever their names.',
    overload([data], (context, document, fields) => replaceDocument(context, document, fields, 'plain')),
  ),
  native(
    'updateData',
    '(data: { *: Any }) => Doc',
    'Changes these fields of the document, whatever their names.',
    overload([data], (context, document, fields) => updateDocument(context, document, fields, 'plain')),
  ),
];

function getField(context: Context, document: Document, name: Name): Value | NullSubject {
  if (name.text === 'coll' && !context.database.schema.collection(document.collection)) return deletedModule;
  const { performanceHints } = context.evaluation;
  const found = performanceHints ? readNoted(context, document, name) : readField(context, document, name.text);
  if (found === undefined) return missingField(document, name);
  return isNullCause(found) ? new NullSubject(found) : found;
}

/** Reads a field and gives the hints about it. What computed fields read, they note themselves. */
function readNoted(context: Context, document: Document, name: Name): Value | NullCause | undefined {
  const read = () => readField(context, document, name.text);
  const collection = context.database.schema.collection(document.collection);
  if (collection?.computedFields.has(name.text)) {
    return isTold(context, document, name.text) ? withoutHints(context, read) : read();
  }
  const found = read();
  const isIdentity = name.text === 'coll' || name.text === collection?.identifiedBy;
  if (isIdentity || (found !== undefined && isNullCause(found))) return found;
  return noteFieldRead(context, document, name, found ?? missingField(document, name));
}

function isNullCause(found: Value | NullCause): found is NullCause {
  return typeof found === 'object' && 'type' in found && 'span' in found;
}

/** Every method but `exists` needs the document to be there. */
function getMethod(context: Context, document: Document, name: Name): NullSubject | undefined {
  if (name.text === 'exists') return undefined;
  const cause = context.evaluation.documents.nullCause(context, document, 'Reading a field');
  return cause && new NullSubject(cause);
}

/** What documents of one kind of collection can do; `methods` are those of that kind alone. */
export function makeDocumentPrototype(name: string, methods: readonly NativeFunction<Document>[]): Prototype<Document> {
  return new Prototype<Document>({
    name,
    methods: [...common, ...methods],
    access: (context, document, args, span) => getField(context, document, { text: keyArgument(context, args), span }),
    dynamic: { getField, getMethod },
  });
}

/** Of users' collections. */
export const documentPrototype = makeDocumentPrototype('Doc', ofUsers);
