/** Who a query runs as: found from its secret by `authenticate.ts`, changed by a function's role. */
import type { Document, ObjectValue } from '../runtime/value.ts';

export const builtInRoles = ['admin', 'server', 'server-readonly', 'client'] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

/**
 * - `built-in`: what the role of that name may do everywhere;
 * - `roles`: the union of the privileges of these user-defined roles; where they are the roles of an identity, it may
 *   besides read its own credential and tokens, and delete the tokens;
 * - `self`: an identity to which no role applies: it may do that, and read its own document, nothing else.
 */
export type Permissions =
  | { readonly kind: 'built-in'; readonly role: BuiltInRole }
  | { readonly kind: 'roles'; readonly names: readonly string[]; readonly ofIdentity: boolean }
  | { readonly kind: 'self' };

export interface Authority {
  readonly permissions: Permissions;
  /** The document a token was made for, or that a scoped secret names: `Query.identity()`. */
  readonly identity?: Document;
  /** The Token whose secret was used: `Query.token()`. */
  readonly token?: Document;
  /** What the access token says that was used: `Query.token()` then. */
  readonly claims?: ObjectValue;
  /** The Key whose secret was used, where it is one of the database it opens: what FQL v4 calls the current token. */
  readonly key?: Document;
}

export function isBuiltInRole(name: string): name is BuiltInRole {
  return (builtInRoles as readonly string[]).includes(name);
}

/** What a built-in or user-defined role may do: that of a key, a function, a scoped secret. */
export function permissionsOfRole(name: string): Permissions {
  if (isBuiltInRole(name)) return { kind: 'built-in', role: name };
  return { kind: 'roles', names: [name], ofIdentity: false };
}

/** What the root secret and the shell's Admin may do. */
export const ADMIN: Authority = { permissions: { kind: 'built-in', role: 'admin' } };
