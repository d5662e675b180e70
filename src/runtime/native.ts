/**
 * Functions and methods that are written in TypeScript: how they are declared, and how a call picks the overload and
 * checks its arguments. The order of checks and the wording follow the original: arity first, then types.
 */
import type { Context } from './context.ts';
import { noteMade } from './memory-limit.ts';
import { typeName } from './types.ts';
import { ArrayValue, type Value } from './value.ts';

/** A type that arguments are checked against; `cast` converts where the original converts (`"12"` to an ID). */
export interface ArgumentType<T extends Value> {
  /** As error messages print it: `Int`, `Array<Any>`, `{ *: Any }`. */
  readonly name: string;
  cast(value: Value): T | undefined;
}

export interface Parameter<T extends Value> {
  readonly name: string;
  readonly type: ArgumentType<T>;
}

type Arguments<P extends readonly Parameter<Value>[]> = {
  readonly [I in keyof P]: P[I] extends Parameter<infer T> ? T : never;
};

/** One way to call a native: fixed parameters, or any number of one (`rest`). */
export interface Overload<S> {
  readonly parameters: readonly Parameter<Value>[];
  readonly rest?: Parameter<Value>;
  readonly run: (context: Context, subject: S, args: readonly Value[]) => Value;
}

export interface NativeFunction<S = never> {
  readonly name: string;
  /** As the type environment writes it: `(start: Number) => String`. */
  readonly signature: string;
  /** One line for completion and `.help`. */
  readonly help: string;
  readonly overloads: readonly Overload<S>[];
}

export function parameter<T extends Value>(name: string, type: ArgumentType<T>): Parameter<T> {
  return { name, type };
}

/** An overload with these parameters; `run` gets the arguments as their types say. */
export function overload<S, const P extends readonly Parameter<Value>[]>(
  parameters: P,
  run: (context: Context, subject: S, ...args: Arguments<P>) => Value,
): Overload<S> {
  return { parameters, run: spread(run as Positional<S>, parameters.length) };
}

type Positional<S> = (context: Context, subject: S, ...args: (Value | undefined)[]) => Value;

/** Written out for the usual counts: a spread call is slower, and natives are called all the time. */
function spread<S>(run: Positional<S>, count: number): Overload<S>['run'] {
  if (count === 0) return (context, subject) => run(context, subject);
  if (count === 1) return (context, subject, args) => run(context, subject, args[0]);
  if (count === 2) return (context, subject, args) => run(context, subject, args[0], args[1]);
  return (context, subject, args) => run(context, subject, ...args);
}

/** An overload that takes any number of arguments of one type. */
export function variadic<S, T extends Value>(
  rest: Parameter<T>,
  run: (context: Context, subject: S, args: readonly T[]) => Value,
): Overload<S> {
  return { parameters: [], rest, run: (context, subject, args) => run(context, subject, args as readonly T[]) };
}

export function native<S>(
  name: string,
  signature: string,
  help: string,
  ...overloads: readonly Overload<S>[]
): NativeFunction<S> {
  return { name, signature, help, overloads };
}

/**
 * Calls `method` on `subject`. The call's frame is on the stack.
 * Errors: `invalid_function_invocation` for the number of arguments, `invalid_argument` for a type: one overload names
 * the parameter, several list what they take.
 */
export function callNative<S>(context: Context, method: NativeFunction<S>, subject: S, args: readonly Value[]): Value {
  context.tick();
  const result = callOverload(context, method, subject, args);
  if (result instanceof ArrayValue) noteMade(context, result.elements.length);
  // A character takes the eighth part of what an element takes.
  else if (typeof result === 'string') noteMade(context, result.length >> 3);
  return result;
}

function callOverload<S>(context: Context, method: NativeFunction<S>, subject: S, args: readonly Value[]): Value {
  const { overloads } = method;
  const only = overloads[0];
  if (only !== undefined && overloads.length === 1) {
    if (!accepts(only, args.length)) failArity(context, overloads, args.length);
    return only.run(context, subject, castAll(context, only, args));
  }
  const fitting = overloads.filter((each) => accepts(each, args.length));
  if (fitting.length === 0) failArity(context, overloads, args.length);
  for (const each of fitting) {
    const cast = tryCastAll(each, args);
    if (cast) return each.run(context, subject, cast);
  }
  const expected = fitting.map((each) => `(${each.parameters.map((one) => one.type.name).join(', ')})`).join(' | ');
  const actual = `(${args.map(typeName).join(', ')})`;
  return context.fail(
    'invalid_argument',
    `expected arguments to \`${method.name}\` of type ${expected}, received ${actual}`,
  );
}

function accepts(overload: Overload<never> | Overload<unknown>, count: number): boolean {
  return overload.rest !== undefined || overload.parameters.length === count;
}

function parameterAt<S>(overload: Overload<S>, index: number): Parameter<Value> {
  const found = overload.parameters[index] ?? overload.rest;
  if (!found) throw new Error('more arguments than parameters');
  return found;
}

function castAll<S>(context: Context, overload: Overload<S>, args: readonly Value[]): readonly Value[] {
  const cast: Value[] = [];
  for (let index = 0; index < args.length; index++) {
    const { name, type } = parameterAt(overload, index);
    const arg = args[index] as Value;
    const value = type.cast(arg);
    if (value === undefined) {
      const shown = overload.rest ? `${name}${index}` : name;
      const message = `expected value for \`${shown}\` of type ${type.name}, received ${typeName(arg)}`;
      return context.fail('invalid_argument', message);
    }
    cast.push(value);
  }
  return cast;
}

function tryCastAll<S>(overload: Overload<S>, args: readonly Value[]): readonly Value[] | undefined {
  const cast: Value[] = [];
  for (const [index, arg] of args.entries()) {
    const value = parameterAt(overload, index).type.cast(arg);
    if (value === undefined) return undefined;
    cast.push(value);
  }
  return cast;
}

/** How many arguments a function takes, for `callee function expects ____`. */
export interface Arity {
  readonly counts: readonly number[];
  /** At least `counts[0]`. */
  readonly variable: boolean;
}

export function arityOf(overloads: readonly Overload<never>[]): Arity {
  return {
    counts: overloads.map((each) => each.parameters.length),
    variable: overloads.some((each) => each.rest !== undefined),
  };
}

/** "exactly 1 argument", "no arguments", "1 or 2 arguments", "any number of arguments" … */
export function describeArity({ counts, variable }: Arity, noun = 'argument'): string {
  const plural = (count: number) => (count === 1 ? noun : `${noun}s`);
  const sorted = [...new Set(counts)].sort((a, b) => a - b);
  const last = sorted.at(-1) ?? 0;
  if (variable) return last === 0 ? `any number of ${noun}s` : `at least ${last} ${plural(last)}`;
  if (sorted.length > 1) return `${sorted.slice(0, -1).join(', ')} or ${last} ${noun}s`;
  return last === 0 ? `no ${noun}s` : `exactly ${last} ${plural(last)}`;
}

export function failArity(context: Context, overloads: readonly Overload<never>[], actual: number): never {
  return failCallArity(context, arityOf(overloads), actual);
}

export function failCallArity(context: Context, arity: Arity, actual: number): never {
  const were = actual === 1 ? 'was' : 'were';
  return context.fail(
    'invalid_function_invocation',
    `callee function expects ${describeArity(arity)}, but ${actual} ${were} provided.`,
  );
}

/** The one argument of `subject[argument]`. Errors: as those of a call; the frame of the access is on the stack. */
export function accessArgument<T extends Value>(
  context: Context,
  args: readonly Value[],
  { name, type }: Parameter<T>,
): T {
  const [arg] = args;
  if (arg === undefined || args.length !== 1)
    return failCallArity(context, { counts: [1], variable: false }, args.length);
  const cast = type.cast(arg);
  if (cast !== undefined) return cast;
  const message = `expected value for \`${name}0\` of type ${type.name}, received ${typeName(arg)}`;
  return context.fail('invalid_argument', message);
}
