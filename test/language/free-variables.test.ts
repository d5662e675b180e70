import { describe, expect, it } from 'vitest';
import { freeVariables } from '../../src/language/free-variables.ts';
import { parseQuery } from '../../src/language/parse.ts';
import { query } from './trees.ts';

const free = (text: string) => freeVariables(parseQuery(query(text))).map((name) => name.text);

describe('free variables', () => {
  it.each([
    ['a + b * a', ['a', 'b', 'a']],
    ['let a = a\na', ['a']],
    ['let f = n => f(n)\nf(1)', ['f']],
    ['{ let a = 1\na }\na', ['a']],
    ['(x, _, ...rest) => [x, _, rest, y]', ['_', 'y']],
    ['x => y => x + y + z', ['z']],
    ['users.map(.name).where(.age > limit)', ['users', 'limit']],
    ['a { b, c: d, e { f: g } }', ['a', 'd', 'g']],
    ['"#{a} #{"#{b}"}"', ['a', 'b']],
    ['if (a) b else c', ['a', 'b', 'c']],
    ['at (t) x', ['t', 'x']],
    ['{ a: b, c: [d, (e)] }', ['b', 'd', 'e']],
    ['a[b].c(d)!', ['a', 'b', 'd']],
    ['-a', ['a']],
  ])('of %j', (text, names) => {
    expect(free(text)).toEqual(names);
  });

  it('do not include either side of `isa`', () => {
    expect(free('a isa B && c')).toEqual(['c']);
  });

  it('know their places', () => {
    expect(freeVariables(parseQuery(query('1 + abc')))).toMatchObject([{ text: 'abc', span: { start: 4, end: 7 } }]);
  });
});
