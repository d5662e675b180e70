/** A store with what the queries on it share: transactions and their commits, plans, streams. */
import { Fql4Streams } from './events/fql4-streams.ts';
import { EventService, type EventServiceOptions, type OpenContext } from './events/service.ts';
import { isAccessToken, readAccessToken, type TokenVerifier } from './model/access-token.ts';
import type { QueryAnswer } from './query/answer.ts';
import { openContext, type Shared } from './query/open-context.ts';
import { Plans } from './query/plans.ts';
import type { Attempt, Caller, QueryRequest, TransactRequest } from './query/request.ts';
import { runQuery } from './query.ts';
import type { Context } from './runtime/context.ts';
import type { Store } from './store/store.ts';
import { beginTransaction } from './transaction/begin.ts';
import type { Transaction } from './transaction/transaction.ts';

export interface EngineOptions extends EventServiceOptions {
  /** Checks access tokens; where there is none, they open nothing. */
  readonly verifyToken?: TokenVerifier | undefined;
}

const defaultMaxRetries = 7;

export class Engine {
  /** Streams and feeds of event sources. */
  readonly events: EventService<Caller>;
  /** Streams of FQL v4. */
  readonly fql4Streams: Fql4Streams<Caller>;
  private readonly shared: Shared;

  constructor(
    readonly store: Store,
    /** The secret that may do everything in every database; none where secrets come from keys and tokens alone. */
    readonly rootSecret?: string,
    private readonly options: EngineOptions = {},
  ) {
    this.shared = { rootSecret, plans: new Plans() };
    const open: OpenContext<Caller> = (transaction, caller, timeoutMs) =>
      openContext(this.shared, transaction, caller, { timeoutMs }, { started: Date.now() });
    this.events = new EventService(store, open, options);
    this.fql4Streams = new Fql4Streams(store, open);
  }

  /** Ends the streams that are open. */
  endStreams(): void {
    this.events.endStreams();
    this.fql4Streams.endStreams();
  }

  /** Ends all streams and follows the store no longer: it is about to be closed. */
  close(): void {
    this.events.close();
    this.fql4Streams.close();
  }

  /** Runs a query. Throws only what is no fault of the query: a StoreError, or a fault of ours. */
  async query(caller: Caller, request: QueryRequest): Promise<QueryAnswer> {
    const started = Date.now();
    const isToken = 'secret' in caller && isAccessToken(caller.secret);
    // Only then: whoever waits for nothing begins at once.
    const recognized = isToken ? await this.recognize(caller) : caller;
    const answer = await this.commitOf(request, (transaction, retries) => {
      const answer = runQuery(this.shared, transaction, recognized, request, { started, retries });
      return { keep: answer.outcome === 'success', answer };
    });
    if (answer !== 'contended') return answer;
    const message = 'Transaction was aborted due to detection of concurrent modifications. Run the query again.';
    return { outcome: 'refused', code: 'contended_transaction', message };
  }

  /**
   * Runs what is no query of FQL v10 in a transaction of its own, again as often as another commit comes between.
   * Undefined when there is no such caller. Throws only what is no fault of the query.
   */
  async transact<T>(
    caller: Caller,
    request: TransactRequest,
    attempt: Attempt<T>,
  ): Promise<T | 'contended' | undefined> {
    const started = Date.now();
    const recognized = await this.recognize(caller);
    return this.commitOf(request, (transaction, retries) => {
      const context = openContext(this.shared, transaction, recognized, request, { started });
      return context ? attempt(context, retries) : { keep: false, answer: undefined };
    });
  }

  /**
   * What `look` makes of the database as the caller sees it; undefined when there is no such caller. Writes are not
   * kept.
   */
  async look<T>(caller: Caller, look: (context: Context) => T): Promise<T | undefined> {
    const transaction = beginTransaction(this.store);
    const context = openContext(this.shared, transaction, caller, {}, { started: Date.now() });
    const seen = context && look(context);
    await transaction.snapshot.durable();
    return seen;
  }

  /**
   * A caller with an access token as the one it is verified to be of. Other callers, and tokens that are not to be
   * trusted, stay what they are: a token that is not verified opens nothing.
   */
  async recognize(caller: Caller): Promise<Caller> {
    if (!('secret' in caller) || !isAccessToken(caller.secret)) return caller;
    const token = readAccessToken(this.store.snapshot(), caller.secret);
    const payload = token && (await this.options.verifyToken?.(token));
    if (!token || payload === undefined) return caller;
    const { text: _, ...claimed } = token;
    return { verified: { ...claimed, payload } };
  }

  /** The answer of the run that was committed, or that is not to be kept; what it has seen is safe on disk by then. */
  private async commitOf<T>(
    { maxRetries = defaultMaxRetries }: TransactRequest,
    run: (transaction: Transaction, retries: number) => { readonly keep: boolean; readonly answer: T },
  ): Promise<T | 'contended'> {
    for (let retries = 0; ; retries++) {
      const transaction = beginTransaction(this.store);
      const { keep, answer } = run(transaction, retries);
      if (!keep) {
        await transaction.snapshot.durable();
        return answer;
      }
      const { committed, durable } = transaction.commit();
      if (committed) {
        await durable();
        return answer;
      }
      if (retries >= maxRetries) return 'contended';
    }
  }
}
