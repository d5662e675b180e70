/** Token: secrets for an identity. */
import { termsKey } from '../model/index-entries.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import { SetValue } from '../runtime/value.ts';
import { prefixRange } from '../transaction/key.ts';
import type { NativeMembers } from './native-members.ts';
import { createWithSecret } from './secret-document.ts';
import { IndexPlan } from './sets/index-plan.ts';

const signature =
  '(data: { id: ID | Null, document: { *: Any } | Null, ttl: Time | Null, data: { *: Any } | Null }) => Token';

export const tokenMembers: NativeMembers = {
  functions: [
    native(
      'byDocument',
      '(document: { *: Any }) => Set<Token>',
      'The tokens of a document.',
      overload([parameter('document', types.document)], (context, _, document) => {
        context.require('read', '`byDocument`');
        const range = prefixRange(termsKey([document], context.transaction.time) ?? '');
        const stretch = { range, reverse: false, readTime: context.atTime, ranged: false };
        return new SetValue(new IndexPlan('Token', 'byDocument', stretch));
      }),
    ),
    native(
      'create',
      signature,
      'Creates a token for a document, whose secret is shown this once.',
      overload([parameter('data', types.object)], (context, _, data) => createWithSecret(context, 'Token', data)),
    ),
  ],
};
