/** Documents with a secret that only the answer to their creation shows: keys and tokens. */
import { createDocument } from '../model/document-writes.ts';
import { readContents } from '../model/documents.ts';
import { takeSecret } from '../model/native/secret-fields.ts';
import type { Context } from '../runtime/context.ts';
import { Document, ObjectValue } from '../runtime/value.ts';

/** Creates a Key or Token; the reference that is given shows the secret besides what is kept. */
export function createWithSecret(context: Context, collection: 'Key' | 'Token', fields: ObjectValue): Document {
  const document = createDocument(context, collection, fields);
  const secret = takeSecret(context, document);
  const contents = readContents(context, document);
  if (secret === undefined || !contents) throw new Error('a document was created without its secret');
  const data = new ObjectValue(new Map([...contents.data.fields, ['secret', secret]]));
  return new Document(document.collection, document.id, { contents: { ...contents, data } });
}
