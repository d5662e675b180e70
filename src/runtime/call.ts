/** Calling functions of every kind. */
import { Failure } from '../language/failure.ts';
import type { Span } from '../language/source.ts';
import type { Frame } from './code.ts';
import type { Context } from './context.ts';
import { provideApply } from './context.ts';
import { type Arity, arityOf, callNative, describeArity, failCallArity } from './native.ts';
import { ArrayValue, BoundMethod, Closure, type FunctionValue, type Value } from './value.ts';

/** Calls a function with arguments; the caller has put the call's frame on the stack. */
export function applyFunction(context: Context, callee: FunctionValue, args: readonly Value[]): Value {
  if (callee instanceof Closure) return callee.lambda.code(context, checkCall(context, callee, [...args]));
  if (callee instanceof BoundMethod) return callNative(context, callee.method, callee.subject as never, args);
  const prepared = context.evaluation.prepareUserFunction(context, callee.name, args);
  const { closure } = prepared;
  return closure.lambda.code(prepared.context, checkCall(prepared.context, closure, [...args]));
}

provideApply(applyFunction);

/**
 * Checks the number of arguments and the depth of calls, and gives the frame that the closure's code runs in. `slots`
 * are the arguments; they become the variables of the call, so the caller keeps no hold of them.
 */
export function checkCall(context: Context, callee: Closure, slots: Value[]): Frame {
  context.tick();
  const { parameters, variadic } = callee.lambda;
  if (slots.length < parameters || (slots.length > parameters && !variadic)) {
    failCallArity(context, functionArity(context, callee), slots.length);
  }
  if (variadic) slots.push(new ArrayValue(slots.splice(parameters)));
  const { stack, limits } = context.evaluation;
  if (stack.length - 1 > limits.stackDepth) failTooDeep(context);
  return { slots, outer: callee.frame };
}

export function functionArity(context: Context, callee: FunctionValue): Arity {
  if (callee instanceof Closure) return { counts: [callee.lambda.parameters], variable: callee.lambda.variadic };
  if (callee instanceof BoundMethod) return arityOf(callee.method.overloads);
  return context.evaluation.userFunctionArity(context, callee.name);
}

/**
 * Refuses a function that can not be called with `count` arguments, before it is called: `xs.map(() => 1)`.
 * `name` is the parameter that takes the function.
 */
export function requireArity(context: Context, name: string, callee: FunctionValue, count: number): void {
  if (callee instanceof Closure && callee.lambda.parameters === count) return;
  const arity = functionArity(context, callee);
  if (arity.variable ? count >= Math.min(...arity.counts) : arity.counts.includes(count)) return;
  const takes = count === 1 ? '1 parameter' : `${count} parameters`;
  context.fail(
    'invalid_argument',
    `\`${name}\` should accept ${takes}, provided function requires ${describeArity(arity, 'parameter')}.`,
  );
}

/** The variables that a closure took from around it, by name: with its text, all that it takes to make it again. */
export function capturedVariables({ lambda, frame }: Closure): ReadonlyMap<string, Value> {
  const captured = new Map<string, Value>();
  for (const { name, hops, slot } of lambda.captures) {
    let at = frame;
    for (let hop = 0; hop < hops && at; hop++) at = at.outer;
    const value = at?.slots[slot];
    if (value !== undefined) captured.set(name, value);
  }
  return captured;
}

/** The innermost calls and the outermost: a trace of thousands helps nobody. */
const shownCalls = 15;

function failTooDeep(context: Context, reached = context.evaluation.limits.stackDepth): never {
  const trace = context.trace();
  const shown = [...trace.slice(0, shownCalls), ...trace.slice(shownCalls).slice(-1)];
  throw new Failure('stack_overflow', `number of stack frames exceeded limit of ${reached}`, shown);
}

/** With fewer calls under way it was no recursion of functions that took all of JavaScript's stack. */
const fewCalls = 100;

/**
 * Runs `body`, and ends the query should JavaScript's own stack be exhausted: in `stack_overflow` before the limit is
 * reached, for deep recursion through sets and natives takes more of it than a plain call; in `value_too_large` where
 * a value is nested so deeply that it can not be compared or written. `place` is shown where no call is under way.
 */
export function guardStack<T>(context: Context, body: () => T, place?: Span): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof Failure || !isStackExhausted(error)) throw error;
    const { stack, limits } = context.evaluation;
    if (stack.length >= fewCalls) return failTooDeep(context, Math.min(stack.length, limits.stackDepth));
    const span = stack.length === 0 && place ? { span: place } : {};
    return context.fail('value_too_large', 'Value too large: it is nested too deeply.', span);
  }
}

function isStackExhausted(error: unknown): boolean {
  return error instanceof Error && /call stack|too much recursion/.test(error.message);
}
