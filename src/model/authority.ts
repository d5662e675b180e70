/** Who a query runs as: found from its secret by `authenticate.ts`, changed by a function's role. */
import type { Document } from '../runtime/value.ts';

export const builtInRoles = ['admin', 'server', 'server-readonly', 'client'] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

/**
 * - `built-in`: what the role of that name may do everywhere;
 * - `roles`: the union of the privileges of these user-defined roles, each a storage name of a Role document;
 * - `self`: an identity to which no role applies: it sees its own document and its own token, nothing else.
 */
export type Permissions =
  | { readonly kind: 'built-in'; readonly role: BuiltInRole }
  | { readonly kind: 'roles'; readonly names: readonly string[] }
  | { readonly kind: 'self' };

export interface Authority {
  readonly permissions: Permissions;
  /** The document a token was made for: `Query.identity()`. */
  readonly identity?: Document;
  /** The Token or Key document whose secret was used. */
  readonly token?: Document;
}

/** What the root secret and the shell's Admin may do. */
export const ADMIN: Authority = { permissions: { kind: 'built-in', role: 'admin' } };
