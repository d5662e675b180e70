import { describe, expect, test } from 'vitest';
import { NO_SPAN } from '../../src/language/source.ts';
import { Document, ObjectValue } from '../../src/runtime/value.ts';
import { problem, show } from '../runtime/evaluate.ts';
import { pureContext } from '../runtime/pure-context.ts';

test.each([
  ['Object.keys({ b: 1, a: 2 })', '["b", "a"]'],
  ['Object.values({ b: 1, a: 2 })', '[1, 2]'],
  ['Object.entries({ b: 1, a: 2 })', '[["b", 1], ["a", 2]]'],
  ['Object.fromEntries([["b", 1], ["a", 2], ["b", 3]])', '{ b: 3, a: 2 }'],
  ['Object.fromEntries(Object.entries({}))', '{}'],
  ['Object.assign({ a: 1, b: 2 }, { b: 3, c: 4 })', '{ a: 1, b: 3, c: 4 }'],
  ['Object.select({ a: { b: 1 } }, ["a", "b"])', '1'],
  ['Object.select({ a: { b: 1 } }, [])', '{ a: { b: 1 } }'],
  ['Object.select({ a: 1 }, ["a", "b"])', 'null'],
  ['Object.hasPath({ a: { b: null } }, ["a", "b"])', 'true'],
  ['Object.hasPath({ a: { b: null } }, ["a", "b", "c"])', 'false'],
  ['Object.toString([1, { a: "x" }])', '"[1, { a: \\"x\\" }]"'],
  ['Object.toString("x")', '"x"'],
])('%s is %s', (query, answer) => {
  expect(show(query)).toBe(answer);
});

test('what select did not find says so', () => {
  expect(problem('Object.select({}, ["a"])!').message).toBe('Null value, due to no value in object found at path');
});

test('a path is made of names', () => {
  expect(problem('Object.select({ a: 1 }, [1])').message).toBe('invalid argument `path`: expected an array of strings');
});

test('entries are pairs of a name and a value', () => {
  const failed = (query: string) => problem(query).message.replace('invalid argument `entries`: ', '');
  expect(failed('Object.fromEntries([1])')).toBe(
    'expected an array for each element of the outer array, but saw type Int at index 0',
  );
  expect(failed('Object.fromEntries([["a", 1], ["b"]])')).toBe(
    'expected inner array of length 2 but saw length 1 at index 1',
  );
  expect(failed('Object.fromEntries([[1, 2]])')).toBe(
    'expected a string for the first element of each inner array, but saw type Int at index 0',
  );
});

test('a module has no fields', () => {
  expect(problem('Object.keys(Object)').message).toBe(
    'invalid argument `object`: expected either an object or a document',
  );
  expect(problem('Object.keys(1)').message).toBe('expected value for `object` of type { *: Any }, received Int');
});

describe('documents', () => {
  const document = new Document('People', 1n);
  const reference = () => ({ collection: 'People', id: 1n });

  test('have the fields that a result shows', () => {
    const shownFields = () =>
      ObjectValue.of([
        ['id', 1],
        ['name', 'Ann'],
      ]);
    const context = pureContext({ documents: { shownFields, reference } });
    expect(show('[Object.keys(d), Object.assign(d, { name: "Bob" })]', { d: document }, context)).toBe(
      '[["id", "name"], { id: 1, name: "Bob" }]',
    );
  });

  test('that are not there are refused', () => {
    const shownFields = () => ({ type: 'not found', document, span: NO_SPAN }) as const;
    const context = pureContext({ documents: { shownFields, reference } });
    expect(problem('Object.keys(d)', { d: document }, context)).toMatchObject({
      code: 'invalid_argument',
      message: 'invalid argument `object`: collection `People` does not contain document with id 1.',
      hints: ['Null value created here: '],
    });
  });
});
