/** Fields, methods and operators of values, found through their prototypes. */
import type { Name } from '../language/source.ts';
import type { Context } from './context.ts';
import type { NativeFunction } from './native.ts';
import { noteMemberRead } from './performance-hint.ts';
import { missingField, NullSubject } from './prototype.ts';
import { prototypeOf } from './prototype-of.ts';
import { BoundMethod, ObjectValue, type Value } from './value.ts';

/**
 * The value of `subject.name`; a method that is not called becomes a function. The frame of the access is on the
 * stack: reading a computed field runs it.
 */
export function getField(context: Context, subject: Value, name: Name): Value | NullSubject {
  if (subject instanceof ObjectValue) {
    const value = subject.fields.get(name.text);
    const found = value ?? missingField(subject, name);
    return context.evaluation.performanceHints ? noteMemberRead(context, subject, name, found) : found;
  }
  const prototype = prototypeOf(context, subject);
  const field = prototype.fields.get(name.text);
  if (field) return field.get(context, subject as never);
  if (prototype.methods.has(name.text)) return bindMethod(context, subject, name) ?? missingField(subject, name);
  const { dynamic } = prototype;
  if (dynamic.getField) return dynamic.getField(context, subject as never, name);
  return (dynamic.getMethod && bindMethod(context, subject, name)) ?? missingField(subject, name);
}

function bindMethod(context: Context, subject: Value, name: Name): Value | NullSubject | undefined {
  const method = getMethod(context, subject, name);
  if (method === undefined || method instanceof NullSubject) return method;
  return new BoundMethod(method, subject);
}

/** A dynamic method comes before one of the prototype: so a document can say that it is not there. */
export function getMethod(
  context: Context,
  subject: Value,
  name: Name,
): NativeFunction<never> | NullSubject | undefined {
  const prototype = prototypeOf(context, subject);
  const { getMethod: getDynamic } = prototype.dynamic;
  return getDynamic?.(context, subject as never, name) ?? prototype.methods.get(name.text);
}

export function getOperator(context: Context, subject: Value, operator: string): NativeFunction<never> | undefined {
  return prototypeOf(context, subject).operators.get(operator);
}
