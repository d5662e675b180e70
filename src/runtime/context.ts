/**
 * What is at hand while a query runs. An `Evaluation` belongs to the whole query; a `Context` is the way it looks from
 * one place: under a function's role, inside `at (…)`, inside a set's predicate.
 */
import type { Diagnostic } from '../language/diagnostic.ts';
import type { ErrorCode } from '../language/error-codes.ts';
import { Failure, type FailureDetails } from '../language/failure.ts';
import { NO_SPAN, type Source, type Span } from '../language/source.ts';
import type { Authority } from '../model/authority.ts';
import type { Database } from '../model/database.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { DocumentAccess } from './document-access.ts';
import { noteMade } from './memory-limit.ts';
import type { Arity } from './native.ts';
import type { Operations } from './operations.ts';
import type { Closure, FunctionValue, Value } from './value.ts';

/** What evaluating may do; each includes those before it. `observation`: the clock and new ids. */
export type Effect = 'pure' | 'observation' | 'read' | 'write';

const effects: readonly Effect[] = ['pure', 'observation', 'read', 'write'];
const effectNames: Record<Effect, string> = {
  pure: 'pure',
  observation: 'an observation',
  read: 'a read',
  write: 'a write',
};

export interface EffectLimit {
  readonly effect: Effect;
  /** Ends the message "… performs a write, which is not allowed in ____": "set functions", "default values" … */
  readonly reason: string;
}

/** What a query may use up before it ends with an error. */
export interface Limits {
  /** Milliseconds since 1970 before which the query is to be done: else it ends with `time_out`. */
  readonly deadline: number;
  /** Calls within calls. */
  readonly stackDepth: number;
  /** Asked now and then: true ends the query, with `time_out` as well. */
  readonly cancelled?: (() => boolean) | undefined;
}

export interface Evaluation {
  readonly transaction: Transaction;
  /** The database the query runs in, with its schema as of the start of the query. */
  readonly database: Database;
  readonly limits: Limits;
  /** Counted for the statistics of the query. */
  readonly operations: Operations;
  /** `log()`, `dbg()` and performance hints, in the order they came. */
  readonly logs: Diagnostic[];
  /** Whether performance hints are wanted. */
  readonly performanceHints: boolean;
  /** The calls under way, innermost last. A failure takes a copy; whoever catches one cuts it back. */
  readonly stack: Span[];
  /** Makes a function of the text of a body: `*udf:NAME*`, a predicate, a computed field. Cached by the text. */
  readonly compileLambda: (source: Source) => Closure;
  /** The meaning of a name that no variable has: a module, a collection, a function of the database. */
  readonly lookup: (name: string) => Value | undefined;
  readonly documents: DocumentAccess;
  /** What a call of a function of the database runs, after asking for permission; the call's frame is on the stack. */
  readonly prepareUserFunction: (context: Context, name: string, args: readonly Value[]) => PreparedCall;
  /** How many arguments a function of the database takes. */
  readonly userFunctionArity: (context: Context, name: string) => Arity;
}

/** A function of the database about to be called: its lambda, and the context of its role. */
export interface PreparedCall {
  readonly context: Context;
  readonly closure: Closure;
}

/** Parts of a context that change from place to place. */
export interface Place {
  readonly authority: Authority;
  readonly limit: EffectLimit;
  /** Microseconds: reads see the database as it was then; undefined is the transaction's own snapshot with its writes. */
  readonly readTime: number | undefined;
  /**
   * Whether `readTime` is that of a cursor or an event, which whoever may read the present may read as well; else it is
   * that of an `at (…)`.
   */
  readonly ofCursor?: boolean;
  /** False while index entries are computed: no computed field, no `ts` of an uncommitted document. */
  readonly allowComputation: boolean;
}

/** A rough guess at what one step of computation makes. */
const madePerStep = 16;

export class Context {
  constructor(
    readonly evaluation: Evaluation,
    readonly place: Place,
  ) {}

  get transaction(): Transaction {
    return this.evaluation.transaction;
  }

  get database(): Database {
    return this.evaluation.database;
  }

  get authority(): Authority {
    return this.place.authority;
  }

  get readTime(): number | undefined {
    return this.place.readTime;
  }

  /** The time of an `at (…)` around: what is made here is read as of then, wherever it is read. */
  get atTime(): number | undefined {
    return this.place.ofCursor ? undefined : this.place.readTime;
  }

  /** The same query seen from another place. */
  with(place: Partial<Place>): Context {
    return new Context(this.evaluation, { ...this.place, ...place });
  }

  /** The place of the call under way. */
  get span(): Span {
    return this.evaluation.stack.at(-1) ?? NO_SPAN;
  }

  /** The calls under way, innermost first, with `span` before them where it is given. */
  trace(span?: Span): Span[] {
    const trace = this.evaluation.stack.toReversed();
    return span ? [span, ...trace] : trace;
  }

  /** Runs `body` as a call made at `span`. The frame is not taken off when it throws: see `Evaluation.stack`. */
  call<T>(span: Span, body: () => T): T {
    const { stack } = this.evaluation;
    stack.push(span);
    const result = body();
    stack.pop();
    return result;
  }

  /**
   * Counts one step of computation, and ends the query once its time is over. Whatever may go round many times without
   * calling a function ticks as well.
   */
  tick(): void {
    const { operations, limits } = this.evaluation;
    if ((++operations.compute & 255) !== 0) return;
    this.endIfLate();
    if (limits.cancelled?.()) this.fail('time_out', 'The query was cancelled.');
    noteMade(this, madePerStep * 256);
  }

  /**
   * Whether its time is over, which it is when the last millisecond of it has begun: a limit of one ends every query.
   * Programs set it to see what they do then.
   */
  get isLate(): boolean {
    return Date.now() + 1 >= this.evaluation.limits.deadline;
  }

  endIfLate(): void {
    if (this.isLate) this.fail('time_out', 'The query took longer than its time limit.');
  }

  /** Ends the query at the call under way, or at `span` within it. */
  fail(code: ErrorCode, message: string, details: FailureDetails & { span?: Span } = {}): never {
    const { span, ...rest } = details;
    throw new Failure(code, message, this.trace(span), rest);
  }

  /** Whether `effect` is allowed here. */
  allows(effect: Effect): boolean {
    return effects.indexOf(effect) <= effects.indexOf(this.place.limit.effect);
  }

  /** Ends the query unless `effect` is allowed here. `action`: "`create`", "Reading a field" … */
  require(effect: Effect, action: string, span?: Span): void {
    if (this.allows(effect)) return;
    const { limit } = this.place;
    const message = `${action} performs ${effectNames[effect]}, which is not allowed in ${limit.reason}.`;
    this.fail('invalid_effect', message, span ? { span } : {});
  }

  /** Calls a function value with the arguments given; the caller has put its frame on the stack. */
  apply(callee: FunctionValue, args: readonly Value[]): Value {
    return applyFunction(this, callee, args);
  }
}

/** Set by `call.ts`, which knows every kind of function; a context knows none. */
let applyFunction: (context: Context, callee: FunctionValue, args: readonly Value[]) => Value = () => {
  throw new Error('the runtime is not loaded');
};

export function provideApply(implementation: typeof applyFunction): void {
  applyFunction = implementation;
}
