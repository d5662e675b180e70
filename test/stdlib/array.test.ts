/** Array: each member, and what it says to arguments it does not take. */
import { describe, expect, it } from 'vitest';
import { type ArrayValue, Null } from '../../src/runtime/value.ts';
import { arrayModule, arrayPrototype } from '../../src/stdlib/array.ts';
import { Session } from './evaluate.ts';

const session = new Session();

const answers: readonly (readonly [query: string, answer: string])[] = [
  ['[1, 2, 3].aggregate(0, (a, b) => a + b)', '6'],
  ['["a", "b", "c"].aggregate("z", (a, b) => "(#{a}#{b})")', '"(((ab)c)z)"'],
  ['[].aggregate(7, (a, b) => 0)', '7'],
  ['[1, 2].any(n => n > 1)', 'true'],
  ['[1, 2].any(n => null)', 'false'],
  ['[].any(n => true)', 'false'],
  ['[1].append([2])', '[1, [2]]'],
  ['[4, 5].at(1)', '5'],
  ['[4, 5][1]', '5'],
  ['[4, 5][1.0]', '5'],
  ['[1].concat([2, [3]])', '[1, 2, [3]]'],
  ['[2, 1, 2].distinct()', '[2, 1]'],
  ['[1, 1.0, 2].distinct()', '[1, 1.0, 2]'],
  ['[0, 0.0].distinct()', '[0]'],
  ['[{ a: 1, b: 2 }, { b: 2, a: 1 }].distinct()', '[{ a: 1, b: 2 }]'],
  ['[null, null, [null]].distinct()', '[null, [null]]'],
  ['[1, 2, 3].drop(1)', '[2, 3]'],
  ['[1, 2, 3].drop(-1)', '[1, 2, 3]'],
  ['["a", "b"].entries()', '[[0, "a"], [1, "b"]]'],
  ['[1, 2].every(n => n > 1)', 'false'],
  ['[1, 2].every(n => null)', 'false'],
  ['[].every(n => false)', 'true'],
  ['[1, 2, 3].filter(n => if (n == 2) null else true)', '[1, 3]'],
  ['[7, 8].first()', '7'],
  ['[1, 2, 3].firstWhere(n => n > 1)', '2'],
  ['[1, 2].flatMap(n => [n, [n]])', '[1, [1], 2, [2]]'],
  ['[[1], [], [[2]]].flatten()', '[1, [2]]'],
  ['["a", "b"].fold("", (a, b) => a + b)', '"ab"'],
  ['["a", "b"].foldRight("", (a, b) => a + b)', '"ba"'],
  ['[1, 2].forEach(n => n)', 'null'],
  ['[1, [2], null].includes([2])', 'true'],
  ['[1, 2].includes(2.0)', 'true'],
  ['[1, null].includes(null)', 'true'],
  ['["5"].includes(5)', 'false'],
  ['[1, 2, 1].indexOf(1)', '0'],
  ['[1, 2, 1].indexOf(1, 1)', '2'],
  ['[1, 2, 1].indexOf(9)', 'null'],
  ['[1, 2, 3].indexWhere(n => n > 1)', '1'],
  ['[3, 1, 3].indexWhere(n => n > 1, 1)', '2'],
  ['[].isEmpty()', 'true'],
  ['[null].nonEmpty()', 'true'],
  ['[7, 8].last()', '8'],
  ['[1, 2, 1].lastIndexOf(1)', '2'],
  ['[1, 2, 1].lastIndexOf(1, 1)', '0'],
  ['[1, 2, 3].lastIndexWhere(n => n < 3)', '1'],
  ['[1, 2, 3].lastIndexWhere(n => n < 3, 0)', '0'],
  ['[1, 2, 3].lastWhere(n => n < 3)', '2'],
  ['[[1, 2], []].map(.length)', '[2, 0]'],
  ['[3, 1, 2].order()', '[1, 2, 3]'],
  ['[3, 1, 2].order(n => -n)', '[3, 2, 1]'],
  ['[["b", 1], ["a", 1], ["c", 0]].order(p => p[1], desc(p => p[0]))', '[["c", 0], ["b", 1], ["a", 1]]'],
  ['[["b", 1], ["a", 1]].order(p => p[1])', '[["b", 1], ["a", 1]]'],
  ['["b", 1, null, true, 2.5, [1], { a: 1 }].order()', '[1, 2.5, "b", [1], { a: 1 }, true, null]'],
  ['[[2], [1, 5], [1]].order()', '[[1], [1, 5], [2]]'],
  ['[1].prepend(0)', '[0, 1]'],
  ['[5, 3].reduce((a, b) => a - b)', '2'],
  ['[5, 3].reduceRight((a, b) => a - b)', '-2'],
  ['[7].reduce((a, b) => a[0])', '7'],
  ['[1, 2].reverse()', '[2, 1]'],
  ['[1, 2, 3].slice(1)', '[2, 3]'],
  ['[1, 2, 3].slice(-5, 2)', '[1, 2]'],
  ['[1, 2, 3].slice(2, 1)', '[]'],
  ['[1, 2, 3].take(2)', '[1, 2]'],
  ['[1, 2, 3].take(-1)', '[]'],
  ['[1, 2].toSet().toArray()', '[1, 2]'],
  ['[1, "a", null].toString()', '"[1, \\"a\\", null]"'],
  ['[1, 2, 3].where(n => n != 2)', '[1, 3]'],
  ['[1, 2].length', '2'],
  ['Array.sequence(-1, 2)', '[-1, 0, 1]'],
  ['Array.sequence(2, -1)', '[]'],
  ['Array.sequence(0, 16000).length', '16000'],
  ['[[]] isa Array', 'true'],
  ['[1].toSet() isa Array', 'false'],
];

describe('an array', () => {
  it.each(answers)('%s is %s', (query, answer) => {
    expect(session.show(query)).toBe(answer);
  });

  it.each([
    ['[].first()', 'empty array'],
    ['[].last()', 'empty array'],
    ['[].reduce((a, b) => a)', 'empty array'],
    ['[].reduceRight((a, b) => a)', 'empty array'],
    ['[1].firstWhere(n => false)', 'no element found'],
    ['[1].lastWhere(n => false)', 'no element found'],
    ['[1].indexOf(2)', 'no element found'],
    ['[1].lastIndexWhere(n => false)', 'no element found'],
  ])('%s is null, due to %s', (query, reason) => {
    const value = session.run(query);
    expect(value).toBeInstanceOf(Null);
    expect((value as Null).cause).toMatchObject({ type: 'no such element', reason });
  });

  it.each([
    ['[1].at(1)', 'index_out_of_bounds', 'index 1 out of bounds for length 1'],
    ['[1][-1]', 'index_out_of_bounds', 'index -1 out of bounds for length 1'],
    ['[1].indexOf(1, 1)', 'index_out_of_bounds', 'index 1 out of bounds for length 1'],
    ['[1][0, 0]', 'invalid_function_invocation', 'callee function expects exactly 1 argument, but 2 were provided.'],
    ['[1]["0"]', 'invalid_argument', 'expected value for `index0` of type Int, received String'],
    ['[1].concat(1)', 'invalid_argument', 'expected value for `other` of type Array<Any>, received Int'],
    ['[1].order(1)', 'invalid_argument', 'expected value for `ordering0` of type Function, received Int'],
    [
      '[1].order(n => n, { up: n => n })',
      'invalid_argument',
      'expected value for `ordering1` of type Function, received { *: Any }',
    ],
    ['[1].flatten()', 'type_mismatch', 'expected type: Array<Any>, received Int'],
    ['[1].flatMap(n => "a")', 'type_mismatch', 'expected type: Array<Any>, received String'],
    ['[1].where(n => "a")', 'type_mismatch', 'expected type: Boolean, received String'],
    ['[1].filter(n => "a")', 'type_mismatch', 'expected type: Boolean, received Int'],
    ['Array.sequence(0, 16001)', 'value_too_large', 'Value too large: range size 16001 exceeds limit 16000.'],
  ])('%s fails with %s: %s', (query, code, message) => {
    expect(() => session.run(query)).toThrow(expect.objectContaining({ code, message }));
  });

  /** The names are the original's, which differ from those of the parameters here and there. */
  it.each([
    ['aggregate(0, n => n)', 'combiner', 2],
    ['any(() => true)', 'predicate', 1],
    ['every(() => true)', 'predicate', 1],
    ['filter(() => true)', 'predicate', 1],
    ['firstWhere(() => true)', 'pred', 1],
    ['flatMap(() => [])', 'mapper', 1],
    ['fold(0, () => 0)', 'reducer', 2],
    ['foldRight(0, () => 0)', 'reducer', 2],
    ['forEach(() => 0)', 'fn', 1],
    ['indexWhere(() => true)', 'predicate', 1],
    ['lastIndexWhere(() => true)', 'predicate', 1],
    ['lastWhere(() => true)', 'pred', 1],
    ['map(() => 0)', 'mapper', 1],
    ['order(() => 0)', 'ordering0', 1],
    ['reduce(() => 0)', 'reducer', 2],
    ['reduceRight(() => 0)', 'reducer', 2],
    ['where(() => true)', 'pred', 1],
  ])('refuses %s, and names `%s`', (call, name, count) => {
    const takes = count === 1 ? '1 parameter' : `${count} parameters`;
    expect(() => session.run(`[].${call}`)).toThrow(`\`${name}\` should accept ${takes}, provided function requires`);
  });

  it('stops asking a predicate as soon as the answer is known', () => {
    expect(session.run('[1, 2, 0].any(n => 4 / n == 2)')).toBe(true);
    expect(session.run('[1, 2, 0].every(n => 4 / n > 2)')).toBe(false);
    expect(session.run('[1, 2, 0].indexWhere(n => 4 / n == 2)')).toBe(1);
    expect(session.run('[0, 1, 2].lastIndexWhere(n => 4 / n == 2)')).toBe(2);
  });

  it('has a help line for each member', () => {
    const members = [
      ...arrayPrototype.methods.values(),
      ...arrayPrototype.fields.values(),
      ...arrayModule.prototype.methods.values(),
    ];
    expect(members).toHaveLength(39);
    for (const { help } of members) expect(help).toMatch(/^[A-Z].*\.$/);
  });

  it('is not changed by what is made of it', () => {
    const [before, after] = (
      session.run('let a = [2, 1]; a.order(); a.append(3); a.reverse(); [a, [2, 1]]') as ArrayValue
    ).elements;
    expect(before).toEqual(after);
  });
});
