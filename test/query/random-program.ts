/** Random programs over one collection with indexes of all kinds, and how its state is told. */
import fc from 'fast-check';
import type { Json } from '../../src/store/store.ts';
import { Session } from '../support/session.ts';

/** One query of a program. `{C}` stands for the collection's name, which programs change. */
export interface Step {
  readonly fql: string;
  /** What the collection is called from here on. */
  readonly renames?: string;
}

/** Values of every type that can be stored, some of them equal in more than one spelling. */
export const storedValues = [
  ...['null', 'true', 'false', '0', '1', '2', '-1', '1.0', '2.5', '-0.0', '2147483648', '9007199254740993', '1e300'],
  ...[
    '"a"',
    '"b"',
    '"A"',
    '""',
    '"a\\u0000"',
    '"é"',
    '"👍"',
    '[]',
    '[1]',
    '[1, null]',
    '["a", ["b"]]',
    '{}',
    '{ k: 1 }',
  ],
  ...['{ k: null }', '{ k: "a", l: [1] }', 'Time("2024-01-01T00:00:00Z")', 'Time("1969-12-31T23:59:59.999999999Z")'],
  ...['Date("2024-02-29")', 'Date("-0001-01-01")', 'Bytes("AQID")'],
  ...['{C}("1")', '{C}("99")', 'Collection.byName("{C}")'],
];

const anyValue = fc.constantFrom(...storedValues);
const fewValues = fc.constantFrom('1', '2', '2.0', '"a"', '"b"', 'null', '{C}("1")');
const tags = fc.oneof(
  fc.array(fewValues, { maxLength: 3 }).map((each) => `[${each.join(', ')}]`),
  fc.constantFrom('null', '1', '"a"', '[[1], 2]', '[null]', '{ k: 1 }'),
);
const nested = fc.oneof(
  fc.tuple(fewValues, anyValue).map(([k, l]) => `{ k: ${k}, l: ${l} }`),
  fc.constantFrom('null', '{}', '1', '{ k: { m: 1 } }'),
);

const data = fc
  .record(
    { a: fewValues, n: anyValue, tags, o: nested, mail: fc.constantFrom('"x@y"', '"z@y"', 'null') },
    { requiredKeys: [] },
  )
  .map((fields) =>
    Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  );

const id = fc.integer({ min: 1, max: 9 }).map(String);

const write = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(id, data).map(([key, fields]) => `{C}.create({ id: "${key}", ${fields} })`) },
  fc
    .tuple(id, fc.constantFrom('update', 'replace', 'updateData', 'replaceData'), data)
    .map(([key, how, fields]) => `{C}("${key}")?.${how}({ ${fields} })`),
  id.map((key) => `{C}("${key}")?.delete()`),
  fc
    .tuple(id, id, data)
    .map(([gone, key, fields]) => `{C}("${gone}")?.delete(); {C}.create({ id: "${key}", ${fields} })`),
  fc
    .tuple(id, data, data)
    .map(([key, one, two]) => `let d = {C}("${key}"); d?.update({ ${one} }); d?.replace({ ${two} })`),
  fc.tuple(fewValues, data).map(([a, fields]) => `{C}.byA(${a}).forEach(d => d.update({ ${fields} }))`),
  fewValues.map((a) => `{C}.where(.a == ${a}).forEach(d => d.delete())`),
  data.map((fields) => `{C}.all().forEach(d => d.updateData({ ${fields} }))`),
);

/** Ends a query with an error of its own, after whatever came before. */
const ending = fc.constantFrom(
  'abort(1)',
  '1 / 0',
  'null.x',
  '{C}("404")!.update({})',
  '{C}.nope(1)',
  '{C}.create({ id: "1" }); {C}.create({ id: "1" })',
  '{C}.create({ ts: 1 })',
  '{C}.create({ o: {C}.all() })',
  'Set.single(1).map(n => {C}.create({ n: n })).toArray()',
  '"".at(3)',
  'let f = x => x; {C}.create({ n: f })',
  '{C}.create({ bad: true })',
  'Collection.create({ name: "{C}" })',
  'Set.sequence(0, 20000).toArray().map(x => {C}.create({ n: x }))',
);

const name = fc.constantFrom('Thing', 'Other', 'Third');

const indexes = {
  byA: '{ terms: [{ field: "a" }], values: [{ field: "n", order: "desc" }] }',
  byAN: '{ terms: [{ field: ".a" }, { field: ".o.k" }] }',
  byTag: '{ terms: [{ field: "tags", mva: true }], values: [{ field: "n" }] }',
  byTagA: '{ terms: [{ field: "tags", mva: true }, { field: "a" }], values: [{ field: "o.l", order: "desc" }] }',
  sorted: '{ values: [{ field: "n" }, { field: "a", order: "desc" }] }',
  sortedTags: '{ values: [{ field: "tags", mva: true }, { field: "id", order: "desc" }] }',
  byTwice: '{ terms: [{ field: "twice" }], values: [{ field: "twice", order: "desc" }, { field: "n" }] }',
};

const written = (entries: readonly string[]) =>
  `{ ${entries.map((each) => `${each}: ${indexes[each as keyof typeof indexes]}`).join(', ')} }`;

const reindex = fc
  .subarray(Object.keys(indexes))
  .map((gone) => [
    { fql: `Collection("{C}")!.update({ indexes: { ${gone.map((each) => `${each}: null`).join(', ')} } }).name` },
    { fql: `Collection("{C}")!.update({ indexes: ${written(gone)} }).name` },
  ]);

/** A program, as groups of queries that belong together. */
export const programs: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { weight: 14, arbitrary: write.map((fql) => [{ fql }]) },
      { weight: 3, arbitrary: fc.tuple(write, write).map((both) => [{ fql: both.join('\n') }]) },
      {
        weight: 1,
        arbitrary: name.map((next) => [{ fql: `Collection("{C}")!.update({ name: "${next}" }).name`, renames: next }]),
      },
      { weight: 1, arbitrary: reindex },
    ),
    { minLength: 1, maxLength: 25 },
  )
  .map((groups) => groups.flat());

/** Queries that fail, most of them after they have written. */
export const failing: fc.Arbitrary<string> = fc
  .tuple(fc.array(write, { maxLength: 3 }), ending)
  .map(([writes, end]) => [...writes, end].join('\n'));

/** A database that a program runs in. */
export class Run {
  readonly session = new Session();
  name = 'Thing';

  async start(): Promise<void> {
    await this.session.get(`Collection.create({
      name: "Thing",
      history_days: 1,
      indexes: ${written(Object.keys(indexes))},
      computed_fields: { twice: { body: "d => if (d.n isa Number) d.n * 2 else d.n" } },
      constraints: [{ unique: ["mail"] }, { unique: ["a", ".o.l"] }, { check: { name: "good", body: "d => d.bad == null" } }]
    }).name`);
  }

  /** Runs one query, and answers as a person would see it: the result in short, or the error. */
  async step({ fql, renames }: Step): Promise<string> {
    const answer = await this.ask(fql);
    if (renames && !answer.includes(':')) this.name = renames;
    return answer;
  }

  /** Whether it was the query that failed, and not Faunula: a fault is thrown. */
  async ask(fql: string): Promise<string> {
    const answer = await this.session.ask(this.text(fql), undefined, { typecheck: false });
    return answer.replace(/Time\("20[^"]*"\)/g, 'Time(…)');
  }

  async get(fql: string): Promise<Json> {
    return this.session.get(this.text(fql));
  }

  text(fql: string): string {
    return fql.replaceAll('{C}', this.name);
  }
}
