/**
 * Secrets with a scope behind them: `SECRET[:DATABASE/PATH]:ROLE`, where ROLE is a built-in one, `@role/NAME`, or
 * `@doc/COLLECTION/ID`, which FQL v4 calls `collections/…` and once called `classes/…`. Source: the reference page "Scoped keys", recorded `auth` of the wire.
 */
import { type BuiltInRole, isBuiltInRole } from './authority.ts';

export interface SecretScope {
  /** Names of databases on the way down; empty for the secret's own. */
  readonly path: readonly string[];
  readonly as:
    | { readonly kind: 'built-in'; readonly role: BuiltInRole }
    | { readonly kind: 'role'; readonly name: string }
    | { readonly kind: 'document'; readonly collection: string; readonly id: bigint };
}

export interface ScopedSecret {
  readonly secret: string;
  readonly scope: SecretScope | undefined;
}

/**
 * Undefined when what stands behind the secret is no scope.
 * DEPARTURE: the original takes a malformed scope, and a path without a role, for no scope at all and runs with all the
 * rights of the secret; that must not happen to whoever meant to give away less.
 */
export function parseScopedSecret(text: string): ScopedSecret | undefined {
  const [secret = '', ...scope] = text.split(':');
  if (secret === '' || scope.length > 2) return undefined;
  const role = scope.at(-1);
  if (role === undefined) return { secret, scope: undefined };
  const path = scope.length === 2 ? (scope[0] ?? '').split('/') : [];
  const as = parseRole(role);
  if (!as || path.includes('')) return undefined;
  return { secret, scope: { path, as } };
}

function parseRole(text: string): SecretScope['as'] | undefined {
  if (isBuiltInRole(text)) return { kind: 'built-in', role: text };
  const role = /^@role\/([^/]+)$/.exec(text);
  if (role?.[1]) return { kind: 'role', name: role[1] };
  const document = /^(?:@doc|collections|classes)\/([^/]+)\/(\d{1,19})$/.exec(text);
  if (document?.[1] && document[2]) return { kind: 'document', collection: document[1], id: BigInt(document[2]) };
  return undefined;
}
