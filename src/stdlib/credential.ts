/** Credential: passwords of documents, and logging in with them. Source: recorded `tutorial`, `auth-2`. */

import { credentialOf } from '../model/credential.ts';
import { documentAccess, readContents } from '../model/documents.ts';
import { verifyPassword } from '../model/password.ts';
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import { Document, ObjectValue, type Time, type Value } from '../runtime/value.ts';
import type { NativeMembers } from './native-members.ts';
import { createWithSecret } from './secret-document.ts';

const secret = parameter('secret', types.string);

export const credentialMembers: NativeMembers = {
  functions: [
    native(
      'byDocument',
      '(document: { *: Any } | Null) => Ref<Credential>',
      'The credential of a document.',
      // A reference to nothing, as the original's, where the document has none.
      overload([parameter('document', types.document)], (context, _, document) => {
        context.require('read', '`byDocument`');
        return new Document('Credential', credentialOf(context, document) ?? -1n);
      }),
    ),
  ],
  methods: [
    native(
      'login',
      '((secret: String) => Token) & ((secret: String, ttl: Time) => Token)',
      'Creates a token for the document of the credential, if the password is right.',
      overload([secret], (context, credential: Document, password) => login(context, credential, password, undefined)),
      overload([secret, parameter('ttl', types.time)], login),
    ),
    native(
      'verify',
      '(secret: String) => Boolean',
      'Whether the password is right.',
      overload([secret], (context, credential: Document, password) => matches(context, credential, password, 'verify')),
    ),
  ],
};

function login(context: Context, credential: Document, password: string, ttl: Time | undefined): Document {
  if (!matches(context, credential, password, 'login')) {
    return context.fail('invalid_secret', 'Provided secret did not match.');
  }
  const document = readContents(context, credential)?.data.fields.get('document');
  const fields: (readonly [string, Value])[] = document === undefined ? [] : [['document', document]];
  return createWithSecret(context, 'Token', ObjectValue.of(ttl ? [...fields, ['ttl', ttl]] : fields));
}

/** Whoever may not read the credential learns nothing of its password. */
function matches(context: Context, credential: Document, password: string, action: string): boolean {
  const cause = documentAccess.nullCause(context, credential, `\`${action}\``);
  const hash = cause ? undefined : readContents(context, credential)?.data.fields.get('hashed_password');
  return verifyPassword(password, typeof hash === 'string' ? hash : undefined);
}
