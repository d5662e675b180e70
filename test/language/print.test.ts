import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, Link, LiteralValue, Statement } from '../../src/language/ast.ts';
import { operatorPrecedences } from '../../src/language/build-operators.ts';
import { parseQuery, parseType } from '../../src/language/parse.ts';
import { print, printQuery } from '../../src/language/print.ts';
import { printType } from '../../src/language/print-type.ts';
import { NO_SPAN } from '../../src/language/source.ts';
import type { TypeExpression } from '../../src/language/type-ast.ts';
import { expressionOf, query, refusal, withoutPlaces } from './trees.ts';

const span = NO_SPAN;
const names = fc.constantFrom('a', 'b', 'User', 'x1', '_y', "it's");
const name = names.map((text) => ({ text, span }));
const literal: fc.Arbitrary<LiteralValue> = fc.oneof(
  fc.constant({ type: 'null' as const }),
  fc.boolean().map((value) => ({ type: 'boolean' as const, value })),
  fc.bigInt(-(2n ** 70n), 2n ** 70n).map((value) => ({ type: 'integer' as const, value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ type: 'double' as const, value: value === 0 ? 0 : value })),
  fc.string({ unit: 'binary' }).map((value) => ({ type: 'string' as const, value })),
);

/** Trees as they can be read: what needs parentheses has them. */
const { expression } = fc.letrec<{ expression: Expression; argument: Expression; operand: Expression; link: Link }>(
  (tie) => {
    const expression = tie('expression');
    const operand = tie('operand');
    const inParentheses = (node: fc.Arbitrary<Expression>) =>
      node.map((each): Expression => ({ kind: 'tuple', elements: [each], span }));
    const list = fc.array(expression, { maxLength: 3 });
    const fields = fc.array(
      fc.record({
        name: fc.oneof(
          name,
          fc.string().map((text) => ({ text, span })),
        ),
        value: expression,
      }),
      {
        maxLength: 3,
      },
    );
    const unique = fields.map((all) =>
      all.filter((each, at) => all.findIndex((other) => other.name.text === each.name.text) === at),
    );
    const statement: fc.Arbitrary<Statement> = fc.oneof(
      expression.map((each): Statement => ({ kind: 'expression', expression: each, span })),
      fc.record({ kind: fc.constant('let' as const), name, value: expression, span: fc.constant(span) }),
    );
    return {
      link: fc.oneof(
        fc.record({ kind: fc.constant('select' as const), name, optional: fc.boolean(), span: fc.constant(span) }),
        fc.constant({ kind: 'bang' as const, span }),
        fc.record({
          kind: fc.constant('method-call' as const),
          name,
          arguments: list,
          optional: fc.boolean(),
          callOptional: fc.boolean(),
          argumentsSpan: fc.constant(span),
          span: fc.constant(span),
        }),
        fc.record({
          kind: fc.constant('access' as const),
          arguments: list,
          optional: fc.boolean(),
          argumentsSpan: fc.constant(span),
          span: fc.constant(span),
        }),
      ),
      operand: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        names.map((text): Expression => ({ kind: 'identifier', name: text, span })),
        literal.map((value): Expression => ({ kind: 'literal', literal: value, span })),
        list.map((elements): Expression => ({ kind: 'array', elements, span })),
        unique.map((each): Expression => ({ kind: 'object', fields: each, span })),
        inParentheses(expression),
        fc
          .record({ subject: inParentheses(expression), links: fc.array(tie('link'), { minLength: 1, maxLength: 3 }) })
          .map(({ subject, links }): Expression => ({ kind: 'chain', subject, links, span })),
        fc.record({ first: fc.string(), value: expression, last: fc.string() }).map(
          ({ first, value, last }): Expression => ({
            kind: 'template',
            parts: [first, value, last].filter((part) => part !== ''),
            span,
          }),
        ),
        fc
          .tuple(fc.array(statement, { maxLength: 2 }), operand)
          .map(
            ([before, last]): Expression => ({
              kind: 'block',
              statements: [...before, { kind: 'expression', expression: last, span }],
              span,
            }),
          )
          .filter((block) => !/^\{\s*\(?"/.test(print(block))),
      ),
      argument: expression,
      expression: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        operand,
        fc
          .tuple(fc.constantFrom(...operatorPrecedences.keys()), operand, operand)
          .map(
            ([text, left, right]): Expression => ({ kind: 'operator', operator: { text, span }, left, right, span }),
          ),
        fc.tuple(fc.uniqueArray(names), expression).map(
          ([parameters, body]): Expression => ({
            kind: 'lambda',
            short: false,
            parameters: parameters.map((text) => ({ text, span })),
            body,
            span,
          }),
        ),
        fc
          .tuple(expression, operand, expression)
          .map(([test, consequent, alternate]): Expression => ({ kind: 'if', test, consequent, alternate, span })),
      ),
    };
  },
);

describe('printing a tree and reading it', () => {
  it('gives the tree', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const printed = print(tree);
        fc.pre(refusal(parseQuery, printed)?.includes('Nested too deeply') !== true);
        expect(withoutPlaces(expressionOf(`(${printed})`))).toEqual(
          withoutPlaces({ kind: 'tuple', elements: [tree], span }),
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('gives the tree of every recorded query', () => {
    const folder = join(import.meta.dirname, '../golden/scenarios');
    let read = 0;
    for (const file of readdirSync(folder)) {
      const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { steps: { query: string }[] }[];
      for (const { query: text } of scenarios.flatMap(({ steps }) => steps)) {
        if (refusal(parseQuery, text) !== undefined) continue;
        const tree = parseQuery(query(text));
        expect({ text, tree: withoutPlaces(parseQuery(query(printQuery(tree)))) }).toEqual({
          text,
          tree: withoutPlaces(tree),
        });
        read++;
      }
    }
    expect(read).toBeGreaterThan(2000);
  });
});

describe('trees that no text gives', () => {
  const one: Expression = { kind: 'literal', literal: { type: 'integer', value: 1n }, span };
  const sum: Expression = { kind: 'operator', operator: { text: '+', span }, left: one, right: one, span };
  it.each<[string, Expression]>([
    ['(1 + 1) * 1', { kind: 'operator', operator: { text: '*', span }, left: sum, right: one, span }],
    ['1 - (1 + 1)', { kind: 'operator', operator: { text: '-', span }, left: one, right: sum, span }],
    ['-(1)', { kind: 'operator', operator: { text: '-', span }, left: one, span }],
    ['(1 + 1)!', { kind: 'chain', subject: sum, links: [{ kind: 'bang', span }], span }],
    [
      'if (1) (if (1) 1) else 1',
      { kind: 'if', test: one, consequent: { kind: 'if', test: one, consequent: one, span }, alternate: one, span },
    ],
  ])('get parentheses: %s', (text, tree) => {
    expect(print(tree)).toBe(text);
  });
});

const { type } = fc.letrec<{ type: TypeExpression }>((tie) => {
  const type = tie('type');
  const several = fc.array(type, { maxLength: 3 });
  return {
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<TypeExpression>({ kind: 'any', span }, { kind: 'never', span }),
      names.map((text): TypeExpression => ({ kind: 'named', name: { text, span }, span })),
      fc.string().map((value): TypeExpression => ({ kind: 'singleton', literal: { type: 'string', value }, span })),
      fc.array(type, { minLength: 1, maxLength: 2 }).map(
        (each): TypeExpression => ({
          kind: 'generic',
          name: { text: 'Set', span },
          arguments: each,
          span,
        }),
      ),
      several.map((elements): TypeExpression => ({ kind: 'tuple', elements, span })),
      type.filter(({ kind }) => kind !== 'nullable').map((base): TypeExpression => ({ kind: 'nullable', base, span })),
      fc
        .tuple(type, type)
        .filter(([first]) => first.kind !== 'union')
        .map((members): TypeExpression => ({ kind: 'union', members, span })),
      fc
        .tuple(type, type)
        .filter(([first]) => first.kind !== 'intersection')
        .map((members): TypeExpression => ({ kind: 'intersection', members, span })),
      fc.tuple(type, type).map(
        ([wildcard, each]): TypeExpression => ({
          kind: 'object',
          fields: [{ name: { text: 'a b', span }, type: each }],
          wildcard,
          span,
        }),
      ),
      fc.tuple(fc.array(fc.record({ name, type }), { maxLength: 2 }), type, type).map(
        ([parameters, rest, result]): TypeExpression => ({
          kind: 'function',
          parameters,
          rest: { type: rest },
          result,
          span,
        }),
      ),
      fc
        .tuple(type, type)
        .filter(([parameter]) => parameter.kind !== 'tuple')
        .map(
          ([parameter, result]): TypeExpression => ({
            kind: 'function',
            parameters: [{ type: parameter }],
            result,
            span,
          }),
        ),
    ),
  };
});

it('types print as text that gives them', () => {
  fc.assert(
    fc.property(type, (tree) => {
      expect(withoutPlaces(parseType(query(printType(tree))))).toEqual(withoutPlaces(tree));
    }),
    { numRuns: 1500 },
  );
});
