import { describe, expect, it } from 'vitest';
import type { Expression, LiteralValue } from '../../src/language/ast.ts';
import { parseFieldPath, parseLambda, parseQuery, parseTemplate } from '../../src/language/parse.ts';
import { print, printQuery } from '../../src/language/print.ts';
import { PLACEHOLDER } from '../../src/language/source.ts';
import { expressionOf, query, statementsOf } from './trees.ts';

function literalOf(text: string): LiteralValue {
  const expression = expressionOf(text);
  if (expression.kind !== 'literal') throw new Error(`${text} is a ${expression.kind}`);
  return expression.literal;
}

/** The operators and operands of an expression, fully parenthesized. */
function grouped(node: Expression): string {
  if (node.kind !== 'operator') return print(node);
  if (!node.right) return `(${node.operator.text}${grouped(node.left)})`;
  return `(${grouped(node.left)} ${node.operator.text} ${grouped(node.right)})`;
}

describe('numbers', () => {
  it.each([
    ['0', 0n],
    ['100_', 100n],
    ['0x_1F', 31n],
    ['0b101', 5n],
    ['0o17', 15n],
    ['-5', -5n],
    ['+ 5', 5n],
    ['123456789012345678901234567890', 123456789012345678901234567890n],
  ])('%s is an integer', (text, value) => {
    expect(literalOf(text)).toEqual({ type: 'integer', value });
  });

  it.each([
    ['1.50', 1.5],
    ['1e3', 1000],
    ['1_0.2_5E-1', 1.025],
    ['-0.0', 0],
    ['1e999', Number.POSITIVE_INFINITY],
  ])('%s is a double', (text, value) => {
    expect(literalOf(text)).toEqual({ type: 'double', value });
  });
});

describe('strings', () => {
  it.each([
    ['"a\\n\\t\\\\\\"\\#\\0"', 'a\n\t\\"#\0'],
    ["'it\\'s #{x}'", "it's #{x}"],
    ['"\\x41\\u00e9\\u{1F600}"', 'Aé😀'],
    ['"two\nlines"', 'two\nlines'],
    ['""', ''],
  ])('%s', (text, value) => {
    expect(literalOf(text)).toEqual({ type: 'string', value });
  });

  it('hold expressions, which hold strings', () => {
    const template = expressionOf('"a#{b + "c#{d}"}e"');
    expect(template).toMatchObject({
      kind: 'template',
      parts: ['a', { kind: 'operator', right: { kind: 'template', parts: ['c', { name: 'd' }] } }, 'e'],
    });
  });

  it('are templates where a # stands in them, alone it is a string', () => {
    expect(expressionOf('"a#b"')).toMatchObject({ kind: 'template', parts: ['a#b'] });
    expect(literalOf('"#"')).toEqual({ type: 'string', value: '#' });
    expect(literalOf('"a\\#b"')).toEqual({ type: 'string', value: 'a#b' });
  });
});

describe('heredocs', () => {
  it('lose the indent that all their lines have', () => {
    const text = '<<-END\n    let x = 1\n      x\n\n    "#{x}"\n  END';
    expect(literalOf(text)).toEqual({ type: 'string', value: 'let x = 1\n  x\n\n"#{x}"\n' });
  });

  it('end at a line of their name, however it goes on', () => {
    expect(print(expressionOf('<<-A\nx A\nAB\nA.length'))).toBe('"x A\\nAB\\n".length');
  });

  it('with <<+ hold expressions; a line that begins with one has no indent', () => {
    expect(expressionOf('<<+END\n  a #{x}\n  b\nEND')).toMatchObject({ parts: ['a ', { name: 'x' }, '\nb\n'] });
    expect(expressionOf('<<+END\n  a\n#{x}\nEND')).toMatchObject({ parts: ['  a\n', { name: 'x' }, '\n'] });
  });

  it('may be empty', () => {
    expect(literalOf('<<-END\nEND')).toEqual({ type: 'string', value: '' });
    expect(literalOf('<<+END\nEND')).toEqual({ type: 'string', value: '' });
  });
});

describe('line breaks', () => {
  it.each([
    ['a\n.b', 'a.b'],
    ['a\n?.b', 'a?.b'],
    ['a\n  ?? b', 'a ?? b'],
    ['a\n|| b\n&& c', 'a || b && c'],
    ['1 +\n2', '1 + 2'],
    ['x =>\nx', 'x => x'],
    ['if (a)\nb\nelse\nc', 'if (a) b else c'],
    ['1 /* \n */ + 2', '1 + 2'],
    ['[1,\n2,\n]', '[1, 2]'],
  ])('%j is one expression', (text, printed) => {
    expect(print(expressionOf(text))).toBe(printed);
  });

  it.each(['a\n+2', 'a\n-3', 'a\n[0]', 'a\n(3)', 'a\n{ b }', 'a\n!b', 'a; b', 'a // c\nb'])(
    '%j is two statements',
    (text) => {
      expect(statementsOf(text)).toHaveLength(2);
    },
  );

  it.each(['a b', 'a\n+ b', 'a\n== b', 'a\n{ b: 1 }\nisa c', '-\n1', '[a\nb]', 'x\n=> x'])('%j is neither', (text) => {
    expect(() => parseQuery(query(text))).toThrow('validation check');
  });
});

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['2 ** 3 ** 2', '(2 ** (3 ** 2))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['-2 ** 2', '(-2 ** 2)'],
    ['-x ** 2', '((-x) ** 2)'],
    [
      'a ?? b || c && d == e < f isa g | h ^ i & j + k',
      '(a ?? (b || (c && (d == (e < (f isa (g | (h ^ (i & (j + k))))))))))',
    ],
    ['a >= b', '(a >= b)'],
    ['a =~ b !~ c', '((a =~ b) !~ c)'],
    ['!~x', '(!(~x))'],
    ['!a.b!', '(!a.b!)'],
    ['1 -1', '(1 - 1)'],
    ['1 - -1', '(1 - -1)'],
  ])('%s', (text, groups) => {
    expect(grouped(expressionOf(text))).toBe(groups);
  });
});

describe('braces', () => {
  it.each([
    ['{}', 'object'],
    ['{ a: 1 }', 'object'],
    ['{ if: 1, \'b c\': 2, "d": 3, }', 'object'],
    ['{ a }', 'block'],
    ['{ "a" }', 'block'],
    ['{ let a = 1; a }', 'block'],
    ['x { a, b: .c, d { e } }', 'project'],
    ['x { * }', 'project-all'],
  ])('%s: %s', (text, kind) => {
    expect(expressionOf(text).kind).toBe(kind);
  });

  it('of a projection apply to all operators before them', () => {
    expect(expressionOf('a + b { c }')).toMatchObject({ kind: 'project', subject: { kind: 'operator' } });
  });

  it('of a block cannot begin with a string that only a name can be', () => {
    expect(() => parseQuery(query('{ "a#{b}" }'))).toThrow('validation check');
    expect(() => parseQuery(query('{ "\\n" }'))).toThrow('validation check');
  });
});

describe('lambdas', () => {
  it.each([
    ['x => x', ['x'], undefined],
    ['(x, _, y) => x', ['x', null, 'y'], undefined],
    ['() => 1', [], undefined],
    ['(x, ...rest) => x', ['x'], 'rest'],
    ['(..._) => 1', [], null],
  ])('%s', (text, parameters, rest) => {
    const lambda = expressionOf(text);
    if (lambda.kind !== 'lambda') throw new Error(lambda.kind);
    expect(lambda.parameters.map((name) => name?.text ?? null)).toEqual(parameters);
    expect(lambda.rest === undefined ? undefined : (lambda.rest?.text ?? null)).toEqual(rest);
  });

  it('are short where an argument begins with a dot, and take in the operators around it', () => {
    const call = expressionOf('f((.a + 1) * 2)');
    const [link] = call.kind === 'chain' ? call.links : [];
    const [argument] = link?.kind === 'call' ? link.arguments : [];
    expect(argument).toMatchObject({ kind: 'lambda', short: true, parameters: [], body: { operator: { text: '*' } } });
  });

  it('are bodies of functions, long or short in parentheses', () => {
    expect(parseLambda(query('// doc\n(x) => x.a')).parameters).toHaveLength(1);
    expect(parseLambda(query('(.a.b > 1)')).short).toBe(true);
  });
});

describe('chains', () => {
  it('join a name and the call behind it', () => {
    expect(expressionOf('a?.b?.(c)!.d[e](f)')).toMatchObject({
      links: [
        { kind: 'method-call', name: { text: 'b' }, optional: true, callOptional: true },
        { kind: 'bang' },
        { kind: 'select', name: { text: 'd' } },
        { kind: 'access', optional: false },
        { kind: 'call', optional: false },
      ],
    });
  });

  it('know their places', () => {
    const text = 'ab\n  .cd(1)';
    expect(expressionOf(text)).toMatchObject({
      span: { start: 0, end: 11 },
      links: [
        { span: { start: 5, end: 11 }, argumentsSpan: { start: 8, end: 11 }, name: { span: { start: 6, end: 8 } } },
      ],
    });
  });
});

describe('types of variables', () => {
  it.each([
    'Int',
    'Array<Int>',
    'Int?',
    'A | B & C',
    '(x: A, ...B) => C',
    '{ a: A, *: Any }',
    '{ a: A, ... }',
    '[A, "b", 1, true]',
    '() => Never',
  ])('%s', (type) => {
    expect(printQuery(parseQuery(query(`let x: ${type} = 1\nx`)))).toBe(`let x: ${type} = 1\nx`);
  });

  it('may touch the equals sign', () => {
    expect(statementsOf('let x: Array<Int>=[1]\nx')).toHaveLength(2);
  });
});

describe('paths of fields', () => {
  it.each([
    ['.a.b', ['a', 'b']],
    ['.lines[0].sku', ['lines', 0, 'sku']],
    ['.["a b"]', ['a b']],
  ])('%s', (text, path) => {
    expect(parseFieldPath(query(text))).toEqual(path);
  });

  it.each(['a.b', '.a()', '.a?.b', '.a[-1]', '.a!', '.a\n'])('%j is none', (text) => {
    expect(() => parseFieldPath(query(text))).toThrow('validation check');
  });
});

it('reads values sent beside a query as variables by number', () => {
  const text = `${PLACEHOLDER} + { a: ${PLACEHOLDER} }.a`;
  expect(printQuery(parseTemplate(query(text)))).toBe('$0 + { a: $1 }.a');
  expect(() => parseQuery(query(text))).toThrow('validation check');
});
