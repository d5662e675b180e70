/** A function that a set runs over its elements when it is read: `map`, `where`, `flatMap`, the accessors of `order`. */

import type { ErrorCode } from '../../language/error-codes.ts';
import { Failure, type FailureDetails } from '../../language/failure.ts';
import type { Span } from '../../language/source.ts';
import type { Context, EffectLimit } from '../../runtime/context.ts';
import type { FunctionValue, Value } from '../../runtime/value.ts';

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
    return new SetFunction(callee, context.readTime, [...context.evaluation.stack]);
  }

  /** The function as it is called over the elements of a page. */
  over(context: Context): (...args: readonly Value[]) => Value {
    const { stack } = context.evaluation;
    const place = this.within(context);
    return (...args) => {
      const depth = stack.length;
      for (const span of this.trace) stack.push(span);
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

  private within(context: Context): Context {
    return context.with({
      readTime: this.readTime ?? context.readTime,
      limit: context.allows('read') ? SET_FUNCTIONS : context.place.limit,
    });
  }
}
