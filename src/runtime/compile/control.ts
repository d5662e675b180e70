import type { At, If, Match } from '../../language/ast.ts';
import { error } from '../../language/diagnostic.ts';
import { invalidQuery } from '../../language/failure.ts';
import type { Span } from '../../language/source.ts';
import type { Code } from '../code.ts';
import type { Context } from '../context.ts';
import { typeName } from '../types.ts';
import { nullAt, Time, TransactionTime, type Value } from '../value.ts';
import { compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

export function failType(context: Context, expected: string, value: Value, span: Span): never {
  return context.fail('type_mismatch', `expected type: ${expected}, received ${typeName(value)}`, { span });
}

export function compileIf(node: If, scope: Scope): Code {
  const test = compileExpression(node.test, scope);
  const consequent = compileExpression(node.consequent, scope);
  const nothing = nullAt(node.span);
  const alternate = node.alternate ? compileExpression(node.alternate, scope) : () => nothing;
  const { span } = node.test;
  return (context, frame) => {
    const value = test(context, frame);
    if (value === true) return consequent(context, frame);
    if (value === false) return alternate(context, frame);
    return failType(context, 'Boolean', value, span);
  };
}

/** `at (time) body`: documents and sets of `body` are read as they were; a time yet to come is refused. */
export function compileAt(node: At, scope: Scope): Code {
  const time = compileExpression(node.time, scope);
  const body = compileExpression(node.body, scope);
  const { span } = node.time;
  return (context, frame) => {
    const value = time(context, frame);
    return body(context.with({ readTime: readTime(context, value, span), ofCursor: false }), frame);
  };
}

function readTime(context: Context, value: Value, span: Span): number | undefined {
  const now = context.transaction.time;
  if (value instanceof TransactionTime) return undefined;
  if (!(value instanceof Time)) return failType(context, 'Time', value, span);
  const { micros } = value;
  if (micros > now || (micros === now && value.nanos % 1000 > 0)) {
    return context.fail('invalid_argument', 'invalid argument `at_time`: cannot evaluate `at` in the future', { span });
  }
  return micros === now ? undefined : micros;
}

export function compileMatch({ span }: Match): Code {
  return () => {
    throw invalidQuery([error('match expr not supported', span)]);
  };
}
