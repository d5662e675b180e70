/** Query: who runs this query, and how its database is set. */
import type { Context } from '../runtime/context.ts';
import { native, overload } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { Module, Null, type Value } from '../runtime/value.ts';

function none(context: Context, reason: string): Null {
  return new Null({ type: 'no such element', reason, span: context.span });
}

function isEnvProtected(context: Context): Value {
  const { permissions } = context.authority;
  if (permissions.kind === 'built-in' && permissions.role === 'admin') return context.database.protected === true;
  return context.fail('permission_denied', 'Insufficient privileges to perform the action.');
}

const queryModulePrototype = new Prototype<Module>({
  name: 'QueryModule',
  methods: [
    native(
      'identity',
      '() => { *: Any } | Null',
      'The document that the token of this query was made for.',
      overload([], (context) => context.authority.identity ?? none(context, 'missing identity')),
    ),
    native(
      'isEnvProtected',
      '() => Boolean',
      'Whether the database refuses destructive schema changes; for admins.',
      overload([], isEnvProtected),
    ),
    native(
      'isEnvTypechecked',
      '() => Boolean',
      'Whether queries of the database are type checked by default.',
      overload([], (context) => context.database.typechecked),
    ),
    native(
      'token',
      '() => { *: Any } | Null',
      'The Token document whose secret this query was sent with, or what its access token says.',
      overload([], (context) => {
        const { token, claims } = context.authority;
        if (claims) return claims;
        return token?.collection === 'Token' ? token : none(context, 'no token');
      }),
    ),
  ],
});

export const queryModule: Module = new Module('Query', queryModulePrototype, (value) => value === queryModule);
