/**
 * Operators. `&&`, `||`, `??` and `isa` belong to the language; comparisons exist on every value; the others are
 * those of the left operand's prototype. Source: recorded `operators on numbers`, `operators conditions and null`.
 */
import type { Operator } from '../../language/ast.ts';
import { hint } from '../../language/diagnostic.ts';
import type { Name, Span } from '../../language/source.ts';
import { add, multiply, subtract } from '../arithmetic.ts';
import type { Code } from '../code.ts';
import { compare, equals } from '../compare.ts';
import type { Context } from '../context.ts';
import { getOperator } from '../members.ts';
import { callNative } from '../native.ts';
import { isNumber, type NumberValue, typeName } from '../types.ts';
import { Document, Module, Null, type Value } from '../value.ts';
import { failType } from './control.ts';
import { compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

export function compileOperator(node: Operator, scope: Scope): Code {
  const { operator, right } = node;
  if (!right) return compileUnary(node, scope);
  switch (operator.text) {
    case '&&':
      return compileLogical(node, right.span, compileExpression(right, scope), false, scope);
    case '||':
      return compileLogical(node, right.span, compileExpression(right, scope), true, scope);
    case '??':
      return compileOrElse(node, compileExpression(right, scope), scope);
    case 'isa':
      return compileIsa(node, right.span, compileExpression(right, scope), scope);
    default:
      return compileBinary(node, scope);
  }
}

function compileUnary({ operator, left }: Operator, scope: Scope): Code {
  const operand = compileExpression(left, scope);
  return (context, frame) => callOperator(context, operand(context, frame), operator, [], operator.span);
}

/** `decided`: the value of the left operand with which the right one is not looked at. */
function compileLogical(node: Operator, rightSpan: Span, right: Code, decided: boolean, scope: Scope): Code {
  const left = compileExpression(node.left, scope);
  const leftSpan = node.left.span;
  return (context, frame) => {
    const first = left(context, frame);
    if (first === decided) return first;
    if (typeof first !== 'boolean') return failType(context, 'Boolean', first, leftSpan);
    const second = right(context, frame);
    return typeof second === 'boolean' ? second : failType(context, 'Boolean', second, rightSpan);
  };
}

function compileOrElse(node: Operator, right: Code, scope: Scope): Code {
  const left = compileExpression(node.left, scope);
  const { span } = node.left;
  return (context, frame) => {
    const value = left(context, frame);
    if (value instanceof Null) return right(context, frame);
    if (!(value instanceof Document)) return value;
    const cause = context.call(span, () => context.evaluation.documents.nullCause(context, value, '`??`'));
    return cause ? right(context, frame) : value;
  };
}

function compileIsa(node: Operator, rightSpan: Span, right: Code, scope: Scope): Code {
  const left = compileExpression(node.left, scope);
  return (context, frame) => {
    const value = left(context, frame);
    const type = right(context, frame);
    if (type instanceof Module) return type.contains(value);
    const message = 'invalid argument `type_object`: expected a module object';
    return context.fail('invalid_argument', message, { span: rightSpan });
  };
}

interface Step {
  readonly operator: Name;
  readonly comparison: ((context: Context, left: Value, right: Value) => boolean) | undefined;
  readonly arithmetic: ((left: NumberValue, right: NumberValue) => NumberValue) | undefined;
  readonly right: Code;
  readonly rightSpan: Span;
}

/** `a + b + c …` is one loop: a sum of thousands of terms must not take JavaScript's stack. */
function compileBinary(node: Operator, scope: Scope): Code {
  const reversed: Operator[] = [];
  let leftmost: Operator['left'] = node;
  while (leftmost.kind === 'operator' && leftmost.right && !ofTheLanguage.has(leftmost.operator.text)) {
    reversed.push(leftmost);
    leftmost = leftmost.left;
  }
  const first = compileExpression(leftmost, scope);
  const steps = reversed.reverse().map((each) => compileStep(each, scope));
  const [only] = steps;
  if (only && steps.length === 1) {
    return (context, frame) => {
      const left = first(context, frame);
      checkOperator(context, left, only);
      return applyOperator(context, left, only.right(context, frame), only);
    };
  }
  return (context, frame) => {
    let value = first(context, frame);
    for (const step of steps) {
      checkOperator(context, value, step);
      value = applyOperator(context, value, step.right(context, frame), step);
    }
    return value;
  };
}

const ofTheLanguage: ReadonlySet<string> = new Set(['&&', '||', '??', 'isa']);

function compileStep({ operator, right }: Operator, scope: Scope): Step {
  if (!right) throw new Error('a binary operator has two operands');
  return {
    operator,
    comparison: comparisons.get(operator.text),
    arithmetic: arithmetic.get(operator.text),
    right: compileExpression(right, scope),
    rightSpan: right.span,
  };
}

/** The right operand is not evaluated when the left one has no such operator. */
function checkOperator(context: Context, left: Value, { operator, comparison, arithmetic }: Step): void {
  if (comparison || (arithmetic && isNumber(left))) return;
  if (!getOperator(context, left, operator.text)) failNoOperator(context, left, operator);
}

function applyOperator(context: Context, left: Value, right: Value, step: Step): Value {
  const { comparison, arithmetic } = step;
  if (comparison) {
    context.tick();
    return comparison(context, left, right);
  }
  if (arithmetic && isNumber(left) && isNumber(right)) {
    context.tick();
    return arithmetic(left, right);
  }
  return callOperator(context, left, step.operator, [right], step.rightSpan);
}

const comparisons = new Map<string, (context: Context, left: Value, right: Value) => boolean>([
  ['==', equals],
  ['!=', (context, left, right) => !equals(context, left, right)],
  ['<', (context, left, right) => (compare(context, left, right) ?? 1) < 0],
  ['<=', (context, left, right) => (compare(context, left, right) ?? 1) <= 0],
  ['>', (context, left, right) => (compare(context, left, right) ?? -1) > 0],
  ['>=', (context, left, right) => (compare(context, left, right) ?? -1) >= 0],
]);

/** The most common operators on numbers, without the way through the prototype. */
const arithmetic = new Map([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
]);

function callOperator(context: Context, left: Value, operator: Name, args: readonly Value[], span: Span): Value {
  const method = getOperator(context, left, operator.text);
  if (!method) return failNoOperator(context, left, operator);
  const { stack } = context.evaluation;
  stack.push(span);
  const result = callNative(context, method, left as never, args);
  stack.pop();
  return result;
}

function failNoOperator(context: Context, left: Value, { text, span }: Name): never {
  const hints = left instanceof Null ? [hint('Null value created here', left.cause.span)] : [];
  const message = `The function \`${text}\` does not exist on \`${typeName(left)}\``;
  return context.fail('invalid_function_invocation', message, { span, hints });
}
