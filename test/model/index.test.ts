/** Indexes: always what a filter over the collection would give, read without reading the collection. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/store/store.ts';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session();
});

/** How many rows a query reads. */
async function readsOf(fql: string): Promise<number> {
  const answer = await session.engine.query({ secret: 'root-secret' }, { fql, formats: ['simple'] });
  if (answer.outcome !== 'success') throw new Error(answer.message);
  return answer.stats.readOps;
}

const fields = fc.record(
  {
    kind: fc.constantFrom('"a"', '"b"', '1', '1.0', '[1]', 'null'),
    n: fc.constantFrom('1', '2', '2.5', '-3', '"x"', 'true', 'null', '9999999999', 'Time("2024-01-01T00:00:00Z")'),
    tags: fc.constantFrom('[]', '["p"]', '["p", "q", "p"]', '"p"', '[["q"]]', 'null'),
  },
  { requiredKeys: [] },
);

const commands = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant('create'), id: fc.integer({ min: 1, max: 8 }), fields }),
    fc.record({ what: fc.constant('update'), id: fc.integer({ min: 1, max: 8 }), fields }),
    fc.record({ what: fc.constant('replace'), id: fc.integer({ min: 1, max: 8 }), fields }),
    fc.record({ what: fc.constant('delete'), id: fc.integer({ min: 1, max: 8 }), fields }),
    fc.record({ what: fc.constant('rename'), id: fc.integer({ min: 1, max: 3 }), fields }),
    fc.record({ what: fc.constant('reindex'), id: fc.constant(0), fields }),
  ),
  { maxLength: 25 },
);

const definitions = `{
  byKind: { terms: [{ field: "kind" }], values: [{ field: "n", order: "desc" }] },
  byTag: { terms: [{ field: "tags", mva: true }], values: [{ field: "n" }] },
  sorted: { values: [{ field: "n" }, { field: "kind" }] }
}`;

describe('an index', () => {
  it('equals a filter over its collection, whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        session = new Session();
        let name = 'Thing';
        await session.get(`Collection.create({ name: "Thing", indexes: ${definitions} }).name`);
        for (const { what, id, fields } of steps) {
          const given = Object.entries(fields)
            .map(([key, value]) => `${key}: ${value}`)
            .join(', ');
          const document = `${name}("${id}")`;
          if (what === 'create')
            await session.get(`if (!${document}.exists()) ${name}.create({ id: "${id}", ${given} })`);
          else if (what === 'delete') await session.get(`${document}?.delete()`);
          else if (what === 'rename') {
            const next = `Thing${id}`;
            await session.get(`${name}.definition.update({ name: "${next}" }).name`);
            name = next;
          } else if (what === 'reindex') {
            await session.get(`${name}.definition.update({ indexes: { byKind: null, sorted: null } }).name`);
            await session.get(`${name}.definition.update({ indexes: ${definitions} }).name`);
          } else await session.get(`${document}?.${what}({ ${given} })`);
        }
        await expectEqual(name);
      }),
      { numRuns: 60 },
    );
  });
});

async function expectEqual(name: string): Promise<void> {
  const answers = (await session.get(`({
    a: [${name}.byKind("a").map(.id).toArray(), ${name}.where(.kind == "a").order(desc(.n), .id).map(.id).toArray()],
    one: [${name}.byKind(1).map(.id).toArray(), ${name}.where(d => d.kind == 1 && !(d.kind isa Double)).order(desc(.n), .id).map(.id).toArray()],
    double: [
      ${name}.byKind(1.0).map(.id).toArray(),
      ${name}.where(d => d.kind == 1 && d.kind isa Double).order(desc(.n), .id).map(.id).toArray()
    ],
    array: [${name}.byKind([1]).map(.id).toArray(), ${name}.where(.kind == [1]).order(desc(.n), .id).map(.id).toArray()],
    none: [${name}.byKind(null).map(.id).toArray(), []],
    all: [${name}.sorted().map(.id).toArray(), ${name}.all().order(.n, .kind, .id).map(.id).toArray()],
    back: [${name}.sorted().reverse().map(.id).toArray(), ${name}.all().order(.n, .kind, .id).map(.id).toArray().reverse()],
    some: [
      ${name}.sorted({ from: 2, to: "y" }).map(.id).toArray(),
      ${name}.where(d => (d.n isa Number && d.n >= 2) || (d.n isa String && d.n <= "y")).order(.n, .kind, .id).map(.id).toArray()
    ],
    p: [
      ${name}.byTag("p").map(.id).toArray(),
      ${name}.where(d => d.tags == "p" || (d.tags isa Array && d.tags.includes("p"))).order(.n, .id).map(.id).toArray()
    ],
    q: [
      ${name}.byTag("q").map(.id).toArray(),
      ${name}.where(d => d.tags isa Array && (d.tags.includes("q") || d.tags.includes(["q"]))).order(.n, .id).map(.id).toArray()
    ]
  })`)) as Record<string, readonly [Json, Json]>;
  for (const [which, [found, expected]] of Object.entries(answers)) expect(found, which).toEqual(expected);
}

describe('looking something up', () => {
  it('reads as little in a large collection as in a small one', async () => {
    await session.get(`Collection.create({ name: "Thing", indexes: ${definitions} }).name`);
    await session.get('Set.sequence(0, 10).forEach(n => Thing.create({ id: (n + 1).toString(), kind: n, n: n }))');
    const few = await readsOf('Thing.byKind(7).first()!.n');
    await session.get('Set.sequence(10, 2000).forEach(n => Thing.create({ id: (n + 1).toString(), kind: n, n: n }))');
    expect(await readsOf('Thing.byKind(7).first()!.n')).toBe(few);
    expect(few).toBeLessThan(8);
    expect(await readsOf('Thing.sorted({ from: 1990 }).map(.n).toArray()')).toBeLessThan(30);
    expect(await readsOf('Thing.sorted().reverse().take(3).map(.n).toArray()')).toBeLessThan(12);
    expect(await readsOf('Thing.all().take(3).map(.n).toArray()')).toBeLessThan(12);
  });

  it('by something that can not be stored is refused', async () => {
    await session.get(`Collection.create({ name: "Thing", indexes: ${definitions} }).name`);
    expect(await session.ask('Thing.byKind(Thing.all())')).toBe(
      'invalid_argument: invalid argument `term1`: Argument cannot be used as lookup term',
    );
  });
});

describe('an index over what is there already', () => {
  it('is built when it is defined, and gone when it is taken away', async () => {
    await session.get('Collection.create({ name: "Thing" }).name');
    await session.get('[3, 1, 2].forEach(n => Thing.create({ n: n, kind: "a" }))');
    await session.get(`Thing.definition.update({ indexes: ${definitions} }).name`);
    expect(await session.get('Thing.byKind("a").map(.n).toArray()')).toEqual([3, 2, 1]);
    await session.get('Thing.definition.update({ indexes: { byKind: null } }).name');
    expect(await session.ask('Thing.byKind("a")', 'root-secret', { typecheck: false })).toContain('does not exist');
    expect([...session.store.snapshot().scan('/Thing.byKind')]).toEqual([]);
  });

  it('can not be changed together with documents', async () => {
    await session.get('Collection.create({ name: "Thing" }).name');
    expect(await session.ask(`Thing.create({}); Thing.definition.update({ indexes: ${definitions} })`)).toBe(
      'invalid_write: Cannot modify a document and its collection in the same query.',
    );
  });

  it('says when it is not queryable', async () => {
    await session.get(
      'Collection.create({ name: "Thing", indexes: { off: { terms: [{ field: "a" }], queryable: false } } }).name',
    );
    expect(await session.ask('Thing.off(1)')).toBe('invalid_index_invocation: The index `Thing.off` is not queryable.');
  });
});
