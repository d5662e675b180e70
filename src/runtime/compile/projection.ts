/**
 * `subject { a, b: expression }`: of an object or document its fields, of an array or set those of each element;
 * anything else stays what it is. Source: recorded `projections`.
 */
import type { Project, ProjectAll } from '../../language/ast.ts';
import { error } from '../../language/diagnostic.ts';
import { invalidQuery } from '../../language/failure.ts';
import type { Span } from '../../language/source.ts';
import { checkCall } from '../call.ts';
import type { Code } from '../code.ts';
import type { Context } from '../context.ts';
import { getMethod } from '../members.ts';
import { callNative } from '../native.ts';
import { NullSubject } from '../prototype.ts';
import {
  ArrayValue,
  Closure,
  Document,
  EventSource,
  Module,
  Null,
  ObjectValue,
  SetValue,
  type Value,
} from '../value.ts';
import { compileExpression } from './expression.ts';
import { compileFieldsOf } from './lambda.ts';
import type { Scope } from './scope.ts';

export function compileProject(node: Project, scope: Scope): Code {
  const subject = compileExpression(node.subject, scope);
  const fields = compileFieldsOf(node, scope);
  const { span } = node;
  return (context, frame) => {
    const value = subject(context, frame);
    const { stack } = context.evaluation;
    stack.push(span);
    const result = project(context, value, new Closure(fields, frame), span);
    stack.pop();
    return result;
  };
}

function project(context: Context, value: Value, fields: Closure, span: Span): Value {
  if (value instanceof Document) {
    const cause = context.evaluation.documents.nullCause(context, value, 'Projection');
    return cause ? new Null(cause) : fieldsOf(context, value, fields);
  }
  if (value instanceof ObjectValue || value instanceof Module) return fieldsOf(context, value, fields);
  if (value instanceof ArrayValue) {
    context.tick();
    return new ArrayValue(value.elements.map((element) => fieldsOf(context, element, fields)));
  }
  if (value instanceof SetValue || value instanceof EventSource) {
    const map = getMethod(context, value, { text: 'map', span });
    if (!map || map instanceof NullSubject) throw new Error('a set has no map');
    return callNative(context, map, value as never, [fields]);
  }
  return value;
}

function fieldsOf(context: Context, element: Value, fields: Closure): Value {
  return fields.lambda.code(context, checkCall(context, fields, [element]));
}

export function compileProjectAll({ span }: ProjectAll): Code {
  return () => {
    throw invalidQuery([error('project expr not supported', span)]);
  };
}
