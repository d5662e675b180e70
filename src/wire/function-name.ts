/** What a function shows as in a result, since functions can not be sent. */
import { BoundMethod, Closure, type FunctionValue } from '../runtime/value.ts';

export function functionName(value: FunctionValue): string {
  if (value instanceof Closure) return '<lambda>';
  if (value instanceof BoundMethod) return value.method.name;
  return value.name;
}
