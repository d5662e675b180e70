/** From where an expression looks at the database: whose rights, as of when, with which variables. */
import type { Authority } from '../model/authority.ts';
import type { Context } from '../runtime/context.ts';
import type { ApiVersion } from './api-version.ts';
import type { Effect } from './effect.ts';
import type { Bindings } from './expression.ts';
import type { Session } from './session.ts';

export interface Place {
  readonly session: Session;
  /** The scope of the database the query runs in. */
  readonly scope: string;
  readonly authority: Authority;
  /** Microseconds: reads see the database as it was then; undefined is the transaction's own view. */
  readonly readTime: number | undefined;
  readonly limit: { readonly effect: Effect; readonly reason: string };
  readonly version: ApiVersion;
  readonly bindings: Bindings | null;
  /** Lambdas called within each other. */
  readonly depth: number;
}

/** The same place as the model sees it: permissions, versions and fields of documents are asked of that. */
export function contextAt({ session, scope, authority, readTime }: Place, other = scope): Context {
  return session.context(other, authority, readTime);
}
