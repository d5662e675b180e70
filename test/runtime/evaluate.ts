/** Runs a query of the pure language, for tests that say in FQL what they mean. */
import { Failure } from '../../src/language/failure.ts';
import { parseQuery } from '../../src/language/parse.ts';
import { Source, type Span } from '../../src/language/source.ts';
import { guardStack } from '../../src/runtime/call.ts';
import { compileQuery } from '../../src/runtime/compile/index.ts';
import type { Context } from '../../src/runtime/context.ts';
import { toDebugString } from '../../src/runtime/display.ts';
import type { Value } from '../../src/runtime/value.ts';
import { pureContext } from './pure-context.ts';

export function run(
  query: string,
  args: Readonly<Record<string, Value>> = {},
  context: Context = pureContext(),
): Value {
  const { code } = compileQuery(parseQuery(new Source('*query*', query)), Object.keys(args));
  return guardStack(context, () => code(context, { slots: Object.values(args), outer: null }));
}

/** The result as `dbg()` shows it. */
export function show(
  query: string,
  args: Readonly<Record<string, Value>> = {},
  context: Context = pureContext(),
): string {
  return toDebugString(context, run(query, args, context));
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  /** The pieces of text that the trace points at, innermost first. */
  readonly at: readonly string[];
  /** Each hint and the piece of text that it points at. */
  readonly hints: readonly string[];
}

/** How a query that must fail does so. */
export function problem(query: string, args: Readonly<Record<string, Value>> = {}, context?: Context): Problem {
  try {
    const result = show(query, args, context);
    throw new Error(`${query} gives ${result}`);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const { code, message, trace, details } = failure;
    const hints = (details.hints ?? []).map((hint) => `${hint.message}: ${textOf(hint.span)}`);
    return { code, message, at: trace.map(textOf), hints };
  }
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}
