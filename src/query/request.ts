/** What may be asked of an engine, and who may ask. */
import type { VerifiedToken } from '../model/access-token.ts';
import type { Authority } from '../model/authority.ts';
import type { Context } from '../runtime/context.ts';
import type { InputJson } from '../wire/json-input.ts';
import type { QueryTemplate } from '../wire/query-template.ts';

export const formats = ['decorated', 'tagged', 'simple'] as const;
export type Format = (typeof formats)[number];

/**
 * Who asks: a secret, an access token that was verified (`Engine.recognize`), or an authority in a database that the
 * process itself grants (the shell's run menu).
 */
export type Caller =
  | { readonly secret: string }
  | { readonly verified: VerifiedToken }
  | { readonly scope: string; readonly authority: Authority };

export interface QueryRequest {
  readonly fql: string | QueryTemplate;
  /** Values of names that the text uses, as `argumentFormat` says; tagged by default. */
  readonly arguments?: Readonly<Record<string, InputJson>> | ReadonlyMap<string, InputJson> | undefined;
  readonly argumentFormat?: 'tagged' | 'simple' | undefined;
  /** The formats to write the result in. */
  readonly formats: readonly Format[];
  /** Whether to check the text before it runs; the database's setting where it is not said. */
  readonly typecheck?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  /** How often to run again when another commit came between. */
  readonly maxRetries?: number | undefined;
  readonly performanceHints?: boolean | undefined;
  /** Asked now and then while the query runs: true ends it. */
  readonly cancelled?: (() => boolean) | undefined;
}

/** What a query that is none of FQL v10 may ask for. */
export type TransactRequest = Pick<QueryRequest, 'timeoutMs' | 'maxRetries' | 'cancelled'>;

/** How far a query has come: begun at `started` (milliseconds since 1970), and run again so often. */
export interface Progress {
  readonly started: number;
  readonly retries: number;
}

/** One run of what is none of FQL v10; `keep`: whether its writes are to be kept. */
export type Attempt<T> = (context: Context, retries: number) => { readonly keep: boolean; readonly answer: T };
