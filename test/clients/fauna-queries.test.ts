/** The official JavaScript driver: queries made of queries, what is told of them, and pages. */
import { type DocumentT, fql, type Page } from 'fauna';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Driven, drive, transports } from '../support/driver.ts';

type Row = DocumentT<{ n: number }>;
const numbers = (count: number, factor = 1) => Array.from({ length: count }, (_, n) => n * factor);

describe.each(transports)('over %s', (transport) => {
  let database: Driven;
  let client: ReturnType<Driven['connect']>;

  beforeAll(async () => {
    database = await drive(transport);
    client = database.connect();
    await client.query(fql`Collection.create({ name: "Row", indexes: { byN: { values: [{ field: "n" }] } } })`);
    await client.query(fql`Set.sequence(0, 40).forEach(n => Row.create({ id: 1000 + n, n: n }))`);
  });

  afterAll(() => database.close());

  describe('queries', () => {
    it('are composed of queries', async () => {
      const least = fql`.n >= ${30}`;
      const query = fql`Row.byN().where(${least}).map(row => ${{ n: fql`row.n`, tag: ['x', fql`row.id`] }}).first()`;
      expect((await client.query(query)).data).toEqual({ n: 30, tag: ['x', '1030'] });
    });

    it('can not be changed by what is put into them', async () => {
      const text = '") + abort("injected';
      expect((await client.query(fql`${text}.length`)).data).toBe(text.length);
    });

    it('tell what they cost and when they ran', async () => {
      const answer = await client.query(fql`log("hi")\nRow.byId("1001")!.n`, { query_tags: { team: 'a', app: 'b' } });
      expect(answer).toMatchObject({ data: 1, summary: 'info at *query*:1: hi', query_tags: { team: 'a', app: 'b' } });
      expect(answer.stats).toMatchObject({
        compute_ops: 1,
        read_ops: 1,
        write_ops: 0,
        contention_retries: 0,
        attempts: 1,
      });
      expect(answer.txn_ts).toBeGreaterThan(1.7e15);
      expect(client.lastTxnTs).toBe(answer.txn_ts);
      expect(answer.schema_version).toBeLessThan(answer.txn_ts ?? 0);
    });

    it('take the options of the driver', async () => {
      const options = {
        typecheck: false,
        linearized: true,
        max_contention_retries: 2,
        traceparent: traceParent,
      } as const;
      expect((await client.query(fql`if (false) nope else 1`, options)).data).toBe(1);
      await expect(client.query(fql`if (false) nope else 1`, { typecheck: true })).rejects.toThrow('validation');
      const { summary } = await client.query(fql`Row.where(.n == 1).first()!.n`, { performance_hints: true });
      expect(summary).toContain('performance_hint: collection_scan');
    });

    it('see what the client wrote before, whatever else is under way', async () => {
      const { data: row } = await client.query<Row>(fql`Row.create({ n: 500 })`);
      const seen = await Promise.all(numbers(20).map(() => client.query<number>(fql`Row.byId(${row.id})!.n`)));
      await client.query(fql`Row.byId(${row.id})!.delete()`);
      expect(seen.map(({ data }) => data)).toEqual(numbers(20).map(() => 500));
    });

    it('run as whoever the secret says', async () => {
      const { data: secret } = await client.query<string>(fql`Key.create({ role: "server-readonly" }).secret`);
      const reader = database.connect(secret);
      expect((await reader.query(fql`Row.byId("1001")!.n`)).data).toBe(1);
      await client.query(fql`Database.create({ name: "child" })`);
      const { data } = await database.connect('secret:child:admin').query(fql`Collection.all().count()`);
      expect(data).toBe(0);
    });
  });

  describe('paginate', () => {
    it('goes through all pages of a set', async () => {
      const sizes: number[] = [];
      const seen: number[] = [];
      for await (const page of client.paginate<Row>(fql`Row.byN().pageSize(15)`)) {
        sizes.push(page.length);
        seen.push(...page.map(({ n }) => n));
      }
      expect(sizes).toEqual([15, 15, 10]);
      expect(seen).toEqual(numbers(40));
    });

    it('goes on from a page, and flattens', async () => {
      const { data: page } = await client.query<Page<number>>(fql`Row.byN().map(.n * ${2}).pageSize(${12})`);
      const seen: number[] = [];
      for await (const number of client.paginate<number>(page).flatten()) seen.push(number);
      expect(seen).toEqual(numbers(40, 2));
    });

    it('makes one page of what is no set', async () => {
      const pages: unknown[] = [];
      for await (const page of client.paginate(fql`[1, 2]`)) pages.push(page);
      expect(pages).toEqual([[[1, 2]]]);
    });
  });
});

const traceParent = '00-750efa5fb6a131eb2cf4db39f28366cb-5669e71839eca76b-00';
