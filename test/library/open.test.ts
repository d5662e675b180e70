/** Faunula as a library: `open`, queries with values, other callers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type DocumentT, fql as driverFql, type HTTPClient, type HTTPStreamClient } from 'fauna';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpClient } from '../../src/client.ts';
import { type Database, fql, open, QueryError, StoreError } from '../../src/index.ts';

let db: Database;

beforeEach(async () => {
  db = await open();
});

afterEach(() => db.close());

describe('queries', () => {
  it('give plain values, with what is known of the transaction', async () => {
    const { data, summary, txnTime, stats } = await db.query('log("hi")\n({ a: [1, 2.5, "x", null, true] })');
    expect(data).toEqual({ a: [1, 2.5, 'x', null, true] });
    expect(summary).toBe('info at *query*:1: hi');
    expect(Math.abs(txnTime / 1000 - Date.now())).toBeLessThan(60_000);
    expect(stats).toMatchObject({ computeOps: 1, readOps: 0, writeOps: 0 });
  });

  it('take arguments of every kind', async () => {
    const values = {
      i: 3,
      l: 2 ** 40,
      d: 0.5,
      b: true,
      s: 'text',
      n: null,
      u: undefined,
      a: [1, [2]],
      o: { '@int': 'x' },
    };
    const { data } = await db.query('({ i: i, l: l, d: d, b: b, s: s, n: n, u: u, a: a, o: o })', values);
    expect(data).toEqual({ ...values, u: null });
    const types = await db.query<string[]>('[i isa Int, l isa Long, d isa Double, t isa Time, y isa Bytes]', {
      i: 1,
      l: 5n,
      d: -0,
      t: new Date(0),
      y: new Uint8Array([1, 2]),
    });
    expect(types.data).toEqual([true, true, true, true, true]);
  });

  it('keep integers that JavaScript numbers can not', async () => {
    const { data } = await db.query('[x, x - 1, 5, "9007199254740993", { n: -x }]', { x: 9_007_199_254_740_993n });
    expect(data).toEqual([
      9_007_199_254_740_993n,
      9_007_199_254_740_992n,
      5,
      '9007199254740993',
      { n: -9_007_199_254_740_993n },
    ]);
  });

  it('are made of text and values, which never become text', async () => {
    const text = '") + abort("injected';
    expect((await db.query(fql`${text}.length`)).data).toBe(text.length);
    const add = (a: number, b: number) => fql`(${a} + ${b})`;
    expect((await db.query(fql`${add(1, 2)} * ${[add(3, 4), 5]}[0]`)).data).toBe(21);
    expect((await db.query(fql`${{ sum: add(1, 1), '@list': [1] }}`)).data).toEqual({ sum: 2, '@list': [1] });
    expect((await db.query(driverFql`${driverFql`1 + ${1}`} + ${2}`)).data).toBe(4);
  });

  it('refuse values that no query can have', async () => {
    const bad: readonly unknown[] = [Symbol('x'), () => 1, new Map(), 2n ** 63n, new Date(Number.NaN)];
    for (const value of bad)
      await expect(db.query('x', { x: value as never })).rejects.toThrow(/can not be sent|does not fit/);
    await expect(db.query({ encode: () => ({ nope: 1 }) })).rejects.toThrow(TypeError);
  });

  it('reject with what went wrong and where', async () => {
    const failure = await db.query('1 + abort({ why: "so" })').catch((problem: unknown) => problem);
    expect(failure).toBeInstanceOf(QueryError);
    expect(failure).toMatchObject({ code: 'abort', message: 'Query aborted.', abort: { why: 'so' } });
    expect((failure as QueryError).summary).toContain('*query*:1:10');
    await db.query('Collection.create({ name: "Once", constraints: [{ unique: ["n"] }] })');
    await db.query('Once.create({ n: 1 })');
    await expect(db.query('Once.create({ n: 1 })')).rejects.toMatchObject({
      code: 'constraint_failure',
      constraintFailures: [{ paths: [['n']], message: 'Failed unique constraint' }],
    });
  });

  it('are told apart by their text, not by their values', async () => {
    for (const number of [1, 2, 3]) expect((await db.query(fql`${number} * 10`)).data).toBe(number * 10);
    expect((await db.query('$0 => $0').catch((problem: QueryError) => problem.code)) as unknown).toBe('invalid_query');
  });

  it('may go on from the cursor of a set with values in its functions', async () => {
    await db.query('Collection.create({ name: "Row" })');
    await db.query('Set.sequence(0, 10).forEach(n => Row.create({ n: n }))');
    const least = 3;
    const first = await db.query<{ after: string }>(
      fql`Row.all().where(.n >= ${least}).map(row => row.n * ${10}).paginate(4)`,
    );
    expect(first.data).toMatchObject({ data: [30, 40, 50, 60] });
    expect((await db.query(fql`Set.paginate(${first.data.after})`)).data).toMatchObject({ data: [70, 80, 90] });
  });
});

describe('callers', () => {
  it('are whoever their secret says', async () => {
    const { data: secret } = await db.query<string>('Key.create({ role: "server-readonly" }).secret');
    await db.query('Collection.create({ name: "Row" })');
    const reader = db.as(secret);
    expect((await reader.query('Row.all().count()')).data).toBe(0);
    await expect(reader.query('Row.create({})')).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(db.as('nobody').query('1')).rejects.toMatchObject({ code: 'unauthorized' });
    expect((await db.as('secret:admin').query('1')).data).toBe(1);
  });
});

describe('a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faunula-open-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps what was written, and can be looked at beside its writer', async () => {
    const path = join(folder, 'coffee.json');
    const first = await open(path);
    await first.query('Collection.create({ name: "Row" })');
    const beside = await open(path, { readOnly: true });
    expect((await beside.query('Collection.byName("Row")!.name')).data).toBe('Row');
    await expect(beside.query('Row.create({})')).rejects.toThrow(StoreError);
    await beside.close();
    await first.close();
    const again = await open(path);
    expect((await again.query('Row.all().count()')).data).toBe(0);
    await again.close();
  });

  it('that is none is refused, and left as it is', async () => {
    await expect(open(folder)).rejects.toThrow(StoreError);
  });
});

describe("Fauna's driver", () => {
  type Row = DocumentT<{ n: number }>;

  function connect(secret = 'secret'): Client {
    const transport: HTTPClient & HTTPStreamClient = httpClient(db);
    return new Client({ secret }, transport);
  }

  it('speaks to it without a socket', async () => {
    const client = connect();
    await client.query(driverFql`Collection.create({ name: "Row" })`);
    const { data } = await client.query<Row>(driverFql`Row.create({ n: ${1} })`);
    expect(data.n).toBe(1);
    expect(data.coll.name).toBe('Row');
    for (const n of [2, 3, 4]) await client.query(driverFql`Row.create({ n: ${n} })`);
    const pages: number[][] = [];
    for await (const page of client.paginate<Row>(driverFql`Row.all().pageSize(3)`)) pages.push(page.map(({ n }) => n));
    expect(pages).toEqual([[1, 2, 3], [4]]);
    await expect(client.query(driverFql`1 / 0`)).rejects.toMatchObject({ code: 'divide_by_zero', httpStatus: 400 });
    await expect(connect('nobody').query(driverFql`1`)).rejects.toMatchObject({ httpStatus: 401 });
    client.close();
    expect((await db.query('Row.all().count()')).data).toBe(4);
  });

  it('streams and reads feeds', async () => {
    const client = connect();
    await client.query(driverFql`Collection.create({ name: "Row" })`);
    const stream = client.stream<Row>(driverFql`Row.all().eventSource()`, { status_events: true });
    const seen: (string | number)[] = [];
    for await (const event of stream) {
      seen.push('data' in event ? event.data.n : event.type);
      if (seen.length === 1) await db.query('Row.create({ n: 7 })');
      if (seen.at(-1) === 7) break;
    }
    stream.close();
    expect(seen).toEqual(['status', 7]);
    const feed = client.feed<Row>(driverFql`Row.all().eventSource()`);
    await db.query('Row.create({ n: 8 })');
    const events: number[] = [];
    for await (const page of feed) {
      for (const event of page.events) events.push(event.data.n);
      break;
    }
    expect(events).toEqual([]);
    const broken = client.stream('no token' as never);
    await expect(broken[Symbol.asyncIterator]().next()).rejects.toThrow();
  });
});
