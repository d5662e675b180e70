/** A function that a set runs over its elements when it is read: `map`, `where`, `flatMap`, the accessors of `order`. */

import type { ErrorCode } from '../../language/error-codes.ts';
import { Failure, type FailureDetails } from '../../language/failure.ts';
import type { Span } from '../../language/source.ts';
import type { Context, EffectLimit } from '../../runtime/context.ts';
import type { FunctionValue, Value } from '../../runtime/value.ts';

/** Calls up to this deep show in a trace twice where a set is read in the function that made it. */
const SHOWN_TWICE = 32;

const SET_FUNCTIONS: EffectLimit = { effect: 'read', reason: 'set functions' };

/**
 * The function with what its call needs to remember: the set is often read far from where it was made. Its calls may
 * not write, read as of the time of an `at (…)` around the place where the set was made, and show that place in traces.
 */
export class SetFunction {
  constructor(
    readonly callee: FunctionValue,
    /** Microseconds; undefined is the time of whoever reads the set. */
    readonly readTime: number | undefined,
    /** The calls under way when the set was made, outermost first; none for a set that comes out of a cursor. */
    readonly trace: readonly Span[],
  ) {}

  static of(context: Context, callee: FunctionValue): SetFunction {
    return new SetFunction(callee, context.atTime, [...context.evaluation.stack]);
  }

  /** The function as it is called over the elements of a page. */
  over(context: Context): (...args: readonly Value[]) => Value {
    const { stack } = context.evaluation;
    const place = this.within(context);
    const made = this.callsSince(stack);
    return (...args) => {
      const depth = stack.length;
      for (const span of made) stack.push(span);
      const value = place.apply(this.callee, args);
      stack.length = depth;
      return value;
    };
  }

  /** Ends the query at the place where the set was made. */
  fail(context: Context, code: ErrorCode, message: string, details: FailureDetails = {}): never {
    const trace = this.trace.length > 0 ? this.trace.toReversed() : context.trace();
    throw new Failure(code, message, trace, details);
  }

  /**
   * The calls that led to the place where the set was made, as a trace shows them behind those that led to where it is
   * read. DEPARTURE: deep down, only those that are not under way anyway. In a function that calls itself through a set
   * the original doubles its stack at each turn, and ends at the tenth.
   */
  private callsSince(stack: readonly Span[]): readonly Span[] {
    if (this.trace.length <= SHOWN_TWICE) return this.trace;
    const shared = this.trace.findIndex((span, index) => span !== stack[index]);
    return shared === -1 ? [] : this.trace.slice(shared);
  }

  private within(context: Context): Context {
    return context.with({
      ...(this.readTime !== undefined && { readTime: this.readTime, ofCursor: false }),
      limit: context.allows('read') ? SET_FUNCTIONS : context.place.limit,
    });
  }
}
