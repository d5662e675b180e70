/** Token: secrets for an identity. */
import { native, overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import type { NativeMembers } from './native-members.ts';
import { createWithSecret } from './secret-document.ts';

const signature =
  '(data: { id: ID | Null, document: { *: Any } | Null, ttl: Time | Null, data: { *: Any } | Null }) => Token';

export const tokenMembers: NativeMembers = {
  functions: [
    native(
      'create',
      signature,
      'Creates a token for a document, whose secret is shown this once.',
      overload([parameter('data', types.object)], (context, _, data) => createWithSecret(context, 'Token', data)),
    ),
  ],
};
