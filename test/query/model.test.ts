/** Random programs over one collection answer as a model of it in plain JavaScript does. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Session } from '../support/session.ts';

interface Fields {
  readonly cat?: string | null;
  readonly n?: number | null;
  readonly mail?: string | null;
}

interface Step {
  /** `undone` is an update that the query aborts. */
  readonly what: 'create' | 'update' | 'replace' | 'delete' | 'undone';
  readonly id: number;
  readonly fields: Fields;
}

const definition = `Collection.create({
  name: "T",
  indexes: {
    byCat: { terms: [{ field: "cat" }], values: [{ field: "n", order: "desc" }] },
    byTwice: { terms: [{ field: "twice" }] }
  },
  constraints: [{ unique: ["mail"] }, { check: { name: "small", body: "d => d.n == null || d.n < 100" } }],
  computed_fields: { twice: { body: "d => if (d.n == null) null else d.n * 2" } }
}).name`;

const cats = ['a', 'b'] as const;
// Whole numbers only: to an index 5.0 is another value than 5.
const numbers = [0, 1, 2, 8, -1, 100] as const;

/** The collection as a map: what a step leaves, or why it is refused. */
class Model {
  readonly documents = new Map<number, Fields>();

  run({ what, id, fields }: Step): string {
    const before = this.documents.get(id);
    if (what === 'create' && before) return 'document_id_exists';
    if (what !== 'create' && !before) return 'nothing';
    if (what === 'delete') {
      this.documents.delete(id);
      return 'done';
    }
    const given = what === 'update' || what === 'undone' ? { ...before, ...fields } : fields;
    const after = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Fields;
    const isTaken = [...this.documents].some(([other, { mail }]) => {
      return other !== id && mail !== undefined && mail === after.mail;
    });
    if (isTaken || (after.n ?? 0) >= 100) return 'constraint_failure';
    if (what === 'undone') return 'abort';
    this.documents.set(id, after);
    return 'done';
  }

  /** Null is the largest, so it comes first where the order is descending. */
  byCat(cat: string): readonly number[] {
    const rank = (id: number) => this.documents.get(id)?.n ?? Infinity;
    const found = [...this.documents].filter(([, fields]) => fields.cat === cat).map(([id]) => id);
    return found.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)));
  }

  byTwice(twice: number): readonly number[] {
    const found = [...this.documents].filter(([, { n }]) => n !== undefined && n !== null && n * 2 === twice);
    return found.map(([id]) => id).sort((a, b) => a - b);
  }
}

function toFql({ what, id, fields }: Step): string {
  if (what === 'create') return `T.create(${JSON.stringify({ id, ...fields })}); "done"`;
  if (what === 'delete') return `if (T(${id}).exists()) { T(${id})!.delete(); "done" } else "nothing"`;
  const given = JSON.stringify(fields);
  const write = what === 'undone' ? `T(${id})!.update(${given}); abort(0)` : `T(${id})!.${what}(${given}); "done"`;
  return `if (T(${id}).exists()) { ${write} } else "nothing"`;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('create', 'create', 'update', 'replace', 'delete', 'undone'),
    id: fc.integer({ min: 1, max: 5 }),
    fields: fc.record(
      {
        cat: fc.constantFrom(...cats, null),
        n: fc.constantFrom(...numbers, null),
        mail: fc.constantFrom('x@y', 'z@y', null),
      },
      { requiredKeys: [] },
    ),
  }),
  { maxLength: 25 },
);

it('writes, refuses and finds what the model does', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (program) => {
      const session = new Session();
      const model = new Model();
      await session.get(definition);
      for (const step of program) {
        const expected = model.run(step);
        const answer = await session.ask(toFql(step), undefined, { typecheck: false });
        expect(answer.split(':')[0]?.replaceAll('"', ''), toFql(step)).toBe(expected);
        expect(
          await session.get(`[${cats.map((cat) => `T.byCat("${cat}").map(.id).toArray().map(x => x.toString())`)}]`),
        ).toEqual(cats.map((cat) => model.byCat(cat).map(String)));
        expect(
          await session.get('[0, 2, 16].map(n => T.byTwice(n).map(.id).toArray().map(x => x.toString()))'),
        ).toEqual([0, 2, 16].map((twice) => model.byTwice(twice).map(String)));
        expect(await session.get('T.all().count()')).toBe(model.documents.size);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
