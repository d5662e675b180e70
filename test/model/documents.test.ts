/** Documents: what writes make of them, and what reads show. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get('Collection.create({ name: "Bag" }).name');
});

describe('creating', () => {
  it('gives an id, or takes one that is not taken', async () => {
    expect(await session.get('Bag.create({ a: 1 }).id')).toMatch(/^\d{18}$/);
    expect(await session.get('Bag.create({ id: "7" }).id')).toBe('7');
    expect(await session.ask('Bag.create({ id: 7 })')).toBe(
      'document_id_exists: Collection `Bag` already contains document with id 7.',
    );
  });

  it('keeps no field that is null, and all nulls of arrays', async () => {
    expect(await session.get('Bag.create({ a: null, b: { c: null }, d: [null, { e: null }] }).data')).toEqual({
      b: {},
      d: [null, {}],
    });
  });

  it('keeps the order of fields, whatever their names', async () => {
    const document = await session.ask('Bag.createData({ "2": 1, "1": 2, z: 3, a: 4, "@x": 5 }).data');
    expect(document).toBe('{ "2": 1, "1": 2, z: 3, a: 4, "@x": 5 }');
  });

  it('puts what collides under data only when asked to', async () => {
    expect(await session.ask('Bag.create({ ts: 1 })')).toBe(
      'constraint_failure: Failed to create document in collection `Bag`.',
    );
    expect(await session.get('Bag.createData({ ts: 1, id: "x" }) { id: .data.id, data }')).toEqual({
      id: 'x',
      data: { ts: 1, id: 'x' },
    });
  });

  it('refuses what can not be kept, with its place', async () => {
    expect(await session.ask('Bag.create({ a: [1, { b: Bag }] })')).toBe(
      'invalid_type: Value at `a[1].b` has type Bag, which cannot be persisted.',
    );
  });
});

describe('changing', () => {
  it('merges objects, replaces everything else, and takes away what is null', async () => {
    await session.get('Bag.create({ id: "1", a: { x: 1, y: { z: 1 } }, b: [1, 2], c: 1 }).id');
    expect(
      await session.get('Bag("1")!.update({ a: { y: { w: 2 }, x: null }, b: [3], c: { new: true } }).data'),
    ).toEqual({
      a: { y: { z: 1, w: 2 } },
      b: [3],
      c: { new: true },
    });
    expect(await session.get('Bag("1")!.replace({ d: 1 }).data')).toEqual({ d: 1 });
  });

  it('takes the nulls out of arrays that an update gives, at any depth', async () => {
    await session.get('Bag.create({ id: "1", a: [null, 1], b: [null] }).id');
    expect(await session.get('Bag("1")!.update({ b: [null, 2, [null, { c: [null], d: null }]] }).data')).toEqual({
      a: [null, 1],
      b: [2, [{ c: [] }]],
    });
    expect(await session.get('Bag("1")!.replace({ b: [null] }).data')).toEqual({ b: [null] });
  });

  it('shows within the query, and not at all when the query fails', async () => {
    await session.get('Bag.create({ id: "1", n: 1 }).id');
    expect(await session.get('let d = Bag("1")!; d.update({ n: 2 }); [d.n, Bag.where(.n == 2).count()]')).toEqual([
      2, 1,
    ]);
    expect(await session.ask('Bag("1")!.update({ n: 3 }); Bag.create({ n: 9 }); abort(0)')).toBe(
      'abort: Query aborted.',
    );
    expect(await session.get('Bag.all().map(.n).toArray()')).toEqual([2]);
  });

  it('has no time before it is committed', async () => {
    expect(await session.get('Bag.create({ id: "1" }).ts == TransactionTime()')).toBe(true);
    expect(await session.get('Bag("1")!.ts == TransactionTime()')).toBe(false);
    expect(await session.get('Bag("1")!.ts <= Time.now()')).toBe(true);
  });
});

describe('a document that expires', () => {
  it('is absent from then on', async () => {
    await session.get('Bag.create({ id: "1", ttl: Time.now().add(1, "hour") }).id');
    await session.ask('Bag.create({ id: "2", ttl: Time.now().subtract(1, "hour") })');
    expect(await session.get('[Bag("1").exists(), Bag("2").exists(), Bag.all().count()]')).toEqual([true, false, 1]);
    expect(await session.get('Bag.create({ id: "2", again: true }).again')).toBe(true);
  });

  it('has a time given by its collection, which a write renews', async () => {
    await session.get('Collection.create({ name: "Short", ttl_days: 2 }).name');
    await session.get('Short.create({ id: "1", a: 1 }).id');
    expect(await session.get('Short("1")!.ttl!.difference(Short("1")!.ts, "hours")')).toBe(48);
    await session.get('Short("1")!.update({ ttl: null }).id');
    expect(await session.get('Short("1")!.ttl')).toBe(null);
    await session.get('Short("1")!.update({ a: 2 }).id');
    expect(await session.get('Short("1")!.ttl!.difference(Short("1")!.ts, "days")')).toBe(2);
  });
});

describe('a collection under another name', () => {
  it('keeps its documents, and references to them', async () => {
    await session.get('Bag.create({ id: "1", n: 1 }); Bag.create({ id: "2", other: Bag("1") }).id');
    await session.get('Bag.definition.update({ name: "Sack", alias: "S" }).name');
    expect(await session.ask('Sack("2")!.other')).toContain('coll: Sack');
    expect(await session.get('[Sack("2")!.other.n, S("1")!.n, Collection.byName("Sack")!.alias]')).toEqual([1, 1, 'S']);
    expect(await session.ask('Bag("1")')).toMatch(/^invalid_query/);
    await session.get('Collection.create({ name: "Bag" }).name');
    expect(await session.get('[Bag.all().count(), Sack.all().count()]')).toEqual([0, 2]);
  });

  it('is gone with its documents when it is deleted', async () => {
    await session.get('Collection.create({ name: "Other" }).name');
    await session.get('Bag.create({ id: "1" }); Other.create({ id: "1", bag: Bag("1") }).id');
    await session.get('Bag.definition.delete()');
    expect(await session.ask('Other("1")!.bag')).toContain('/* collection deleted */');
    await session.get('Collection.create({ name: "Bag" }).name');
    expect(await session.get('Bag("1").exists()')).toBe(false);
    expect(await session.ask('Other("1")!.bag')).toContain('/* collection deleted */');
    const tables = [...session.store.snapshot().scan('/Bag')];
    expect(tables).toEqual([]);
  });
});

describe('a schema change', () => {
  it('shows to later queries only', async () => {
    const early = await session.ask('Collection.create({ name: "New" }); Collection("New")');
    expect(early).toContain('No such user collection');
    await session.get('Collection.create({ name: "New" }).name');
    expect(await session.get('New.all().count()')).toBe(0);
  });

  it('makes queries that were under way run again', async () => {
    const writes = Array.from({ length: 10 }, (_, n) => session.get(`Bag.create({ n: ${n} }).n`));
    const change = session.get('Bag.definition.update({ indexes: { byN: { terms: [{ field: "n" }] } } }).name');
    await Promise.all([...writes, change]);
    expect(await session.get('Set.sequence(0, 10).map(n => Bag.byN(n).count()).toArray()')).toEqual(Array(10).fill(1));
  });
});
