/** Credentials: the password of a document. Source: recorded `tutorial`, `auth-2`. */

import type { NativeCollection } from '../native-collection.ts';
import { hashPassword } from '../password.ts';
import { textBefore, textField, withFields } from './fields.ts';
import { checkUserDocument } from './secret-fields.ts';
import { document, hiddenText, required, text } from './shapes.ts';

export const credentialCollection: NativeCollection = {
  name: 'Credential',
  identifiedBy: 'id',
  fields: {
    document: required(document),
    password: { shape: text, optional: true, writeOnly: true },
    hashed_password: hiddenText,
  },
  uniques: [['document']],
  checkEach: (context, write) => checkUserDocument(context, write),
  prepare: (_context, write) => {
    const password = textField(write.given, 'password');
    // A replaced credential has the password it is replaced with, or none.
    const kept = write.kind === 'update' ? textBefore(write, 'hashed_password') : undefined;
    const hash = password === undefined ? kept : hashPassword(password);
    return withFields(write.after!, { password: undefined, hashed_password: hash });
  },
};
