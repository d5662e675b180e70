/** However a set is read, its elements are the same: at once, page by page, or as the array it stands for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrayValue, type ObjectValue, SetCursor, type Value } from '../../src/runtime/value.ts';
import { evaluate, Session } from './evaluate.ts';

/** A set as FQL, and its elements as JavaScript knows them. */
interface Case {
  readonly fql: string;
  readonly elements: readonly number[];
}

const ascending = (a: number, b: number) => a - b;

const source: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 60 })).map(([from, size]) => ({
    fql: `Set.sequence(${from}, ${from + size})`,
    elements: Array.from({ length: size }, (_, index) => from + index),
  })),
  fc
    .array(fc.integer({ min: -9, max: 9 }), { maxLength: 40 })
    .map((elements) => ({ fql: `[${elements.join()}].toSet()`, elements })),
  fc.integer({ min: -9, max: 9 }).map((element) => ({ fql: `Set.single(${element})`, elements: [element] })),
);

/** A set made of another one, and what that does to its elements. */
function derived(inner: fc.Arbitrary<Case>): fc.Arbitrary<Case> {
  const amount = fc.integer({ min: 0, max: 40 });
  const modulus = fc.integer({ min: 1, max: 5 });
  return fc.oneof(
    inner.map(({ fql, elements }) => ({ fql: `${fql}.map(n => n * 3)`, elements: elements.map((n) => n * 3) })),
    fc.tuple(inner, modulus).map(([{ fql, elements }, m]) => ({
      fql: `${fql}.where(n => n % ${m} == 0)`,
      elements: elements.filter((n) => n % m === 0),
    })),
    fc.tuple(inner, amount).map(([{ fql, elements }, n]) => ({
      fql: `${fql}.take(${n})`,
      elements: elements.slice(0, n),
    })),
    fc.tuple(inner, amount).map(([{ fql, elements }, n]) => ({
      fql: `${fql}.drop(${n})`,
      elements: elements.slice(n),
    })),
    fc.tuple(inner, inner).map(([a, b]) => ({
      fql: `${a.fql}.concat(${b.fql})`,
      elements: [...a.elements, ...b.elements],
    })),
    inner.map(({ fql, elements }) => ({
      fql: `${fql}.flatMap(n => [n, -n].toSet())`,
      elements: elements.flatMap((n) => [n, -n]),
    })),
    fc.tuple(inner, inner).map(([a, b]) => ({
      fql: `${a.fql}.flatMap(n => ${b.fql}.take(3).map(m => m + n))`,
      elements: a.elements.flatMap((n) => b.elements.slice(0, 3).map((m) => m + n)),
    })),
    inner.map(({ fql, elements }) => ({
      fql: `${fql}.distinct()`,
      elements: [...new Set(elements)].sort(ascending),
    })),
    inner.map(({ fql, elements }) => ({
      fql: `${fql}.order(n => n % 3, desc(n => n))`,
      elements: elements.toSorted((a, b) => (a % 3) - (b % 3) || b - a),
    })),
    fc.tuple(inner, fc.integer({ min: 1, max: 20 })).map(([{ fql, elements }, size]) => ({
      fql: `${fql}.pageSize(${size})`,
      elements,
    })),
  );
}

const sets = derived(derived(fc.oneof(source, derived(source))));
/** Those whose `reverse()` is what the name says; `distinct()` stays in ascending order. */
const reversible = derived(source).filter(({ fql }) => !fql.includes('distinct'));

/** Minus zero is the same number, and the same Int. */
function numbers(values: readonly Value[]): number[] {
  return values.map((value) => Number(value) + 0);
}

function elementsOf(value: Value | undefined): number[] {
  if (!(value instanceof ArrayValue)) throw new Error('not an array');
  return numbers(value.elements);
}

function expected(elements: readonly number[]): number[] {
  return elements.map((element) => element + 0);
}

describe('a set', () => {
  it('has the elements of the array it stands for', () => {
    const session = new Session();
    fc.assert(
      fc.property(sets, ({ fql, elements }) => {
        expect(elementsOf(session.run(`${fql}.toArray()`))).toEqual(expected(elements));
      }),
    );
  });

  it('has the same elements page by page, each page read by a query of its own', () => {
    const session = new Session();
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 17 }), ({ fql, elements }, size) => {
        const read: number[] = [];
        let query = `${fql}.paginate(${size})`;
        for (;;) {
          const page = session.run(query) as ObjectValue;
          const data = elementsOf(page.fields.get('data'));
          expect(data.length).toBeLessThanOrEqual(size);
          read.push(...data);
          const after = page.fields.get('after');
          if (!(after instanceof SetCursor)) break;
          expect(data).toHaveLength(size);
          query = `Set.paginate("${after.text}")`;
        }
        expect(read).toEqual(expected(elements));
      }),
    );
  });

  it('counts, folds and searches what it has', () => {
    const session = new Session();
    fc.assert(
      fc.property(sets, fc.integer({ min: -9, max: 9 }), ({ fql, elements }, wanted) => {
        const query = `let s = ${fql}
          [s.count(), s.fold(0, (a, b) => a + b), s.first(), s.isEmpty(), s.includes(${wanted}),
           s.any(n => n > ${wanted}), s.every(n => n > ${wanted}), s.aggregate(0, (a, b) => a + b)]`;
        const sum = elements.reduce((a, b) => a + b, 0);
        const found = session.within((context) => (evaluate(context, query) as ArrayValue).elements);
        expect(found.map((value) => (typeof value === 'object' ? null : value))).toEqual([
          elements.length,
          sum,
          elements.length > 0 ? (elements[0] as number) + 0 : null,
          elements.length === 0,
          elements.includes(wanted),
          elements.some((n) => n > wanted),
          elements.every((n) => n > wanted),
          sum,
        ]);
      }),
    );
  });

  it('turned round has its elements last to first', () => {
    const session = new Session();
    fc.assert(
      fc.property(reversible, ({ fql, elements }) => {
        // What is equal in all orderings keeps its order: here, equal numbers.
        expect(elementsOf(session.run(`${fql}.reverse().toArray()`))).toEqual(expected(elements.toReversed()));
      }),
    );
  });

  it('is equal to a set made in the same way', () => {
    const session = new Session();
    fc.assert(
      fc.property(sets, ({ fql }) => {
        expect(session.run(`${fql} == ${fql}`)).toBe(true);
        expect(session.run(`${fql} == ${fql}.take(1)`)).toBe(false);
      }),
    );
  });
});
