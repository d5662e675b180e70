/** Faunula as a library: a database in the process itself. */
import { type OpenDatabase, openDatabase } from '../database.ts';
import type { Engine } from '../engine.ts';
import type { ErrorCode } from '../language/error-codes.ts';
import type { ConstraintFailure } from '../language/failure.ts';
import { ADMIN } from '../model/authority.ts';
import type { QueryAnswer, QueryStats } from '../query/answer.ts';
import type { Caller } from '../query/request.ts';
import { type InputJson, InvalidBody } from '../wire/json-input.ts';
import { type QueryTemplate, readQuery } from '../wire/query-template.ts';
import { type Argument, decodeResult, encodeArgument, type ResultValue } from './argument.ts';
import type { Encodable } from './fql.ts';

export interface OpenOptions {
  /** The secret that may do everything, for clients and `as`; "secret" unless you say. */
  readonly secret?: string;
  /** Opens beside a process that writes, shows the database as it is at this moment, and takes no writes. */
  readonly readOnly?: boolean;
}

export interface QueryOptions {
  /** Whether to check the query before it runs; the database's setting where it is not said. */
  readonly typecheck?: boolean;
  /** Milliseconds; two minutes unless you say. */
  readonly timeout?: number;
  /** Whether the summary says what makes the query slow. */
  readonly performanceHints?: boolean;
}

export interface QueryResult<T> {
  readonly data: T;
  /** What the query logged, with warnings and hints; '' when there is nothing to say. */
  readonly summary: string;
  /** The time of the transaction, in microseconds since 1970. */
  readonly txnTime: number;
  readonly schemaVersion: number;
  readonly stats: QueryStats;
}

export type Arguments = Readonly<Record<string, Argument>>;

export interface Database {
  /**
   * Runs a query: a text with `args` for the names in it, or fql`…${value}…`. Rejects with a QueryError.
   *
   * @typeParam T what the query gives, which is taken as you say
   */
  query<T = ResultValue>(query: string | Encodable, args?: Arguments, options?: QueryOptions): Promise<QueryResult<T>>;
  /** The same database as the owner of a key's or token's secret sees it, or a scoped secret: `secret:child:server`. */
  as(secret: string): Database;
  /** Finishes what is under way and lets go of the file. */
  close(): Promise<void>;
}

/** A query that failed: with a code of Fauna's, and a summary that shows the place. */
export class QueryError extends Error {
  override name = 'QueryError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly summary: string,
    readonly constraintFailures: readonly ConstraintFailure[],
    /** The argument of `abort()`; undefined of other failures. */
    readonly abort: ResultValue | undefined,
  ) {
    super(message);
  }
}

/**
 * Opens the database in a file, made at first use, or without a path one that lives in memory. Rejects with a
 * StoreError that says what is wrong with the file.
 */
export async function open(path?: string, options: OpenOptions = {}): Promise<Database> {
  const { secret = 'secret', readOnly } = options;
  const database = await openDatabase(path, { rootSecret: secret, readOnly });
  return new LocalDatabase(database, { scope: '', authority: ADMIN });
}

/** What `open` gives. */
export class LocalDatabase implements Database {
  constructor(
    private readonly database: OpenDatabase,
    private readonly caller: Caller,
  ) {}

  get engine(): Engine {
    return this.database.engine;
  }

  async query<T = ResultValue>(
    query: string | Encodable,
    args: Arguments = {},
    { typecheck, timeout, performanceHints }: QueryOptions = {},
  ): Promise<QueryResult<T>> {
    const given = Object.entries(args).map(([name, value]): [string, InputJson] => [name, encodeArgument(value)]);
    const answer = await this.engine.query(this.caller, {
      fql: typeof query === 'string' ? query : templateOf(query),
      arguments: new Map(given),
      argumentFormat: 'tagged',
      formats: ['simple'],
      typecheck,
      timeoutMs: timeout,
      performanceHints,
    });
    return resultOf<T>(answer);
  }

  as(secret: string): Database {
    return new LocalDatabase(this.database, { secret });
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

function templateOf(query: Encodable): string | QueryTemplate {
  try {
    return readQuery(query.encode() as InputJson);
  } catch (problem) {
    if (problem instanceof InvalidBody) throw new TypeError(`This is no query: ${problem.message}`);
    throw problem;
  }
}

function resultOf<T>(answer: QueryAnswer): QueryResult<T> {
  if (answer.outcome === 'refused') throw new QueryError(answer.code, answer.message, '', [], undefined);
  const read = (text: string | undefined) => decodeResult(text ?? 'null');
  if (answer.outcome === 'failure') {
    const { code, message, summary, constraintFailures, abort } = answer;
    throw new QueryError(code, message, summary, constraintFailures, abort && read(abort.simple));
  }
  const { data, summary, txnTime, schemaVersion, stats } = answer;
  return { data: read(data.simple) as T, summary, txnTime, schemaVersion, stats };
}
