/** Sets that read the database: what a cursor shows when the data has moved on, effects, and event sources. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';

let engine: Engine;

/** The result in the simple format. */
async function run(fql: string, secret = 'root'): Promise<Json> {
  const answer = await engine.query({ secret }, { fql, formats: ['simple'], typecheck: false });
  if (answer.outcome === 'success') return JSON.parse(answer.data.simple ?? 'null') as Json;
  throw new Error(`${answer.code}: ${answer.message}`);
}

interface Page {
  readonly data: readonly Json[];
  readonly after?: string;
}

async function page(fql: string): Promise<Page> {
  return (await run(fql)) as unknown as Page;
}

beforeEach(async () => {
  engine = new Engine(new MemoryStore(), 'root');
  await run(`Collection.create({ name: "Item", history_days: 1, indexes: {
    byN: { values: [{ field: "n" }] },
    byKind: { terms: [{ field: "kind" }], values: [{ field: "n" }, { field: "ts" }] } } })`);
  await run('Set.sequence(0, 20).forEach(n => Item.create({ id: (n + 1).toString(), n: n, kind: "k" }))');
});

describe('a cursor', () => {
  it('shows the database as the first page did', async () => {
    const first = await page('Item.byN().map(.n).paginate(3)');
    await run('Item.byN({ from: 3, to: 5 }).forEach(d => d.delete()); Item.create({ n: 4.5 })');
    await run('Item("7")!.update({ n: 100 })');
    const second = await page(`Set.paginate("${first.after}")`);
    expect(second.data).toEqual([3, 4, 5]);
    const third = await page(`Set.paginate("${second.after}")`);
    expect(third.data).toEqual([6, 7, 8]);
  });

  it('made in a query goes on in it with what the query wrote since', async () => {
    const numbers = await run(`
      let first = Item.byN().paginate(3)
      Item.create({ n: 2.5 })
      Set.paginate(first.after!).data.map(.n)`);
    expect(numbers).toEqual([2.5, 3, 4]);
  });

  it('keeps an order that has been found', async () => {
    const first = await page('Item.all().order(desc(.n)).map(.n).paginate(3)');
    await run('Item("1")!.update({ n: 18.5 })');
    expect((await page(`Set.paginate("${first.after}")`)).data).toEqual([16, 15, 14]);
  });

  it('reads sets made under `at` as of that time, and functions as of where they were given', async () => {
    const [time] = (await run('[Time.now().toString()]')) as string[];
    await run('Item.all().forEach(d => d.update({ n: -d.n }))');
    const then = `at (Time("${time}")) { Item.all() }`;
    for (const [set, second] of [
      [`(${then}).map(.n)`, 1],
      [`(${then}).map(d => Item(d.id)!.n)`, -1],
      [`at (Time("${time}")) { Item.all().map(d => Item(d.id)!.n) }`, 1],
      [`at (Time("${time}")) { Item.all().flatMap(d => Set.single(Item(d.id)!.n)) }`, 1],
      [`at (Time("${time}")) { Item.all().where(d => Item(d.id)!.n >= 0).map(.n) }`, 1],
    ] as const) {
      const first = await page(`(${set}).paginate(1)`);
      expect((await page(`Set.paginate("${first.after}")`)).data, set).toEqual([second]);
    }
  });

  it('is refused when its collection is gone', async () => {
    const first = await page('Item.all().paginate(3)');
    await run('Collection.byName("Item")!.delete()');
    await expect(page(`Set.paginate("${first.after}")`)).rejects.toThrow('invalid_cursor');
  });
});

describe('a set', () => {
  it.each([
    'Item.all().map(d => d.update({ n: 0 })).first()',
    'Item.all().where(d => d.delete() == null).first()',
    'Item.all().flatMap(d => { Item.create({}); Item.all() }).first()',
    'Item.all().order(d => Item.create({}).n).first()',
    '[1].order(n => Item.create({ n: n }).n)',
  ])('does not write: %s', async (query) => {
    await expect(run(query)).rejects.toThrow(/performs a write, which is not allowed in set functions\.$/);
    expect(await run('Item.all().count()')).toBe(20);
  });

  it('is read by functions that call themselves, as deep as others may', async () => {
    const body = 'n => if (n == 0) 0 else Set.single(n).map(n => 1 + depth(n - 1)).first()!';
    await run(`Function.create({ name: "depth", body: "${body}" })`);
    expect(await run('depth(300)')).toBe(300);
    await expect(run('depth(3000)')).rejects.toThrow('stack_overflow: number of stack frames exceeded limit');
  });

  it('writes for each element', async () => {
    await run('Item.all().forEach(d => d.update({ n: d.n + 1 })); [1].map(n => Item.create({ n: n }))');
    expect(await run('Item.all().fold(0, (sum, d) => sum + d.n)')).toBe(211);
  });

  it('within a value shows its own page', async () => {
    const shown = await run('[Item.byN().take(1).map(.n), { rest: Item.byN().pageSize(2) { n } }]');
    expect(shown).toMatchObject([{ data: [0] }, { rest: { data: [{ n: 0 }, { n: 1 }], after: expect.any(String) } }]);
  });
});

describe('an event source', () => {
  it.each([
    ['Item.all().eventSource()'],
    ['Item.all().where(.n > 1).map(.n).toStream()'],
    ['Item.byKind("k").eventsOn(.n, .kind, .id)'],
    ['Item.byKind("k").eventsOn(.anything)'],
    ['Item.byN().pageSize(3).eventSource()'],
    ['Set.single(Item("1")).changesOn(.n)'],
    ['Item.all().eventSource().where(.n > 1).map(.n)'],
  ])('%s is a token', async (query) => {
    expect(await run(query)).toMatch(/^g9[A-Za-z0-9+/]{30,}=*$/);
  });

  it.each([
    ['Item.byN().eventsOn(.a.b, .c[0])', 'invalid argument `fields`: `a.b`, `c[0]` not covered by the `byN` index.'],
    ['Item.byN().map(.n).eventsOn(.n)', 'it was not called on the source set.'],
    ['Item.byN().reverse().eventSource()', 'streaming is not supported on sets that have been reversed.'],
    ['Item.byN({ from: 1 }).eventSource()', 'range queries are not supported yet, use `.where()` method instead.'],
    ['Item.all().distinct().eventSource()', 'streaming is not supported on distinct sets.'],
    ['Item.all().order(.n).eventSource()', 'streaming is not supported on sets returned from `.order()`.'],
    ['Item.all().drop(1).eventSource()', 'streaming is not supported on sets returned from `.drop()`.'],
    ['Item.all().flatMap(d => Item.all()).eventSource()', 'streaming is not supported on `.flatMap()` sets.'],
    [
      '(at (Time.now().subtract(1, "second")) { Item.all() }).eventSource()',
      'streaming is not supported for sets created within an `at()` expression.',
    ],
    ['Token.all().eventSource()', 'only collections and user defined indexes are streamable.'],
    ['Item.all().eventSource().map(() => 1)', '`mapper` should accept 1 parameter'],
  ])('%s is refused: %s', async (query, message) => {
    await expect(run(query)).rejects.toThrow(message);
  });

  it('is refused to who may not read the collection', async () => {
    const secret = (await run('Role.create({ name: "reader" }); Key.create({ role: "reader" }).secret')) as string;
    await expect(run('Item.all().eventSource()', secret)).rejects.toThrow(
      'permission_denied: Insufficient privileges to read from collection Item.',
    );
  });
});
