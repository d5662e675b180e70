/** What arrays and sets do with functions over their elements. The caller has checked how many parameters they take. */
import type { Context } from '../runtime/context.ts';
import { typeName } from '../runtime/types.ts';
import { type FunctionValue, Null, type Value } from '../runtime/value.ts';

/** The null of a search that found nothing: "empty array", "no element found" … */
export function noElement(context: Context, reason: string): Null {
  return new Null({ type: 'no such element', reason, span: context.span });
}

export function failType(context: Context, expected: string, received: Value): never {
  return context.fail('type_mismatch', `expected type: ${expected}, received ${typeName(received)}`);
}

/** Whether a predicate holds for an element: null counts as false. Errors: `type_mismatch`. */
export function holds(context: Context, predicate: FunctionValue, element: Value): boolean {
  const result = context.apply(predicate, [element]);
  if (typeof result === 'boolean') return result;
  return result instanceof Null ? false : failType(context, 'Boolean', result);
}

export function some(context: Context, values: Iterable<Value>, predicate: FunctionValue): boolean {
  for (const value of values) if (holds(context, predicate, value)) return true;
  return false;
}

export function every(context: Context, values: Iterable<Value>, predicate: FunctionValue): boolean {
  for (const value of values) if (!holds(context, predicate, value)) return false;
  return true;
}

export function forEach(context: Context, values: Iterable<Value>, callback: FunctionValue): Null {
  for (const value of values) context.apply(callback, [value]);
  return new Null({ type: 'literal', span: context.span });
}

export function fold(context: Context, values: Iterable<Value>, seed: Value, reducer: FunctionValue): Value {
  let result = seed;
  for (const value of values) result = context.apply(reducer, [result, value]);
  return result;
}

/** A fold that begins with the first element; undefined where there is none. */
export function reduce(context: Context, values: Iterable<Value>, reducer: FunctionValue): Value | undefined {
  let result: Value | undefined;
  for (const value of values) result = result === undefined ? value : context.apply(reducer, [result, value]);
  return result;
}

/** Combines neighbours until one value is left; `values` has at least one. */
export function combine(context: Context, values: readonly Value[], combiner: FunctionValue): Value {
  let level = values;
  do {
    const next: Value[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as Value;
      const right = level[index + 1];
      next.push(right === undefined ? left : context.apply(combiner, [left, right]));
    }
    level = next;
  } while (level.length > 1);
  return level[0] as Value;
}
