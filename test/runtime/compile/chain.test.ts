import { describe, expect, test } from 'vitest';
import { problem, show } from '../evaluate.ts';

describe('fields', () => {
  test('a field that is not there is null', () => {
    expect(show('{ a: 1 }.b')).toBe('null');
    expect(show('1.b')).toBe('null');
  });

  test('a field of null is an error that says where the null came from', () => {
    expect(problem('let o = { a: 1 }\no.b.c')).toEqual({
      code: 'invalid_null_access',
      message: 'Cannot access `c` on null.',
      at: ['c'],
      hints: ['Null value created here: b'],
    });
    expect(problem('null.a').hints).toEqual(['Null value created here: null']);
  });

  test('a method that is not called is a function', () => {
    expect(show('let f = Object.keys; [f, f({ a: 1 })]')).toBe('[[function keys()], ["a"]]');
    expect(show('null.toString()')).toBe('"null"');
  });

  test('`[]` reads a field by a name that is computed', () => {
    expect(show('let k = "two words"; { "two words": 1 }[k]')).toBe('1');
    expect(problem('{ a: 1 }[0]')).toMatchObject({
      code: 'invalid_argument',
      message: 'expected value for `key0` of type String, received Int',
      at: ['[0]'],
    });
    expect(problem('{ a: 1 }["a", "b"]').message).toBe(
      'callee function expects exactly 1 argument, but 2 were provided.',
    );
    expect(problem('1["a"]')).toMatchObject({ message: 'The function `[]` does not exist on `Int`', at: ['["a"]'] });
  });
});

describe('`?.` ends the chain at a null', () => {
  test('and all that follows is skipped', () => {
    expect(show('null?.a.b.c(abort(1))[abort(2)]')).toBe('null');
    expect(show('null?.["a"]')).toBe('null');
    expect(show('let f = null; f?.(abort(1)).b')).toBe('null');
    expect(show('{ f: null }.f?.(abort(1)).b')).toBe('null');
  });

  test('but a parenthesis ends the skipping', () => {
    expect(problem('(null?.a).b')).toMatchObject({ code: 'invalid_null_access', at: ['b'] });
  });

  test('and `!` still asserts', () => {
    expect(problem('null?.a.b!')).toMatchObject({ code: 'null_value', message: 'Null literal value', at: ['.b!'] });
  });

  test('and does nothing for what is not null', () => {
    expect(show('{ a: { b: 1 } }?.a?.b')).toBe('1');
    expect(problem('{ a: 1 }?.b.c')).toMatchObject({ code: 'invalid_null_access', at: ['c'] });
  });
});

describe('`!`', () => {
  test('gives what is not null', () => {
    expect(show('{ a: 1 }!.a!')).toBe('1');
  });

  test('names the cause of a null, and its place unless it is the same', () => {
    expect(problem('let o = { a: null }\no.a!')).toMatchObject({
      code: 'null_value',
      at: ['a!'],
      hints: ['Null value created here: null'],
    });
    expect(problem('null!').hints).toEqual([]);
    expect(problem('{}.a!')).toMatchObject({ message: 'Null value, due to missing field `a`', hints: [] });
  });
});

describe('calls', () => {
  test('a function that a field holds is called as a method is', () => {
    expect(show('let o = { n: 1, f: x => x + 1 }; o.f(o.n)')).toBe('2');
  });

  test('what is no function is named', () => {
    expect(problem('1(2)')).toMatchObject({
      code: 'type_mismatch',
      message: 'expected type: Function, received Int',
      at: ['(2)'],
    });
    expect(problem('{ f: 1 }.f()')).toMatchObject({
      code: 'invalid_function_invocation',
      message: '`f`: Expected a function, found `Int`',
      at: ['f'],
    });
    expect(problem('{ f: null }.f()').message).toBe('`f`: Expected a function, found `Null`');
    expect(problem('{ a: 1 }.f()')).toMatchObject({
      message: 'The function `f` does not exist on `{ *: Any }`',
      at: ['f'],
    });
    expect(problem('let f = { a: 1 }.f; f()')).toMatchObject({ at: ['f'] });
    expect(problem('null.f()')).toMatchObject({ code: 'invalid_null_access', at: ['f'] });
  });

  test('arguments are not evaluated where there is nothing to call, and before their number is checked', () => {
    expect(problem('1(abort(1))').code).toBe('type_mismatch');
    expect(problem('(x => x)(1, abort(2))').code).toBe('abort');
  });

  test('the number of arguments is that of the parameters', () => {
    expect(problem('(x => x)(1, 2)')).toMatchObject({
      code: 'invalid_function_invocation',
      message: 'callee function expects exactly 1 argument, but 2 were provided.',
      at: ['(1, 2)'],
    });
    expect(problem('(() => 1)(1)').message).toBe('callee function expects no arguments, but 1 was provided.');
    expect(problem('((a, b, ...c) => 1)(1)').message).toBe(
      'callee function expects at least 2 arguments, but 1 was provided.',
    );
  });

  test('the trace lists the calls under way', () => {
    expect(problem('let f = x => abort(x)\nlet g = x => f(x)\ng(1)').at).toEqual(['(x)', '(x)', '(1)']);
  });

  test('a module may be called, and one that may not says so', () => {
    expect(problem('Object(1)')).toMatchObject({ message: 'expected type: Function, received Object' });
  });
});

test('a chain of thousands of links runs', () => {
  expect(show(`let o = null\no${'?.a'.repeat(2_000)}`)).toBe('null');
  expect(show(`1${'!'.repeat(2_000)}`)).toBe('1');
});
