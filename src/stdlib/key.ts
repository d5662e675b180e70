/** Key: secrets for a role. */
import { native, overload, parameter } from '../runtime/native.ts';
import { types } from '../runtime/types.ts';
import type { NativeMembers } from './native-members.ts';
import { createWithSecret } from './secret-document.ts';

const signature = '(data: { role: String, database: String | Null, ttl: Time | Null, data: { *: Any } | Null }) => Key';

export const keyMembers: NativeMembers = {
  functions: [
    native(
      'create',
      signature,
      'Creates a key for a role, whose secret is shown this once.',
      overload([parameter('data', types.object)], (context, _, data) => createWithSecret(context, 'Key', data)),
    ),
  ],
};
