import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/language/failure.ts';
import { ObjectValue } from '../../src/runtime/value.ts';
import { problem, run, show } from '../runtime/evaluate.ts';
import { pureContext } from '../runtime/pure-context.ts';

test('abort ends the query and carries its argument', () => {
  expect(problem('abort({ code: 1 })')).toMatchObject({
    code: 'abort',
    message: 'Query aborted.',
    at: ['({ code: 1 })'],
  });
  try {
    run('abort({ code: 1 })');
  } catch (failure) {
    expect((failure as Failure).details.abort).toEqual(ObjectValue.of([['code', 1]]));
  }
  expect(problem('abort()').message).toBe('callee function expects exactly 1 argument, but 0 were provided.');
});

describe('log and dbg', () => {
  test('log shows its arguments as text, and gives null', () => {
    const context = pureContext();
    expect(show('log("a", 1, ["b", 2.0])', {}, context)).toBe('null');
    expect(context.evaluation.logs).toMatchObject([{ kind: 'log', message: 'a 1 ["b", 2.0]', long: false }]);
  });

  test('dbg shows its argument as a literal, and gives it back', () => {
    const context = pureContext();
    expect(show('dbg("a") + "b"', {}, context)).toBe('"ab"');
    expect(context.evaluation.logs).toMatchObject([{ kind: 'log', message: '"a"', long: true }]);
  });
});

test('newId observes', () => {
  expect(show('newId()')).toBe('ID("42")');
  const pure = pureContext().with({ limit: { effect: 'pure', reason: 'index bindings' } });
  expect(problem('newId()', {}, pure)).toMatchObject({
    code: 'invalid_effect',
    message: '`newId` performs an observation, which is not allowed in index bindings.',
  });
});

test.each([
  ['Math.sum()', 'exactly 1 argument, but 0 were'],
  ['"a".slice()', '1 or 2 arguments, but 0 were'],
])('%s expects %s provided', (query, counts) => {
  expect(problem(query).message).toBe(`callee function expects ${counts} provided.`);
});

test('asc and desc mark what order() goes by', () => {
  expect(show('[asc(.a), desc(x => x)]')).toBe('[{ asc: [function <lambda>] }, { desc: [function <lambda>] }]');
  expect(problem('asc((a, b) => a)').message).toBe(
    '`accessor` should accept 1 parameter, provided function requires exactly 2 parameters.',
  );
});

test('FQL holds what every query can name, but not itself', () => {
  expect(show('[FQL.Int == Int, FQL.abort == abort, FQL.FQL, FQL.nope]')).toBe('[true, true, null, null]');
  expect(show('FQL.log("x")')).toBe('null');
  expect(show('FQL.Schema')).toBe('Schema');
});

test.each([
  ['true && !false', 'true'],
  ['!true', 'false'],
  ['true.toString()', '"true"'],
  ['true isa Boolean', 'true'],
  ['null.toString()', '"null"'],
  ['null isa Null', 'true'],
  ['(x => x).toString()', '"[function <lambda>]"'],
  ['[1 isa Doc, {} isa Struct]', '[false, true]'],
])('%s is %s', (query, answer) => {
  expect(show(query)).toBe(answer);
});
