/** What every call site does: evaluates its arguments, then calls whatever the callee is. */
import type { Name, Span } from '../../language/source.ts';
import { applyFunction, checkCall } from '../call.ts';
import type { Code, Frame } from '../code.ts';
import type { Context } from '../context.ts';
import { callNative } from '../native.ts';
import { prototypeOf } from '../prototype-of.ts';
import { isFunction, typeName } from '../types.ts';
import { Closure, Null, type Value } from '../value.ts';
import { failType } from './control.ts';

export function evaluateAll(context: Context, frame: Frame, codes: readonly Code[]): Value[] {
  const values: Value[] = [];
  for (const code of codes) values.push(code(context, frame));
  return values;
}

/** Calls a value that stands where a function is called. `name`: the field that holds it. */
export function callValue(
  context: Context,
  frame: Frame,
  callee: Value,
  args: readonly Code[],
  span: Span,
  name?: Name,
): Value {
  const { stack } = context.evaluation;
  let result: Value;
  if (callee instanceof Closure) {
    const slots = evaluateAll(context, frame, args);
    stack.push(span);
    result = callee.lambda.code(context, checkCall(context, callee, slots));
  } else if (isFunction(callee)) {
    const values = evaluateAll(context, frame, args);
    stack.push(span);
    result = applyFunction(context, callee, values);
  } else {
    const apply = callee instanceof Null ? undefined : prototypeOf(context, callee).apply;
    if (!apply) return failNotCallable(context, callee, span, name);
    const values = evaluateAll(context, frame, args);
    stack.push(span);
    result = callNative(context, apply, callee as never, values);
  }
  stack.pop();
  return result;
}

function failNotCallable(context: Context, callee: Value, span: Span, name: Name | undefined): never {
  if (callee instanceof Null && callee.cause.type === 'missing field') {
    const { of, field, span: fieldSpan } = callee.cause;
    const message = `The function \`${field}\` does not exist on \`${typeName(of)}\``;
    return context.fail('invalid_function_invocation', message, { span: fieldSpan });
  }
  if (!name) return failType(context, 'Function', callee, span);
  const message = `\`${name.text}\`: Expected a function, found \`${typeName(callee)}\``;
  return context.fail('invalid_function_invocation', message, { span: name.span });
}
