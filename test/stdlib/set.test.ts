/** Set: what is lazy, what reads, and what it says to arguments it does not take. Cursors have a file of their own. */
import { describe, expect, it } from 'vitest';
import { Null } from '../../src/runtime/value.ts';
import { setModule, setPrototype } from '../../src/stdlib/set.ts';
import { setCursorPrototype } from '../../src/stdlib/set-cursor.ts';
import { evaluate, Session } from './evaluate.ts';

const session = new Session();

/** The log of a query: what its functions said, in order. */
function logOf(query: string): string[] {
  return session.within((context) => {
    evaluate(context, query);
    return context.evaluation.logs.map(({ message }) => message);
  });
}

describe('a set', () => {
  it.each([
    ['Set.sequence(1, 4).aggregate(0, (a, b) => a + b)', '6'],
    ['Set.sequence(0, 0).aggregate(7, (a, b) => 0)', '7'],
    ['Set.sequence(0, 3).any(n => n == 2)', 'true'],
    ['Set.sequence(0, 3).concat(Set.single("x")).toArray()', '[0, 1, 2, "x"]'],
    ['Set.sequence(0, 40000).count()', '40000'],
    ['[2, 1, 2].toSet().distinct().toArray()', '[1, 2]'],
    ['[2, 1, 2].toSet().distinct().reverse().toArray()', '[1, 2]'],
    ['["b", 1, null, 1.0].toSet().distinct().toArray()', '[1, 1.0, "b", null]'],
    ['Set.sequence(0, 5).drop(3).toArray()', '[3, 4]'],
    ['Set.sequence(0, 5).drop(-3).take(2).toArray()', '[0, 1]'],
    ['Set.sequence(0, 40000).drop(39998).toArray()', '[39998, 39999]'],
    // A page is shorter by what is missing to none.
    ['Set.sequence(0, 5).drop(-1).paginate(3).data', '[0, 1]'],
    ['Set.sequence(0, 5).drop(-3).paginate(3).data', '[]'],
    ['Set.sequence(0, 3).every(n => n < 3)', 'true'],
    ['Set.sequence(5, 9).first()', '5'],
    ['Set.sequence(0, 9).firstWhere(n => n > 3)', '4'],
    ['Set.sequence(0, 3).flatMap(n => Set.sequence(0, n)).toArray()', '[0, 0, 1]'],
    ['Set.sequence(0, 3).flatMap(n => Set.sequence(0, n)).reverse().toArray()', '[1, 0, 0]'],
    ['Set.sequence(0, 3).fold("", (a, n) => a + n.toString())', '"012"'],
    ['Set.sequence(0, 3).foldRight("", (a, n) => a + n.toString())', '"210"'],
    ['Set.sequence(0, 3).forEach(n => n)', 'null'],
    ['Set.sequence(0, 3).includes(2)', 'true'],
    ['Set.sequence(0, 0).isEmpty()', 'true'],
    ['Set.sequence(5, 9).last()', '8'],
    ['Set.sequence(0, 9).lastWhere(n => n < 3)', '2'],
    ['[3, 1, 2].toSet().distinct().lastWhere(n => true)', '3'],
    ['Set.sequence(0, 3).map(n => [n]).toArray()', '[[0], [1], [2]]'],
    ['Set.sequence(0, 3).nonEmpty()', 'true'],
    ['[3, 1, 2].toSet().order().toArray()', '[1, 2, 3]'],
    ['[3, 1, 2].toSet().order(desc(n => n)).toArray()', '[3, 2, 1]'],
    ['[3, 1, 2].toSet().order(n => n).reverse().toArray()', '[3, 2, 1]'],
    ['[[1, 2], [1, 1], [0, 3]].toSet().order(p => p[0], desc(p => p[1])).toArray()', '[[0, 3], [1, 2], [1, 1]]'],
    ['Set.sequence(0, 5).pageSize(2).paginate().data', '[0, 1]'],
    ['Set.sequence(0, 5).pageSize(2).map(n => n).paginate().data', '[0, 1]'],
    ['Set.sequence(0, 5).pageSize(2).concat(Set.single(9)).paginate().data', '[0, 1, 2, 3, 4, 9]'],
    ['Set.sequence(0, 5).paginate(2).data', '[0, 1]'],
    ['Set.sequence(0, 5).paginate(5)', '{ data: [0, 1, 2, 3, 4] }'],
    ['Set.sequence(0, 17).paginate().data.length', '16'],
    ['Set.sequence(1, 6).reduce((a, b) => a * b)', '120'],
    ['Set.sequence(1, 6).reduceRight((a, b) => a - b)', '-5'],
    ['Set.sequence(0, 3).reverse().toArray()', '[2, 1, 0]'],
    ['Set.sequence(0, 9).take(2).toArray()', '[0, 1]'],
    ['Set.sequence(0, 9).take(0).toArray()', '[]'],
    ['Set.sequence(0, 9).take(5).drop(3).toArray()', '[3, 4]'],
    ['Set.sequence(0, 3).toSet() == Set.sequence(0, 3)', 'true'],
    ['Set.sequence(0, 3).toString()', '"[set]"'],
    ['Set.sequence(0, 3).where(n => n != 1).toArray()', '[0, 2]'],
    ['Set.sequence(9, 3).toArray()', '[]'],
    ['Set.single(null).toArray()', '[null]'],
    ['Set.single(1) isa Set', 'true'],
    ['Set.sequence(0, 9).paginate(1).after isa SetCursor', 'true'],
    ['([{ a: 1, b: 2 }].toSet() { a, c: .b }).toArray()', '[{ a: 1, c: 2 }]'],
  ])('%s is %s', (query, answer) => {
    expect(session.show(query)).toBe(answer);
  });

  it.each([
    'Set.sequence(0, 0).first()',
    'Set.sequence(0, 0).last()',
    'Set.sequence(0, 0).reduce((a, b) => a)',
    'Set.sequence(0, 0).reduceRight((a, b) => a)',
    'Set.sequence(0, 9).firstWhere(n => false)',
    'Set.sequence(0, 9).lastWhere(n => false)',
  ])('%s is null, due to the empty set', (query) => {
    const value = session.run(query);
    expect(value).toBeInstanceOf(Null);
    expect((value as Null).cause).toMatchObject({ type: 'no such element', reason: 'empty set' });
  });

  it.each(
    [
      ['Set.sequence(0, 9).take(-1)', 'invalid_bounds', 'expected `limit` to be greater than 0, received -1'],
      ['paginate(0)', 'invalid_bounds', 'expected `size` to be between 1 and 16000 (inclusive), received 0'],
      ['paginate(16001)', 'invalid_bounds', 'expected `size` to be between 1 and 16000 (inclusive), received 16001'],
      ['pageSize(-2)', 'invalid_bounds', 'expected `size` to be between 1 and 16000 (inclusive), received -2'],
      ['concat([1])', 'invalid_argument', 'expected value for `other` of type Set<Any>, received Array<Any>'],
      ['order("n")', 'invalid_argument', 'expected value for `ordering0` of type Function, received String'],
      ['paginate("x")', 'invalid_argument', 'expected arguments to `paginate` of type (Int), received (String)'],
      ['flatMap(n => [n]).first()', 'type_mismatch', 'expected type: Set<Any>, received Array<Any>'],
      ['where(n => n).first()', 'type_mismatch', 'expected type: Boolean, received Int'],
      ['any(n => n)', 'type_mismatch', 'expected type: Boolean, received Int'],
      [
        'map(() => 1)',
        'invalid_argument',
        '`mapper` should accept 1 parameter, provided function requires no parameters.',
      ],
      [
        'where(() => 1)',
        'invalid_argument',
        '`pred` should accept 1 parameter, provided function requires no parameters.',
      ],
      [
        'forEach(() => 1)',
        'invalid_argument',
        '`func` should accept 1 parameter, provided function requires no parameters.',
      ],
      ['Set.paginate(5)', 'invalid_argument', 'expected value for `cursor` of type String, received Int'],
      ['Set.paginate("", 0)', 'invalid_bounds', 'expected `size` to be between 1 and 16000 (inclusive), received 0'],
      [
        'Set.sequence(0, 16001).toArray()',
        'value_too_large',
        'Value too large: exceeded maximum number of elements (limit=16000).',
      ],
      [
        'Set.sequence(0, 16001).order().first()',
        'value_too_large',
        'Value too large: exceeded maximum number of elements (limit=16000).',
      ],
      [
        'Set.sequence(0, 16001).distinct().first()',
        'value_too_large',
        'Value too large: exceeded maximum number of elements (limit=16000).',
      ],
      [
        'eventSource()',
        'invalid_receiver',
        "can't call `.eventSource()` because streaming is not supported on sets created from `Set.sequence()`.",
      ],
      [
        'take(1).toStream()',
        'invalid_receiver',
        "can't call `.toStream()` because streaming is not supported on sets returned from `.take()`.",
      ],
      [
        'concat(Set.single(1)).eventsOn(.a)',
        'invalid_receiver',
        "can't call `.eventsOn()` because streaming is not supported on concatenated sets.",
      ],
      ['changesOn(s => s.value)', 'invalid_argument', 'invalid argument `0`: invalid field path given'],
      ['eventsOn(.a, .b + 1)', 'invalid_argument', 'invalid argument `1`: invalid field path given'],
      [
        'Set.single(1).eventSource()',
        'invalid_receiver',
        "can't call `.eventSource()` because streaming on `Set.single()` is only supported if its element is a document.",
      ],
    ].map(([query = '', code, message]) => [
      query.startsWith('Set') ? query : `Set.sequence(0, 9).${query}`,
      code,
      message,
    ]),
  )('%s fails with %s: %s', (query = '', code, message) => {
    expect(() => session.run(query)).toThrow(expect.objectContaining({ code, message }));
  });

  it('runs no function before it is read, and then those of the page', () => {
    expect(logOf('let s = Set.sequence(0, 9).map(n => { log(n); n }); s.take(2); s')).toEqual([]);
    expect(logOf('Set.sequence(0, 9).map(n => { log(n); n }).paginate(2)')).toEqual(['0', '1']);
    expect(logOf('Set.sequence(0, 9).map(n => { log(n); n }).take(3).toArray()')).toEqual(['0', '1', '2']);
    expect(logOf('Set.sequence(0, 3).flatMap(n => { log(n); Set.single(n) }).first()')).toEqual(['0']);
  });

  it('looks for elements among sixteen at least, then four times as many', () => {
    const calls = (query: string) => logOf(query).length;
    expect(calls('Set.sequence(0, 100).where(n => { log(n); true }).first()')).toBe(16);
    expect(calls('Set.sequence(0, 100).where(n => { log(n); n == 20 }).first()')).toBe(16 + 64);
  });

  it('may say that more follows where nothing does, after a filter', () => {
    const query = 'let p = Set.sequence(0, 20).where(n => n < 2).paginate(2); [p.data, Set.paginate(p.after!)]';
    expect(session.show(query)).toBe('[[0, 1], { data: [] }]');
  });

  it('shows in a trace where it was made, then where it was read', () => {
    const query = 'let s = Set.sequence(0, 2).map(n => 1 / n); s.toArray()';
    try {
      session.run(query);
      expect.unreachable();
    } catch (failure) {
      const { trace } = failure as { trace: { start: number; end: number }[] };
      const places = trace.map(({ start, end }) => query.slice(start, end));
      expect(places.slice(-2)).toEqual(['(n => 1 / n)', '()']);
    }
  });

  it('has a help line for each member', () => {
    const members = [
      ...setPrototype.methods.values(),
      ...setModule.prototype.methods.values(),
      ...setCursorPrototype.methods.values(),
    ];
    expect(members).toHaveLength(34 + 3 + 1);
    for (const { help } of members) expect(help).toMatch(/^[A-Z].*\.$/);
  });

  it('is joined from many without end', () => {
    const query = 'Array.sequence(0, 500).fold(Set.single(-1), (s, n) => s.concat(Set.single(n))).toArray().length';
    expect(session.run(query)).toBe(501);
  });
});
