import { describe, expect, test } from 'vitest';
import { Document, Time } from '../../../src/runtime/value.ts';
import { problem, run, show } from '../evaluate.ts';
import { pureContext } from '../pure-context.ts';

describe('literals', () => {
  test('a whole number is the smallest of Int, Long and Double that holds it', () => {
    expect([run('2147483647'), run('2147483648'), run('-2147483648')]).toEqual([2147483647, 2147483648n, -2147483648]);
    expect(show('9223372036854775808')).toBe('9.223372036854776E18');
    expect(show('1.0')).toBe('1.0');
  });

  test('an object keeps its fields in the order written', () => {
    expect(show('{ b: 1, "1": 2, a: 3, "0": 4 }')).toBe('{ b: 1, "1": 2, a: 3, "0": 4 }');
  });

  test('one in parentheses is itself, none or several are an array', () => {
    expect(show('[(1), (), (1, 2)]')).toBe('[1, [], [1, 2]]');
  });
});

describe('variables', () => {
  test('a let shows to what follows it, not to its own value', () => {
    expect(show('let x = 1; { let x = x + 1; x } + x')).toBe('3');
    expect(problem('let f = n => f(n); f(1)')).toMatchObject({
      code: 'unbound_variable',
      message: 'Unbound variable `f`',
      at: ['f', '(1)'],
    });
  });

  test('a lambda keeps the variables around it', () => {
    expect(show('let add = a => b => c => a + b + c; let x = 5; add(1)(2)(x)')).toBe('8');
    expect(show('let x = "outer"; let f = () => x; let g = () => { let x = "inner"; f() }; g()')).toBe('"outer"');
  });

  test('each call has variables of its own', () => {
    expect(show('let f = n => { let g = () => n; g }; let a = f(1); let b = f(2); [a(), b()]')).toBe('[1, 2]');
  });

  test('parameters may have no name, and the last may take the rest', () => {
    expect(show('let f = (_, a, ..._) => a; f(1, 2, 3)')).toBe('2');
    expect(show('let f = (a, ...rest) => [a, rest]; [f(1), f(1, 2, 3)]')).toBe('[[1, []], [1, [2, 3]]]');
  });

  test('arguments of the query are variables', () => {
    expect(show('let x = x + 1; [x, y]', { x: 1, y: 'two' })).toBe('[2, "two"]');
  });

  test('a name that nothing has is an error at its place', () => {
    expect(problem('[1, nope]')).toMatchObject({ code: 'unbound_variable', at: ['nope'] });
  });
});

describe('if', () => {
  test('takes a boolean; without else it may give null', () => {
    expect(show('[if (true) 1 else 2, if (false) 1 else 2, if (false) 1]')).toBe('[1, 2, null]');
    expect(problem('if (null) 1')).toMatchObject({
      code: 'type_mismatch',
      message: 'expected type: Boolean, received Null',
      at: ['null'],
    });
  });
});

describe('at', () => {
  const context = pureContext();
  const now = Time.ofMicros(context.transaction.time);

  test('takes a time that is not in the future', () => {
    expect(show('at (t) { 1 }', { t: now })).toBe('1');
    expect(problem('at (t) { 1 }', { t: new Time(now.seconds + 1, 0) })).toMatchObject({
      code: 'invalid_argument',
      message: 'invalid argument `at_time`: cannot evaluate `at` in the future',
      at: ['t'],
    });
    expect(problem('at (1) { 1 }')).toMatchObject({
      code: 'type_mismatch',
      message: 'expected type: Time, received Int',
    });
  });

  test('reads what is within as of that time', () => {
    const seen: (number | undefined)[] = [];
    const spying = pureContext({
      documents: {
        nullCause: (inner) => {
          seen.push(inner.readTime);
          return undefined;
        },
      },
    });
    const args = { past: Time.ofMicros(5), now, d: new Document('People', 1n) };
    run('[d!, at (past) { d! }, at (now) { d! }, d!]', args, spying);
    expect(seen).toEqual([undefined, 5, undefined, undefined]);
  });
});

test('templates show values as toString() does', () => {
  expect(run('"a#{1 + 1}b#{"c"}#{[null, 1.0]}#{2.0}"')).toBe('a2bc[null, 1.0]2');
});

test('what the language has and nobody runs is refused', () => {
  expect(problem('{ a: 1 } { * }')).toMatchObject({ code: 'invalid_query' });
});

describe('projection', () => {
  test('takes fields of objects, and of each element of an array', () => {
    expect(show('{ a: 1, b: { c: 2, d: 3 } } { a, b { c }, twice: .a * 2, z }')).toBe(
      '{ a: 1, b: { c: 2 }, twice: 2, z: null }',
    );
    expect(show('[{ a: 1, b: 2 }, { a: 3 }] { a }')).toBe('[{ a: 1 }, { a: 3 }]');
  });

  test('leaves alone what has no fields', () => {
    expect(show('let n = null; n { a }')).toBe('null');
    expect(show('let n = 1; n { a }')).toBe('1');
  });

  test('sees the variables around it', () => {
    expect(show('let k = 10; { a: 1 } { a: .a + k }')).toBe('{ a: 11 }');
  });
});
