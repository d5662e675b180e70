/** What is said about texts that are no queries: every recorded answer, and what the rules say of others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseExpression,
  parseFieldPath,
  parseLambda,
  parseQuery,
  parseType,
  parseTypeScheme,
} from '../../src/language/parse.ts';
import { refusal } from './trees.ts';

interface Step {
  readonly query: string;
  readonly answer: { readonly error?: { readonly code: string }; readonly summary?: string };
}

const folder = join(import.meta.dirname, '../golden/scenarios');
const steps = readdirSync(folder).flatMap((file) => {
  const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string; steps: Step[] }[];
  return scenarios.flatMap((scenario) => scenario.steps.map((step) => ({ file, ...step })));
});
const ofSyntax =
  /^error: (Expected|Unexpected|Missing return|Invalid (identifier|escape|anonymous)|Duplicate (key|lambda)|Object keys)/;

describe('recorded queries', () => {
  it('are read or refused as recorded, with the same words', () => {
    let refused = 0;
    for (const { file, query, answer } of steps) {
      const summary = refusal(parseQuery, query);
      if (summary === undefined) {
        expect(`${file}: ${query}\n${answer.summary}`).not.toMatch(new RegExp(`\n${ofSyntax.source.slice(1)}`));
        continue;
      }
      refused++;
      expect({ file, query, code: 'invalid_query', summary }).toEqual({
        file,
        query,
        code: answer.error?.code,
        summary: answer.summary,
      });
    }
    expect(refused).toBeGreaterThanOrEqual(150);
  });
});

/** The first line, and where. */
function shortened(summary: string | undefined): string {
  return (
    /error: (.*)\nat \*query\*:(.*)/
      .exec(summary ?? '')
      ?.slice(1)
      .join(' at ') ?? 'read'
  );
}

describe('queries', () => {
  it.each([
    ['foo({ a: 1 ', 'Expected `}` at 1:11'],
    ['foo(1, ', 'Expected `)` or expression at 1:7'],
    ['x { a: 1 b }', 'Expected `,` or `}` at 1:10'],
    ['match x { case 1 -> 2 }', 'Expected `=>` at 1:18'],
    ['let x: { a: Int b: Int } = 1\nx', 'Expected `,` or `}` at 1:17'],
    ['"\\q"', 'Expected escape code at 1:3'],
    ['1 + // comment', 'Expected "\\n" at 1:15'],
  ])('%j', (text, expected) => {
    expect(shortened(refusal(parseQuery, text))).toBe(expected);
  });

  it.each([
    ['[.a]', 'Invalid anonymous field access at 1:2'],
    ['let _ = 1\n1', 'Invalid identifier at 1:5'],
    ['{ a: 1, a: 2 }', 'Duplicate key at 1:9'],
    ['"\\u{110000}"', 'Invalid escape at 1:2'],
    ['{ "a#{b}": 1 }', 'Object keys do not support interpolation at 1:7'],
    ['{ let x = 1 }', 'Missing return expression at 1:13'],
    ['{ ; }', 'Unexpected end of block. Expected statement or expression at 1:5'],
    ['(1, ...x)', 'invalid variadic tuple at 1:1'],
  ])('%j', (text, expected) => {
    expect(shortened(refusal(parseQuery, text))).toBe(expected);
  });

  it('may have several things wrong with them', () => {
    expect(refusal(parseQuery, 'f({ a: 1, a: [.b], a: 2 })')?.match(/^error: .*/gm)).toEqual([
      'error: Invalid anonymous field access',
      'error: Duplicate key',
      'error: Duplicate key',
    ]);
  });
});

describe('bodies of functions', () => {
  it('have to be a lambda; to declare one is suggested', () => {
    expect(refusal(parseLambda, '1 + 2', '*body*')).toBe(
      [
        'error: Body must be a lambda expression.',
        'at *body*:1:1',
        '  |',
        '1 | 1 + 2',
        '  | ^^^^^ Expression is not a lambda.',
        '  |',
        'hint: Declare a lambda.',
        '  |',
        '1 | () => 1 + 2',
        '  | ++++++',
        '  |',
      ].join('\n'),
    );
  });

  it.each([
    ['', 'Unexpected end of query. Expected statement or expression at 1:1'],
    ['let x = 1\nx => x', 'Body must be a lambda expression. at 1:1'],
    ['x => x;', 'Expected end-of-input at 1:7'],
    ['.a', 'Invalid anonymous field access at 1:1'],
  ])('%j', (text, expected) => {
    expect(shortened(refusal(parseLambda, text))).toBe(expected);
  });
});

describe('types', () => {
  it.each([
    ['', 'Expected type at 1:1'],
    ['Array<', 'Expected type at 1:7'],
    ['{ *: A, b: B }', 'Wildcard must be the last element in an object at 1:9'],
    ['{ a: A = 1 }', 'Default values are not allowed here at 1:10'],
    ['{ a: A, a: B }', 'Duplicate key at 1:9'],
    ['(...A, B) => C', 'Invalid variadic argument at 1:5'],
    ['(x: A) | B', 'Only lambda argument types may be named at 1:2'],
    ['(null)', 'Invalid identifier at 1:2'],
  ])('%j', (text, expected) => {
    expect(shortened(refusal(parseType, text))).toBe(expected);
  });

  it('with parameters', () => {
    expect(shortened(refusal(parseTypeScheme, '<A, (x: A) => A'))).toBe('Expected `>` or identifier at 1:5');
  });
});

it('names what is left behind an expression and a path', () => {
  expect(shortened(refusal(parseExpression, '1 2'))).toBe('Expected end-of-input at 1:3');
  expect(shortened(refusal(parseFieldPath, '.a.b()'))).toBe('Invalid field path at 1:3');
});

describe('limits', () => {
  it.each([
    ['brackets', '('.repeat(100_000)],
    ['objects', `${'{a:'.repeat(100_000)}1`],
    ['interpolations', '"#{'.repeat(100_000)],
  ])('of %s', (_, text) => {
    expect(shortened(refusal(parseQuery, text))).toMatch(/^Nested too deeply: at most 200 brackets/);
  });

  it.each([
    ['lambdas', 'x => '.repeat(100_000)],
    ['conditions', 'if (a) b else '.repeat(100_000)],
    ['signs', '- '.repeat(100_000)],
    ['comments', '/*'.repeat(100_000)],
  ])('of the stack, with %s', (_, text) => {
    expect(shortened(refusal(parseQuery, `${text}1`))).toMatch(
      /^(Nested too deeply|Too many operators|Unexpected end of query)/,
    );
  });

  it('of operators', () => {
    expect(refusal(parseQuery, `${'1 + '.repeat(2000)}1`)).toBeUndefined();
    expect(shortened(refusal(parseQuery, `${'1 + '.repeat(2001)}1`))).toMatch(/^Too many operators/);
  });

  it('of length; ten megabytes of text are read', () => {
    expect(shortened(refusal(parseQuery, `[${'1,'.repeat(3_000_000)}]`))).toMatch(/^Too long/);
    expect(refusal(parseQuery, `"${'x'.repeat(10_000_000)}"`)).toBeUndefined();
    expect(shortened(refusal(parseQuery, `"${'x'.repeat(10_000_000)}`))).toMatch(/^Unexpected end of query/);
  });
});
