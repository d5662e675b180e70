/**
 * A subject and what is applied to it, left to right. A null that meets `?.` ends the chain: all that follows is
 * skipped, except that `!` still asserts. Source: recorded `operators conditions and null`, `null access`.
 */
import type { Access, Bang, Call, Chain, Link, MethodCall, Select } from '../../language/ast.ts';
import { join, type Name, type Span } from '../../language/source.ts';
import { checkCall } from '../call.ts';
import type { Code, Frame } from '../code.ts';
import type { Context } from '../context.ts';
import { getField, getMethod } from '../members.ts';
import { callNative } from '../native.ts';
import { failNullAccess, nullFailure, nullOf } from '../null-cause.ts';
import { NullSubject } from '../prototype.ts';
import { prototypeOf } from '../prototype-of.ts';
import { typeName } from '../types.ts';
import { Closure, Document, Null, ObjectValue, UserFunction, type Value } from '../value.ts';
import { callValue, evaluateAll } from './call.ts';
import { compileAll, compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

/** The chain ended early with this value; `span` is the place of what ended it. */
class Ended {
  constructor(
    readonly value: Value,
    readonly span: Span,
  ) {}
}

type Step = (context: Context, frame: Frame, subject: Value) => Value | Ended;

/** A longer chain is run as a loop: each step of a nested one takes a call of JavaScript's stack. */
const nestedLength = 16;

export function compileChain(node: Chain, scope: Scope): Code {
  const subject = compileExpression(node.subject, scope);
  if (node.links.some(mayEndEarly) || node.links.length > nestedLength) return compileLoop(node, subject, scope);
  let code = subject;
  let span = node.subject.span;
  for (const link of node.links) {
    code = compileLast(code, link, span, scope);
    span = spanAfter(link, span);
  }
  return code;
}

function mayEndEarly(link: Link): boolean {
  return link.kind !== 'bang' && (link.optional || (link.kind === 'method-call' && link.callOptional));
}

/** The place of the value that a link gives, as messages about that value name it. */
function spanAfter(link: Link, subject: Span): Span {
  switch (link.kind) {
    case 'bang':
      return join(subject, link.span);
    case 'select':
      return link.name.span;
    default:
      return link.argumentsSpan;
  }
}

/** A link that can not end the chain. Calls are written out, so that recursion takes little of JavaScript's stack. */
function compileLast(subject: Code, link: Link, subjectSpan: Span, scope: Scope): Code {
  if (link.kind === 'call') {
    const args = compileAll(link.arguments, scope);
    const { argumentsSpan } = link;
    return (context, frame) => {
      const callee = subject(context, frame);
      let result: Value;
      if (callee instanceof Closure) {
        const slots = evaluateAll(context, frame, args);
        context.evaluation.stack.push(argumentsSpan);
        result = callee.lambda.code(context, checkCall(context, callee, slots));
      } else if (callee instanceof UserFunction) {
        const slots = evaluateAll(context, frame, args);
        context.evaluation.stack.push(argumentsSpan);
        const call = context.evaluation.prepareUserFunction(context, callee.name, slots);
        result = call.closure.lambda.code(call.context, checkCall(call.context, call.closure, slots));
      } else {
        return callValue(context, frame, callee, args, argumentsSpan);
      }
      context.evaluation.stack.pop();
      return result;
    };
  }
  const step = compileStep(link, subjectSpan, scope);
  return (context, frame) => {
    const result = step(context, frame, subject(context, frame));
    if (result instanceof Ended) throw new Error('a chain ended early without ?.');
    return result;
  };
}

function compileLoop(node: Chain, subject: Code, scope: Scope): Code {
  let span = node.subject.span;
  const steps = node.links.map((link) => {
    const step = compileStep(link, span, scope);
    span = spanAfter(link, span);
    return { link, step };
  });
  return (context, frame) => {
    let value = subject(context, frame);
    let ended: Span | undefined;
    for (const { link, step } of steps) {
      if (ended === undefined) {
        const result = step(context, frame, value);
        if (result instanceof Ended) ended = result.span;
        value = result instanceof Ended ? result.value : result;
      } else if (link.kind === 'bang') {
        ended = join(ended, link.span);
        value = assertNotNull(context, value, ended);
      } else {
        ended = link.span;
      }
    }
    return value;
  };
}

function compileStep(link: Link, subjectSpan: Span, scope: Scope): Step {
  switch (link.kind) {
    case 'bang':
      return compileBang(link, subjectSpan);
    case 'select':
      return compileSelect(link, subjectSpan);
    case 'call':
      return compileCall(link, scope);
    case 'access':
      return compileAccess(link, subjectSpan, scope);
    case 'method-call':
      return compileMethodCall(link, subjectSpan, scope);
  }
}

function compileBang(link: Bang, subjectSpan: Span): Step {
  const span = join(subjectSpan, link.span);
  return (context, _, subject) => assertNotNull(context, subject, span);
}

function assertNotNull(context: Context, value: Value, span: Span): Value {
  if (value instanceof Null) throw nullFailure(context, value.cause, span);
  if (value instanceof Document) {
    const cause = context.call(span, () => context.evaluation.documents.nullCause(context, value, '`!`'));
    if (cause) throw nullFailure(context, cause, span);
  }
  return value;
}

/** What a member of a null gives: the end of the chain after `?.`, else an error. */
function nullAccess(
  context: Context,
  subject: Value,
  { cause }: NullSubject,
  member: Name,
  subjectSpan: Span,
  optional: boolean,
): Ended {
  if (!optional) return failNullAccess(context, subject, cause, member, subjectSpan);
  return new Ended(nullOf(subject, cause, subjectSpan), member.span);
}

function compileSelect({ name, optional }: Select, subjectSpan: Span): Step {
  return (context, _, subject) => select(context, subject, name, subjectSpan, optional);
}

function select(context: Context, subject: Value, name: Name, subjectSpan: Span, optional: boolean): Value | Ended {
  if (subject instanceof ObjectValue && !context.evaluation.performanceHints) {
    const value = subject.fields.get(name.text);
    if (value !== undefined) return value;
  }
  const { stack } = context.evaluation;
  stack.push(name.span);
  const value = getField(context, subject, name);
  stack.pop();
  return value instanceof NullSubject ? nullAccess(context, subject, value, name, subjectSpan, optional) : value;
}

function compileCall({ arguments: nodes, optional, argumentsSpan }: Call, scope: Scope): Step {
  const args = compileAll(nodes, scope);
  return (context, frame, callee) => {
    if (optional && callee instanceof Null) return new Ended(callee, argumentsSpan);
    return callValue(context, frame, callee, args, argumentsSpan);
  };
}

function compileAccess({ arguments: nodes, optional, argumentsSpan }: Access, subjectSpan: Span, scope: Scope): Step {
  const args = compileAll(nodes, scope);
  const operator: Name = { text: '[]', span: argumentsSpan };
  return (context, frame, subject) => {
    const { access } = prototypeOf(context, subject);
    if (!access) return failNoFunction(context, operator, subject);
    const values = evaluateAll(context, frame, args);
    const { stack } = context.evaluation;
    stack.push(argumentsSpan);
    const result = access(context, subject as never, values, argumentsSpan);
    stack.pop();
    return result instanceof NullSubject
      ? nullAccess(context, subject, result, operator, subjectSpan, optional)
      : result;
  };
}

function failNoFunction(context: Context, name: Name, subject: Value): never {
  const message = `The function \`${name.text}\` does not exist on \`${typeName(subject)}\``;
  return context.fail('invalid_function_invocation', message, { span: name.span });
}

/** A method of the subject, or else a function that a field of it holds. */
function compileMethodCall(link: MethodCall, subjectSpan: Span, scope: Scope): Step {
  const { name, optional, callOptional, argumentsSpan } = link;
  const args = compileAll(link.arguments, scope);
  return (context, frame, subject) => {
    const method = getMethod(context, subject, name);
    if (method instanceof NullSubject) return nullAccess(context, subject, method, name, subjectSpan, optional);
    if (method !== undefined) {
      const values = evaluateAll(context, frame, args);
      const { stack } = context.evaluation;
      stack.push(argumentsSpan);
      const result = callNative(context, method, subject as never, values);
      stack.pop();
      return result;
    }
    const callee = select(context, subject, name, subjectSpan, optional);
    if (callee instanceof Ended) return callee;
    if (callOptional && callee instanceof Null) return new Ended(callee, argumentsSpan);
    return callValue(context, frame, callee, args, argumentsSpan, name);
  };
}
