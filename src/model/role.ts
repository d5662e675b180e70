/** A user-defined role, made from its Role document. */
import type { Source } from '../language/source.ts';
import type { StoredPredicate } from './stored-predicate.ts';

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

/** A function that says whether something is allowed: text of FQL v10, or a lambda of FQL v4. */
export type Predicate = Source | StoredPredicate;

export interface RoleDefinition {
  readonly name: string;
  readonly privileges: readonly Privilege[];
  readonly membership: readonly Membership[];
}

export interface Privilege {
  /** The name of a collection or function, or the number of an index of FQL v4. */
  readonly resource: string | { readonly index: bigint };
  /** Allowed, or allowed where the predicate holds; an action that is not named is denied. */
  readonly actions: Readonly<Partial<Record<Action, true | Predicate>>>;
}

export interface Membership {
  /** The name of a collection whose documents, as identities, have the role. */
  readonly resource: string;
  readonly predicate: Predicate | undefined;
}
