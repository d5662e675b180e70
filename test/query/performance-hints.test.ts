/** Where indexes do not cover what is read. Source: the original's own tests of its hints, with other data. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';

const engine = new Engine(new MemoryStore());

async function summary(fql: string): Promise<string> {
  const request = { fql, formats: ['tagged'] as const, typecheck: false, performanceHints: true };
  const answer = await engine.query({ scope: '', authority: ADMIN }, request);
  if (answer.outcome !== 'success') throw new Error(`${answer.outcome}: ${fql}`);
  return answer.summary;
}

/** The hints of a query: what each is about, and what is underlined where the query itself is. */
async function hints(fql: string): Promise<string[]> {
  const found: string[] = [];
  for (const part of (await summary(fql)).split('\n\n')) {
    const [, text] = /^performance_hint: \w+ - (.*?)\.? See /.exec(part) ?? [];
    const [, source = '', line = '1', column = '1'] = /^at (\*.*?):(\d+):(\d+)$/m.exec(part) ?? [];
    const [underline = ''] = /\^+/.exec(part) ?? [];
    const lines = fql.split('\n');
    const from = Number(column) - 1;
    const place = source === '*query*' ? lines[Number(line) - 1]?.slice(from, from + underline.length) : source;
    found.push(`${text} @ ${place}`);
  }
  return found.filter((each) => !each.startsWith('undefined'));
}

const uncovered = (path: string, index: string, place: string) =>
  `${path} is not covered by the ${index} index @ ${place}`;

beforeAll(async () => {
  await summary(`Collection.create({
    name: "Tea",
    computed_fields: { label: { body: "t => t.name + t.origin" } },
    indexes: {
      byKind: { terms: [{ field: "kind" }], values: [{ field: "name" }] },
      byLabel: { terms: [{ field: "kind" }], values: [{ field: "label" }] },
      byData: { terms: [{ field: ".data.kind" }], values: [{ field: ".data.price" }] },
      byLeaf: { terms: [{ field: "kind" }], values: [{ field: ".leaf.cut.size" }] },
      byCut: { terms: [{ field: "kind" }], values: [{ field: ".leaf.cut" }] }
    }
  })`);
  await summary(`Tea.create({
    id: 1, kind: "black", name: "Assam", origin: "India", price: 5, leaf: { cut: { size: 1, shape: "flat" }, age: 2 }
  })`);
});

describe('a field that the index does not cover', () => {
  test('is told where it is read', async () => {
    expect(await hints('Tea.byKind("black").first() { name, price }')).toEqual([
      uncovered('.price', 'Tea.byKind', 'price'),
    ]);
  });

  test('is the same one under `data`', async () => {
    expect(await hints('Tea.byKind("black").first() { a: .data.name, b: .data.price }')).toEqual([
      uncovered('.price', 'Tea.byKind', 'price'),
    ]);
    expect(await hints('Tea.byData("black").first() { price, kind }')).toEqual([]);
    expect(await hints('Tea.byKind("black").first()!.data')).toEqual([uncovered('.data', 'Tea.byKind', 'data')]);
  });

  test('may be within one that the index covers in part', async () => {
    expect(await hints('Tea.byLeaf("black").first() { a: .leaf.cut.size, b: .leaf.cut.shape }')).toEqual([
      uncovered('.leaf.cut.shape', 'Tea.byLeaf', 'shape'),
    ]);
    expect(await hints('Tea.byCut("black").first()!["leaf"]["age"]')).toEqual([
      uncovered('.leaf.age', 'Tea.byCut', '["age"]'),
    ]);
  });

  test('may be one that is shown', async () => {
    expect(await hints('Tea.byLeaf("black").first()!.leaf.cut')).toEqual([uncovered('.leaf.cut', 'Tea.byLeaf', 'cut')]);
    expect(await hints('Tea.byCut("black").first()!.leaf.cut')).toEqual([]);
    expect(await hints('log(Tea.byLeaf("black").first()!.leaf)')).toEqual([uncovered('.leaf', 'Tea.byLeaf', 'leaf')]);
  });

  test('is told at each place, also once the document was read', async () => {
    const query = 'let tea = Tea.byLeaf("black").first()!\nif (tea.leaf.cut.shape != null) tea.leaf.cut';
    expect(await hints(query)).toEqual([
      uncovered('.leaf.cut.shape', 'Tea.byLeaf', 'shape'),
      uncovered('.leaf.cut', 'Tea.byLeaf', 'cut'),
    ]);
  });
});

describe('a computed field', () => {
  test('is told by what it reads', async () => {
    expect(await hints('Tea.byKind("black").first()!.label')).toEqual([
      uncovered('.origin', 'Tea.byKind', '*computed_field:Tea:label*'),
    ]);
  });

  test('is not computed where the index holds it', async () => {
    expect(await hints('Tea.byLabel("black").first()!.label')).toEqual([]);
  });
});

describe('a document', () => {
  test('that came out of several indexes is covered by all of them', async () => {
    const both = 'let a = Tea.byKind("black").first()!\nlet b = Tea.byData("black").first()!\n';
    expect(await hints(`${both}[a.price, b.name]`)).toEqual([]);
    expect(await hints(`${both}b.origin`)).toEqual([
      '`.origin` is not covered by the following indexes: [Tea.byKind,Tea.byData] @ origin',
    ]);
  });

  test('that was read before is known', async () => {
    expect(await hints('let price = Tea(1)!.price\n[price, Tea.byKind("black").first()!.price]')).toEqual([]);
  });

  test('is told once it is shown whole, then what its computed fields read', async () => {
    const [whole, ...others] = await hints('[Tea.byKind("black").first()!]');
    expect(whole).toBe('Full documents returned from Tea.byKind @ ("black")');
    expect(others).toEqual([uncovered('.origin', 'Tea.byKind', '*computed_field:Tea:label*')]);
    expect(await hints('log(Tea.byKind("black").first()!)')).toContain(whole);
  });
});
