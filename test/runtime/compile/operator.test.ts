import { describe, expect, test } from 'vitest';
import { problem, show } from '../evaluate.ts';

describe('operators of the language', () => {
  test('`&&` and `||` look at the right operand only where it decides', () => {
    expect(show('[true && false, true || abort(1), false && abort(1), false || true]')).toBe(
      '[false, true, false, true]',
    );
  });

  test('`&&` and `||` take booleans', () => {
    expect(problem('1 && true')).toMatchObject({
      code: 'type_mismatch',
      message: 'expected type: Boolean, received Int',
      at: ['1'],
    });
    expect(problem('true && null')).toMatchObject({ message: 'expected type: Boolean, received Null', at: ['null'] });
  });

  test('`??` gives the right operand for a null', () => {
    expect(show('[null ?? 1, 2 ?? abort(1), {}.a ?? null ?? 3]')).toBe('[1, 2, 3]');
  });

  test('`isa` asks a module', () => {
    expect(show('[1 isa Int, 1 isa Number, 1.0 isa Int, 1.0 isa Double, null isa Null]')).toBe(
      '[true, true, false, true, true]',
    );
    expect(show('[{} isa Object, {} isa Struct, FQL isa Object, FQL isa Struct, FQL isa FQL]')).toBe(
      '[true, true, true, false, true]',
    );
    expect(problem('1 isa "Int"')).toMatchObject({
      code: 'invalid_argument',
      message: 'invalid argument `type_object`: expected a module object',
      at: ['"Int"'],
    });
  });
});

describe('operators of values', () => {
  test('comparisons exist on every value', () => {
    expect(show('[1 == 1.0, 1 != "1", null == null, 1 < "a", null >= 1, { a: 1 } == { a: 1 }]')).toBe(
      '[true, true, true, false, false, true]',
    );
  });

  test('only a lambda itself is equal to it', () => {
    expect(show('let f = x => x; [f == f, (x => x) == (x => x), abort == abort, abort == log]')).toBe(
      '[true, false, true, false]',
    );
  });

  test('an operator that the left operand has not is refused before the right one is evaluated', () => {
    expect(problem('{} + abort(1)')).toMatchObject({
      code: 'invalid_function_invocation',
      message: 'The function `+` does not exist on `{ *: Any }`',
      at: ['+'],
      hints: [],
    });
    expect(problem('!1')).toMatchObject({ message: 'The function `!` does not exist on `Int`', at: ['!'] });
  });

  test('of a null the hint says where it came from', () => {
    expect(problem('let o = { a: null }\no.a + 1').hints).toEqual(['Null value created here: null']);
  });

  test('the right operand is checked at its place', () => {
    expect(problem('1 + true')).toMatchObject({
      code: 'invalid_argument',
      message: 'expected value for `other` of type Number, received Boolean',
      at: ['true'],
    });
    expect(problem('1 - true').message).toBe('expected arguments to `-` of type (Number), received (Boolean)');
    expect(problem('1 / 0')).toMatchObject({ code: 'divide_by_zero', at: ['0'] });
  });

  test('operands are evaluated from left to right', () => {
    expect(problem('abort(1) + abort(2)').at).toEqual(['(1)']);
  });
});

test('thousands of operands run', () => {
  expect(show(`1${' + 1'.repeat(1_899)}`)).toBe('1900');
  expect(show(`false${' || 1 == 2'.repeat(900)} || true`)).toBe('true');
  expect(show(`null${' ?? null'.repeat(1_899)} ?? 1`)).toBe('1');
});
