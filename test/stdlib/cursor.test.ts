/** Cursors: texts that carry a set from one query to the next, whatever process runs it. */
import { describe, expect, it } from 'vitest';
import { ArrayValue, ObjectValue, SetCursor, type Value } from '../../src/runtime/value.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { Session } from './evaluate.ts';

/** All pages of a set, each read by a query of its own, as JavaScript arrays of their values. */
function pagesOf(session: Session, first: string): (readonly Value[])[] {
  const pages: (readonly Value[])[] = [];
  for (let query = first; ; ) {
    const page = session.run(query);
    if (!(page instanceof ObjectValue)) throw new Error('not a page');
    const data = page.fields.get('data');
    if (!(data instanceof ArrayValue)) throw new Error('no data');
    pages.push(data.elements);
    const after = page.fields.get('after');
    if (after === undefined) return pages;
    if (!(after instanceof SetCursor)) throw new Error('not a cursor');
    query = `Set.paginate("${after.text}")`;
  }
}

describe('a cursor', () => {
  it.each([
    ['a sequence', 'Set.sequence(0, 7)', [[0, 1, 2], [3, 4, 5], [6]]],
    ['an array', '["a", "b", "c", "d"].toSet()', [['a', 'b', 'c'], ['d']]],
    ['a set the other way round', 'Set.sequence(0, 4).reverse()', [[3, 2, 1], [0]]],
    ['what is mapped', 'Set.sequence(0, 4).map(n => n * n)', [[0, 1, 4], [9]]],
    [
      'what is filtered',
      'Set.sequence(0, 50).where(n => n % 10 == 0)',
      [
        [0, 10, 20],
        [30, 40],
      ],
    ],
    [
      'what is taken',
      'Set.sequence(0, 50).take(5)',
      [
        [0, 1, 2],
        [3, 4],
      ],
    ],
    ['what is left', 'Set.sequence(0, 8).drop(4)', [[4, 5, 6], [7]]],
    [
      'sets joined',
      'Set.sequence(0, 2).concat(Set.sequence(10, 13))',
      [
        [0, 1, 10],
        [11, 12],
      ],
    ],
    [
      'sets within sets',
      'Set.sequence(1, 4).flatMap(n => Set.sequence(0, n))',
      [
        [0, 0, 1],
        [0, 1, 2],
      ],
    ],
    ['what is sorted', '[3, 1, 4, 2].toSet().order(desc(n => n))', [[4, 3, 2], [1]]],
    ['what is distinct', '[3, 1, 3, 2, 0].toSet().distinct()', [[0, 1, 2], [3]]],
    ['a set turned round after it was cut', 'Set.sequence(0, 9).take(4).reverse()', [[3, 2, 1], [0]]],
  ])('goes on with %s', (_, set, pages) => {
    expect(pagesOf(new Session(), `${set}.paginate(3)`)).toEqual(pages);
  });

  it('keeps the variables of functions', () => {
    const query =
      'let step = 10; let names = { n: [1] }; Set.sequence(0, 4).map(n => n * step + names.n[0]).paginate(2)';
    expect(pagesOf(new Session(), query)).toEqual([
      [1, 11],
      [21, 31],
    ]);
  });

  it('keeps functions, sets and modules that functions use', () => {
    const query = `
      let add = (a, b) => a + b
      let inner = Set.sequence(0, 3).map(n => n * 100)
      let math = Array
      Set.sequence(0, 4).map(n => add(n, inner.map(m => m + math.sequence(0, 2).length).last()!)).paginate(2)`;
    expect(pagesOf(new Session(), query)).toEqual([
      [202, 203],
      [204, 205],
    ]);
  });

  it('keeps short lambdas and projections', () => {
    const query =
      'let k = 1; ([{ a: 1 }, { a: 2 }, { a: 3 }].toSet().where(.a > k) { a, b: .a + k }).map(.b).paginate(1)';
    expect(pagesOf(new Session(), query)).toEqual([[3], [4]]);
  });

  it('has the size of the page before, or another that is asked for', () => {
    const session = new Session();
    expect(session.show('Set.paginate(Set.sequence(0, 9).paginate(2).after!).data')).toBe('[2, 3]');
    expect(session.show('Set.paginate(Set.sequence(0, 9).paginate(2).after!, 3).data')).toBe('[2, 3, 4]');
    expect(session.show('Set.paginate(Set.sequence(0, 9).paginate(2).after!.toString(), 1).data')).toBe('[2]');
  });

  it("begins as the original's do, and is no longer than it must be", () => {
    const text = new Session().run('Set.sequence(0, 9).paginate(2).after!.toString()');
    expect(text).toMatch(/^hdW[A-Za-z0-9+/]{12,120}=*$/);
  });

  it('outlives the process', () => {
    const store = new MemoryStore();
    const text = new Session(store).run('Set.sequence(0, 9).paginate(2).after!.toString()');
    expect(new Session(store).show(`Set.paginate("${text}").data`)).toBe('[2, 3]');
  });

  it('is refused when it was changed', () => {
    const session = new Session();
    const text = String(session.run('Set.sequence(0, 9).paginate(2).after!.toString()'));
    for (let at = 3; at < text.length - 2; at++) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
      expect(() => session.run(`Set.paginate("${changed}")`)).toThrow('Cursor cursor is invalid or expired.');
    }
  });

  it('is refused by another database', () => {
    const session = new Session();
    const text = session.run('Set.sequence(0, 9).paginate(2).after!.toString()');
    expect(() => session.child('other').run(`Set.paginate("${text}")`)).toThrow('Cursor cursor is invalid or expired.');
    expect(() => new Session().run(`Set.paginate("${text}")`)).toThrow('Cursor cursor is invalid or expired.');
  });

  it.each(['', 'hdW', 'hdWAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'bogus', 'hdW%%%%%%%%%%%%%%%%'])(
    'is refused when it is none: %j',
    (text) => {
      const session = new Session();
      session.run('Set.sequence(0, 9).paginate(2)');
      expect(() => session.run(`Set.paginate("${text}")`)).toThrow('Cursor cursor is invalid or expired.');
    },
  );

  it('shows a failure of its functions where it is read', () => {
    const session = new Session();
    const text = session.run('[1, 2, 0].toSet().map(n => 6 / n).paginate(1).after!.toString()');
    const second = session.run(`Set.paginate("${text}").after!.toString()`);
    expect(() => session.run(`Set.paginate("${second}")`)).toThrow(
      expect.objectContaining({
        code: 'divide_by_zero',
        trace: [expect.objectContaining({ source: expect.objectContaining({ name: '*query*' }) })],
      }),
    );
  });
});
