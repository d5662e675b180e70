/** Tokens: secrets for an identity, a document of a user's collection. Source: recorded `tutorial`, `auth-2`. */
import type { NativeCollection } from '../native-collection.ts';
import { checkExpiry, checkUserDocument, forgetSecretOnDelete, withSecretHash } from './secret-fields.ts';
import { data, document, hiddenText, optional, readonlyText, required, time } from './shapes.ts';

export const tokenCollection: NativeCollection = {
  name: 'Token',
  identifiedBy: 'id',
  fields: {
    document: required(document),
    secret: readonlyText,
    hashed_secret: hiddenText,
    ttl: optional(time),
    data,
  },
  indexes: { byDocument: ['document'] },
  checkEach: (context, write) => checkUserDocument(context, write),
  check: (context, write) => checkExpiry(context, write),
  prepare: (context, write) => withSecretHash(context, 'Token', write),
  afterWrite: (context, write) => forgetSecretOnDelete(context, write),
};
