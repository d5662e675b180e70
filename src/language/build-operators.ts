/** Operators by precedence, and how they spread a short lambda. Source: the FQL reference, "Operator precedence". */
import type { Expression } from './ast.ts';
import { error } from './diagnostic.ts';
import { invalidQuery } from './failure.ts';
import { join, type Name, type Span } from './source.ts';

const levels = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['>', '<', '>=', '<='],
  ['isa'],
  ['|'],
  ['^'],
  ['&'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];

/** From the loosest, 0, to the tightest. */
export const operatorPrecedences: ReadonlyMap<string, number> = new Map(
  levels.flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level])),
);

/** `2 ** 3 ** 2` is `2 ** (3 ** 2)`; all others group from the left. */
export const isRightAssociative = (operator: string): boolean => operator === '**';

interface Operand {
  readonly operator: Name;
  readonly operand: Expression;
}

/** How many operators one expression may have: each makes the tree deeper. */
const MAXIMUM_OPERATORS = 2000;

/** Throws a Failure if there are too many operators. */
export function limitOperators(count: number, placeOf: (index: number) => Span): void {
  if (count <= MAXIMUM_OPERATORS) return;
  const message = `Too many operators: one expression can have at most ${MAXIMUM_OPERATORS}`;
  throw invalidQuery([error(message, placeOf(MAXIMUM_OPERATORS))]);
}

/** The tree of operands and the operators between them. Throws a Failure where there are too many. */
export function operate(first: Expression, rest: readonly Operand[]): Expression {
  limitOperators(rest.length, (index) => (rest[index] as Operand).operator.span);
  const operands = [first];
  const operators: Name[] = [];
  let short = false;
  const take = (): Expression => {
    const operand = withoutShort(operands.pop() as Expression, true);
    short ||= operand.short;
    return operand.inner;
  };
  const apply = (): void => {
    const operator = operators.pop() as Name;
    const right = take();
    const left = take();
    operands.push({ kind: 'operator', operator, left, right, span: join(left.span, right.span) });
  };
  for (const { operator, operand } of rest) {
    const precedence = operatorPrecedences.get(operator.text) as number;
    while (operators.length > 0) {
      const last = operatorPrecedences.get((operators.at(-1) as Name).text) as number;
      if (last < precedence || (last === precedence && isRightAssociative(operator.text))) break;
      apply();
    }
    operators.push(operator);
    operands.push(operand);
  }
  while (operators.length > 0) apply();
  const result = operands[0] as Expression;
  return short ? restoreShort(result) : result;
}

/**
 * The body of a short lambda, to be made part of a larger one: `.a` in `.a + 1`. Between operators that holds for
 * one in parentheses, too: `(.a + 1) * 2`.
 */
export function withoutShort(expression: Expression, inTuple = false): { inner: Expression; short: boolean } {
  if (expression.kind === 'lambda' && expression.short) return { inner: expression.body, short: true };
  if (inTuple && expression.kind === 'tuple' && expression.elements.length === 1) {
    const element = expression.elements[0] as Expression;
    if (element.kind === 'lambda' && element.short) {
      return { inner: { ...expression, elements: [element.body] }, short: true };
    }
  }
  return { inner: expression, short: false };
}

export function restoreShort(body: Expression): Expression {
  return { kind: 'lambda', short: true, parameters: [], body, span: body.span };
}
