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

/** What an operator does with its left operand, in two parts, so that a chain of operators is run as a loop. */
interface Meaning {
  /** Whether the left operand is the result as it is: the right one is not looked at. Refuses a left operand that may not be. */
  readonly settles: (context: Context, left: Value) => boolean;
  readonly combine: (context: Context, left: Value, right: Value) => Value;
}

interface Step extends Meaning {
  readonly right: Code;
}

export function compileOperator(node: Operator, scope: Scope): Code {
  return node.right ? compileBinary(node, scope) : compileUnary(node, scope);
}

function compileUnary({ operator, left }: Operator, scope: Scope): Code {
  const operand = compileExpression(left, scope);
  return (context, frame) => callOperator(context, operand(context, frame), operator, [], operator.span);
}

/** `a + b + c …` is one loop: a sum of thousands of terms must not take JavaScript's stack. */
function compileBinary(node: Operator, scope: Scope): Code {
  const reversed: { operator: Operator; right: NonNullable<Operator['right']> }[] = [];
  let leftmost: Operator['left'] = node;
  while (leftmost.kind === 'operator' && leftmost.right) {
    reversed.push({ operator: leftmost, right: leftmost.right });
    leftmost = leftmost.left;
  }
  const first = compileExpression(leftmost, scope);
  const steps = reversed.reverse().map(({ operator, right }): Step => {
    return { right: compileExpression(right, scope), ...meaningOf(operator, right.span) };
  });
  const [only] = steps;
  if (only && steps.length === 1) {
    return (context, frame) => {
      const left = first(context, frame);
      return only.settles(context, left) ? left : only.combine(context, left, only.right(context, frame));
    };
  }
  return (context, frame) => {
    let value = first(context, frame);
    for (const step of steps) {
      if (!step.settles(context, value)) value = step.combine(context, value, step.right(context, frame));
    }
    return value;
  };
}

function meaningOf({ operator, left }: Operator, rightSpan: Span): Meaning {
  const compared = comparisons.get(operator.text);
  if (compared) return comparison(compared);
  switch (operator.text) {
    case '&&':
      return logical(false, left.span, rightSpan);
    case '||':
      return logical(true, left.span, rightSpan);
    case '??':
      return orElse(left.span);
    case 'isa':
      return isa(rightSpan);
    default:
      return ofPrototype(operator, rightSpan);
  }
}

/** `decided`: the value of the left operand that decides. */
function logical(decided: boolean, leftSpan: Span, rightSpan: Span): Meaning {
  const requireBoolean = (context: Context, value: Value, span: Span) =>
    typeof value === 'boolean' ? value : failType(context, 'Boolean', value, span);
  return {
    settles: (context, left) => requireBoolean(context, left, leftSpan) === decided,
    combine: (context, _, right) => requireBoolean(context, right, rightSpan),
  };
}

function orElse(leftSpan: Span): Meaning {
  const isThere = (context: Context, value: Value) => {
    if (!(value instanceof Document)) return !(value instanceof Null);
    return !context.call(leftSpan, () => context.evaluation.documents.nullCause(context, value, '`??`'));
  };
  return { settles: isThere, combine: (_context, _left, right) => right };
}

function isa(rightSpan: Span): Meaning {
  const message = 'invalid argument `type_object`: expected a module object';
  return {
    settles: () => false,
    combine: (context, left, right) => {
      if (right instanceof Module) return right.contains(left);
      return context.fail('invalid_argument', message, { span: rightSpan });
    },
  };
}

type Comparison = (context: Context, left: Value, right: Value) => boolean;

const comparisons = new Map<string, Comparison>([
  ['==', equals],
  ['!=', (context, left, right) => !equals(context, left, right)],
  ['<', (context, left, right) => (compare(context, left, right) ?? 1) < 0],
  ['<=', (context, left, right) => (compare(context, left, right) ?? 1) <= 0],
  ['>', (context, left, right) => (compare(context, left, right) ?? -1) > 0],
  ['>=', (context, left, right) => (compare(context, left, right) ?? -1) >= 0],
]);

function comparison(holds: Comparison): Meaning {
  return {
    settles: () => false,
    combine: (context, left, right) => {
      context.tick();
      return holds(context, left, right);
    },
  };
}

/** The most common operators on numbers, without the way through the prototype. */
const arithmetic = new Map<string, (left: NumberValue, right: NumberValue) => NumberValue>([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
]);

function ofPrototype(operator: Name, rightSpan: Span): Meaning {
  const compute = arithmetic.get(operator.text);
  return {
    settles: (context, left) => {
      if (compute && isNumber(left)) return false;
      if (!getOperator(context, left, operator.text)) failNoOperator(context, left, operator);
      return false;
    },
    combine: (context, left, right) => {
      if (!compute || !isNumber(left) || !isNumber(right))
        return callOperator(context, left, operator, [right], rightSpan);
      context.tick();
      return compute(left, right);
    },
  };
}

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
