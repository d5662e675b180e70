/** A user-defined role, made from its Role document. */
import type { Source } from '../language/source.ts';

export const actions = [
  'read',
  'write',
  'create',
  'create_with_id',
  'delete',
  'call',
  'history_read',
  'history_write',
  'unrestricted_read',
] as const;
export type Action = (typeof actions)[number];

export interface RoleDefinition {
  readonly name: string;
  readonly privileges: readonly Privilege[];
  readonly membership: readonly Membership[];
}

export interface Privilege {
  /** The name of a collection or function. */
  readonly resource: string;
  /** Allowed, or allowed where the predicate holds; an action that is not named is denied. */
  readonly actions: Readonly<Partial<Record<Action, true | Source>>>;
}

export interface Membership {
  /** The name of a collection whose documents, as identities, have the role. */
  readonly resource: string;
  readonly predicate: Source | undefined;
}
