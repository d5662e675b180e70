import { describe, expect, test } from 'vitest';
import { parseLambda } from '../../src/language/parse.ts';
import { Source } from '../../src/language/source.ts';
import { capturedVariables } from '../../src/runtime/call.ts';
import { compileLambda } from '../../src/runtime/compile/index.ts';
import { UserFunction } from '../../src/runtime/value.ts';
import { problem, show } from './evaluate.ts';
import { type PureOptions, pureContext } from './pure-context.ts';

/** A database with one function. */
function withFunction(name: string, body: string): PureOptions {
  const closure = compileLambda(parseLambda(new Source(`*udf:${name}*`, body)));
  return {
    lookup: (text) => (text === name ? new UserFunction(name) : undefined),
    prepareUserFunction: (context) => ({ context, closure }),
  };
}

const count = withFunction('Count', 'n => if (n == 0) 0 else 1 + Count(n - 1)');
const countInBlocks = withFunction('Count', 'n => if (n == 0) { 0 } else { let rest = Count(n - 1)\n rest + 1 }');

describe('depth', () => {
  test.each([count, countInBlocks])('a function may call itself a thousand times', (options) => {
    expect(show('Count(1000)', {}, pureContext(options))).toBe('1000');
  });

  test('recursion without an end is an error', () => {
    const failed = problem('Count(-1)', {}, pureContext(count));
    expect(failed.code).toBe('stack_overflow');
    expect(failed.message).toMatch(/^number of stack frames exceeded limit of \d+$/);
    expect(failed.at).toEqual([...Array(15).fill('(n - 1)'), '(-1)']);
    expect(problem('let f = f => f(f); f(f)')).toMatchObject({
      code: 'stack_overflow',
      message: 'number of stack frames exceeded limit of 2048',
    });
  });

  test('so is JavaScript running out of its own stack', () => {
    const context = pureContext(count);
    Object.assign(context.evaluation.limits, { stackDepth: Number.POSITIVE_INFINITY });
    expect(problem('Count(-1)', {}, context).code).toBe('stack_overflow');
  });
});

describe('time', () => {
  const forever = withFunction('Spin', 'n => if (n == 0) 0 else { Spin(n - 1); Spin(n - 1) }');

  test('a query that takes too long ends', () => {
    const context = pureContext({ ...forever, deadline: Date.now() - 1 });
    expect(problem('Spin(1000)', {}, context)).toMatchObject({ code: 'time_out' });
  });

  test('so does one that is cancelled', () => {
    let asked = 0;
    const context = pureContext({ ...forever, cancelled: () => ++asked === 3 });
    expect(problem('Spin(1000)', {}, context)).toMatchObject({ code: 'time_out', message: 'The query was cancelled.' });
  });
});

test('a string that outgrows the limit is an error at its template', () => {
  const doubling = `let a = "${'x'.repeat(1024)}"\n${'let a = "#{a}#{a}"\n'.repeat(15)}1`;
  expect(problem(doubling)).toMatchObject({
    code: 'value_too_large',
    message: 'Value too large: string size 33554432 exceeds limit 16777216.',
    at: ['"#{a}#{a}"'],
  });
});

test('what a lambda was compiled to knows its text and the variables it uses', () => {
  const closure = compileLambda(parseLambda(new Source('*body*', 'x => x + y')), new Map([['y', 2]]));
  expect(closure.lambda.text()).toBe('x => x + y');
  expect([...capturedVariables(closure)]).toEqual([['y', 2]]);
  expect(pureContext().apply(closure, [1])).toBe(3);
});
