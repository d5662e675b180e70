/** The way of a query: text → tree → closure → value → text, within one transaction. Everything else serves this. */
import { EventService, type EventServiceOptions, type OpenContext } from './events/service.ts';
import type { Block } from './language/ast.ts';
import { type Diagnostic, error, hint } from './language/diagnostic.ts';
import type { ErrorCode } from './language/error-codes.ts';
import { type ConstraintFailure, diagnosticsOf, Failure, invalidQuery } from './language/failure.ts';
import { freeVariables } from './language/free-variables.ts';
import { parseLambda, parseQuery, parseTemplate } from './language/parse.ts';
import { renderSummary } from './language/render-diagnostic.ts';
import { type Name, PLACEHOLDER, Source, type Span } from './language/source.ts';
import { isAccessToken, readAccessToken, type TokenVerifier, type VerifiedToken } from './model/access-token.ts';
import { authenticate, authenticateToken } from './model/authenticate.ts';
import { ADMIN, type Authority } from './model/authority.ts';
import type { Database } from './model/database.ts';
import { documentAccess } from './model/documents.ts';
import { finishDeletes, finishWrites } from './model/finish-writes.ts';
import { lookupName } from './model/lookup.ts';
import { mayLog } from './model/permission.ts';
import { loadDatabase } from './model/schema.ts';
import { prepareUserFunction, userFunctionArity } from './model/user-function.ts';
import { writeCosts } from './model/write-costs.ts';
import { RecentlyUsed } from './plan-cache.ts';
import { guardStack } from './runtime/call.ts';
import type { Code } from './runtime/code.ts';
import { compileLambda, compileQuery } from './runtime/compile/index.ts';
import { Context, type Evaluation } from './runtime/context.ts';
import { Operations } from './runtime/operations.ts';
import { BoundMethod, Closure, type Value } from './runtime/value.ts';
import type { Store } from './store/store.ts';
import './fql4/indexes/keep.ts';
import './fql4/predicate.ts';
import './stdlib/index.ts';
import { beginTransaction } from './transaction/begin.ts';
import type { Transaction } from './transaction/transaction.ts';
import { decodeSimple, decodeTagged, InvalidValue } from './wire/decode.ts';
import { writeDecorated } from './wire/decorated.ts';
import type { InputJson } from './wire/json-input.ts';
import { writeSimple, writeTagged } from './wire/json-value.ts';
import { type Materialized, materialize, materializeShallow } from './wire/materialize.ts';
import type { QueryTemplate } from './wire/query-template.ts';

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

/** One run of it; `keep`: whether its writes are to be kept. */
export type Attempt<T> = (context: Context, retries: number) => { readonly keep: boolean; readonly answer: T };

export interface QueryStats {
  readonly computeOps: number;
  readonly readOps: number;
  readonly writeOps: number;
  readonly queryTimeMs: number;
  readonly contentionRetries: number;
  readonly storageBytesRead: number;
  readonly storageBytesWrite: number;
}

interface Info {
  /** Errors, warnings, logs and hints, drawn with their places; '' when there are none. */
  readonly summary: string;
  /** Microseconds since 1970. */
  readonly txnTime: number;
  readonly schemaVersion: number;
  readonly stats: QueryStats;
}

/** The result in each of the formats asked for: FQL text, or JSON text. */
export type Texts = Readonly<Partial<Record<Format, string>>>;

export type QueryAnswer =
  | ({ readonly outcome: 'success'; readonly data: Texts } & Info)
  | ({
      readonly outcome: 'failure';
      readonly code: ErrorCode;
      readonly message: string;
      readonly constraintFailures: readonly ConstraintFailure[];
      /** The argument of `abort()`. */
      readonly abort?: Texts;
    } & Info)
  /** The request was turned away before its query ran. */
  | { readonly outcome: 'refused'; readonly code: ErrorCode; readonly message: string };

interface QueryText {
  readonly text: string;
  readonly isTemplate: boolean;
}

interface QueryPlan {
  readonly tree: Block;
  readonly code: Code;
  readonly slots: number;
  /** The names that are neither variables nor arguments. */
  readonly free: readonly Name[];
}

const defaultTimeoutMs = 120_000;
const defaultMaxRetries = 7;
const stackDepth = 2_048;
const planCapacity = 2_000;
/** Longer texts are not worth keeping: they are sent once. */
const longestKeptText = 20_000;

export interface EngineOptions extends EventServiceOptions {
  /** Checks access tokens; where there is none, they open nothing. */
  readonly verifyToken?: TokenVerifier | undefined;
}

/** A store with what queries on it share. */
export class Engine {
  /** By text; those with arguments, and templates, by all that tells them apart. */
  private readonly plans = new RecentlyUsed<string, QueryPlan>(planCapacity);
  private readonly parameterized = new RecentlyUsed<string, QueryPlan>(planCapacity);
  private readonly lambdas = new RecentlyUsed<string, Closure>(planCapacity);
  /** Streams and feeds of event sources. */
  readonly events: EventService<Caller>;

  constructor(
    readonly store: Store,
    /** The secret that may do everything in every database; none where secrets come from keys and tokens alone. */
    readonly rootSecret?: string,
    private readonly options: EngineOptions = {},
  ) {
    const open: OpenContext<Caller> = (transaction, caller, timeoutMs) => {
      const progress = { started: Date.now(), retries: 0 };
      return new QueryRun(this, transaction, { fql: '', formats: [], timeoutMs }, progress).open(caller);
    };
    this.events = new EventService(store, open, options);
  }

  /** `isTemplate`: the text holds placeholders. Throws a Failure `invalid_query`. */
  plan({ text, isTemplate }: QueryText, argumentNames: readonly string[]): QueryPlan {
    const make = () => {
      const tree = (isTemplate ? parseTemplate : parseQuery)(new Source('*query*', text));
      const { code, slots } = compileQuery(tree, argumentNames);
      const bound = new Set(argumentNames);
      return { tree, code, slots, free: freeVariables(tree).filter(({ text }) => !bound.has(text)) };
    };
    if (text.length > longestKeptText) return make();
    if (!isTemplate && argumentNames.length === 0) return this.plans.get(text, make);
    const key = `${isTemplate ? 't' : 'q'}${text.length} ${text}${JSON.stringify(argumentNames)}`;
    return this.parameterized.get(key, make);
  }

  /** Throws a Failure `invalid_query`. */
  lambda(source: Source): Closure {
    return this.lambdas.get(`${source.name}\0${source.text}`, () => compileLambda(parseLambda(source)));
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

  /**
   * What `look` makes of the database as the caller sees it; undefined when there is no such caller. Writes are not
   * kept.
   */
  async look<T>(caller: Caller, look: (context: Context) => T): Promise<T | undefined> {
    const transaction = beginTransaction(this.store);
    const progress = { started: Date.now(), retries: 0 };
    const context = new QueryRun(this, transaction, { fql: '', formats: [] }, progress).open(caller);
    const seen = context && look(context);
    await transaction.snapshot.durable();
    return seen;
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
    for (let retries = 0; ; retries++) {
      const transaction = beginTransaction(this.store);
      const run = new QueryRun(this, transaction, { ...request, fql: '', formats: [] }, { started, retries });
      const context = run.open(recognized);
      const made = context && attempt(context, retries);
      if (!made?.keep) {
        await transaction.snapshot.durable();
        return made?.answer;
      }
      const { committed, durable } = transaction.commit();
      if (committed) {
        await durable();
        return made.answer;
      }
      if (retries >= (request.maxRetries ?? defaultMaxRetries)) return 'contended';
    }
  }

  /** Runs a query. Throws only what is no fault of the query: a StoreError, or a fault of ours. */
  async query(caller: Caller, request: QueryRequest): Promise<QueryAnswer> {
    const started = Date.now();
    const maxRetries = request.maxRetries ?? defaultMaxRetries;
    const isToken = 'secret' in caller && isAccessToken(caller.secret);
    // Only then: whoever waits for nothing begins at once.
    const recognized = isToken ? await this.recognize(caller) : caller;
    for (let retries = 0; ; retries++) {
      const transaction = beginTransaction(this.store);
      const run = new QueryRun(this, transaction, request, { started, retries });
      const answer = run.answer(recognized);
      if (answer.outcome !== 'success') {
        await transaction.snapshot.durable();
        return answer;
      }
      const { committed, durable } = transaction.commit();
      if (committed) {
        await durable();
        return answer;
      }
      if (retries >= maxRetries) {
        const message = 'Transaction was aborted due to detection of concurrent modifications. Run the query again.';
        return { outcome: 'refused', code: 'contended_transaction', message };
      }
    }
  }
}

/** One attempt at a query, in one transaction. */
class QueryRun {
  private readonly operations = new Operations();
  private readonly logs: Diagnostic[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly transaction: Transaction,
    private readonly request: QueryRequest,
    private readonly progress: { readonly started: number; readonly retries: number },
  ) {}

  answer(caller: Caller): QueryAnswer {
    const context = this.open(caller);
    if (!context) return { outcome: 'refused', code: 'unauthorized', message: 'Access token required' };
    let bound: ReadonlyMap<string, Value>;
    try {
      bound = this.arguments(context);
    } catch (problem) {
      if (problem instanceof InvalidValue)
        return { outcome: 'refused', code: 'invalid_request', message: problem.message };
      throw problem;
    }
    return this.evaluate(context, bound);
  }

  /** The context that the caller's code runs in; undefined when there is no such caller. */
  open(caller: Caller): Context | undefined {
    const found = this.identify(caller);
    const database = found && loadDatabase(this.transaction, found.scope);
    if (!database || !rolesExist(database, found.authority)) return undefined;
    return this.contextOf(database, found.authority);
  }

  private identify(caller: Caller): { scope: string; authority: Authority } | undefined {
    if ('authority' in caller) return caller;
    const options = {
      rootSecret: this.engine.rootSecret,
      contextOf: (database: Database) => this.contextOf(database, ADMIN),
    };
    if ('verified' in caller) return authenticateToken(this.transaction, caller.verified, options);
    return authenticate(this.transaction, caller.secret, options);
  }

  private contextOf(database: Database, authority: Authority): Context {
    const { engine, request } = this;
    const evaluation: Evaluation = {
      transaction: this.transaction,
      database,
      limits: {
        deadline: this.progress.started + (request.timeoutMs ?? defaultTimeoutMs),
        stackDepth,
        cancelled: request.cancelled,
      },
      operations: this.operations,
      logs: this.logs,
      performanceHints: request.performanceHints ?? false,
      stack: [],
      compileLambda: (source) => engine.lambda(source),
      lookup: (name) => lookupName(database.schema, name),
      documents: documentAccess,
      prepareUserFunction,
      userFunctionArity,
    };
    return new Context(evaluation, {
      authority,
      limit: { effect: 'write', reason: '' },
      readTime: undefined,
      allowComputation: true,
    });
  }

  /** Throws InvalidValue. */
  private arguments(context: Context): ReadonlyMap<string, Value> {
    const decode =
      this.request.argumentFormat === 'simple' ? decodeSimple : (json: InputJson) => decodeTagged(context, json);
    const { arguments: given = {} } = this.request;
    const bound = new Map<string, Value>();
    for (const [name, json] of given instanceof Map ? given : Object.entries(given)) {
      try {
        bound.set(name, decode(json));
      } catch (problem) {
        if (problem instanceof InvalidValue) throw new InvalidValue(`Invalid argument '${name}': ${problem.message}`);
        throw problem;
      }
    }
    return bound;
  }

  /** The values of a template, under the names that the parser gives them. Throws a Failure `invalid_query`. */
  private templateValues(context: Context, { text, values }: QueryTemplate): ReadonlyMap<string, Value> {
    const bound = new Map<string, Value>();
    const bad: Diagnostic[] = [];
    for (const [index, { json, start }] of values.entries()) {
      try {
        bound.set(`$${index}`, decodeTagged(context, json));
      } catch (problem) {
        if (!(problem instanceof InvalidValue)) throw problem;
        const place: Span = { source: new Source('*query*', text), start, end: start + PLACEHOLDER.length };
        bad.push(error(problem.message, place));
      }
    }
    if (bad.length > 0) throw invalidQuery(bad);
    return bound;
  }

  private evaluate(context: Context, args: ReadonlyMap<string, Value>): QueryAnswer {
    const warnings: Diagnostic[] = [];
    try {
      const { fql } = this.request;
      const template = typeof fql === 'string' ? undefined : fql;
      const bound = template ? new Map([...args, ...this.templateValues(context, template)]) : args;
      const query = { text: template?.text ?? (fql as string), isTemplate: template !== undefined };
      const plan = guardStack(context, () => this.engine.plan(query, [...bound.keys()]));
      const checked = this.request.typecheck ?? context.database.typechecked;
      if (checked) checkNames(context, plan.free);
      const slots: Value[] = new Array(plan.slots);
      for (const [index, value] of [...bound.values()].entries()) slots[index] = value;
      const data = guardStack(
        context,
        () => {
          const value = plan.code(context, { slots, outer: null });
          finishWrites(context);
          if (checked) warnings.push(...uncalledFunction(plan.tree, value));
          const materialized = materialize(context, value);
          finishDeletes(context);
          return this.write(materialized);
        },
        plan.tree.span,
      );
      return { outcome: 'success', data, ...this.info(context, [...warnings, ...this.logs], true) };
    } catch (problem) {
      if (!(problem instanceof Failure)) throw problem;
      return this.failed(context, problem, warnings);
    }
  }

  private failed(context: Context, thrown: Failure, warnings: readonly Diagnostic[]): QueryAnswer {
    const failure = mayLog(context) ? thrown : onlyOfQuery(thrown);
    const { constraintFailures = [], abort } = failure.details;
    const aborted = abort === undefined ? undefined : this.abortTexts(context, abort as Value);
    if (aborted instanceof Failure) return this.failed(context, aborted, warnings);
    return {
      outcome: 'failure',
      code: failure.code,
      message: failure.message,
      constraintFailures,
      ...(aborted && { abort: aborted }),
      ...this.info(context, [...warnings, ...diagnosticsOf(failure), ...this.logs], false),
    };
  }

  /** The argument of `abort()`, or why it can not be written. */
  private abortTexts(context: Context, value: Value): Texts | Failure {
    try {
      return guardStack(context, () => this.write(materializeShallow(context, value)));
    } catch (problem) {
      if (problem instanceof Failure) return problem;
      throw problem;
    }
  }

  private write(result: Materialized): Texts {
    const texts: Partial<Record<Format, string>> = {};
    for (const format of this.request.formats) texts[format] = writers[format](result);
    return texts;
  }

  private info(context: Context, diagnostics: readonly Diagnostic[], succeeded: boolean): Info {
    const { time } = this.transaction;
    // What is not committed costs nothing.
    const costs = writeCosts(succeeded ? this.operations.written.values() : []);
    const seen = mayLog(context) ? diagnostics : diagnostics.filter(({ span }) => span.source.isQuery);
    return {
      summary: seen.length === 0 ? '' : renderSummary(hintsLast(seen)),
      txnTime: time,
      schemaVersion: context.database.schema.version,
      stats: {
        computeOps: Math.max(1, Math.ceil(this.operations.compute / 50)),
        readOps: this.operations.read,
        writeOps: costs.operations,
        queryTimeMs: Math.max(0, Date.now() - this.progress.started),
        contentionRetries: this.progress.retries,
        storageBytesRead: this.operations.bytesRead,
        storageBytesWrite: costs.bytes,
      },
    };
  }
}

function hintsLast(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isHint = ({ kind }: Diagnostic) => kind === 'performance_hint';
  return [...diagnostics.filter((each) => !isHint(each)), ...diagnostics.filter(isHint)];
}

/** A role that the database does not have opens nothing. */
function rolesExist({ schema }: Database, { permissions }: Authority): boolean {
  return permissions.kind !== 'roles' || permissions.names.every((name) => schema.role(name) !== undefined);
}

const writers: Readonly<Record<Format, (result: Materialized) => string>> = {
  decorated: writeDecorated,
  tagged: writeTagged,
  simple: writeSimple,
};

/** Names without a meaning are found before anything runs. Source: recorded `template and args`. */
function checkNames(context: Context, names: readonly Name[]): void {
  const unbound = names.filter(({ text }) => context.evaluation.lookup(text) === undefined);
  if (unbound.length > 0)
    throw invalidQuery(unbound.map(({ text, span }) => error(`Unbound variable \`${text}\``, span)));
}

/** Whoever ends a query in a function most likely forgot to call it. Source: recorded `literals`. */
function uncalledFunction(tree: Block, value: Value): Diagnostic[] {
  const last = tree.statements.at(-1);
  if (!last || !(value instanceof Closure || value instanceof BoundMethod)) return [];
  const { span } = last;
  const call = hint('Call the function.', { ...span, start: span.end }, '()');
  return [{ kind: 'warning', message: 'Function is not called.', span, hints: [call] }];
}

/** What a caller who may not look into functions sees of a failure within one. */
function onlyOfQuery(failure: Failure): Failure {
  return new Failure(
    failure.code,
    failure.message,
    failure.trace.filter((span) => span.source.isQuery),
    failure.details,
  );
}
