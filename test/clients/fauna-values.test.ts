/** The official JavaScript driver: values of every type, there and back. */
import {
  type Client,
  DateStub,
  Document,
  DocumentReference,
  type DocumentT,
  EmbeddedSet,
  fql,
  Module,
  NamedDocument,
  NamedDocumentReference,
  NullDocument,
  Page,
  type QueryValue,
  StreamToken,
  TimeStub,
} from 'fauna';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Driven, drive, transports } from '../support/driver.ts';

type Row = DocumentT<{ n: number }>;

describe.each(transports)('over %s', (transport) => {
  let database: Driven;
  let client: Client;

  beforeAll(async () => {
    database = await drive(transport);
    // As numbers, longs beyond the safe integers lose digits: the driver's default.
    client = database.connect('secret', { long_type: 'bigint' });
    await client.query(fql`Collection.create({ name: "Row", indexes: { byN: { values: [{ field: "n" }] } } })`);
    const rows = { rows: { body: '_ => Row.byN()' } };
    await client.query(fql`Collection.create({ name: "Shelf", computed_fields: ${rows} })`);
    await client.query(fql`Set.sequence(0, 40).forEach(n => Row.create({ id: 1000 + n, n: n }))`);
  });

  afterAll(() => database.close());

  it.each<[string, QueryValue]>([
    ['null', null],
    ['booleans', [true, false]],
    ['integers', [0, -1, 2 ** 31 - 1, -(2 ** 31)]],
    ['longs', [2n ** 31n, -(2n ** 40n), 9_007_199_254_740_993n, -(2n ** 63n), 2n ** 63n - 1n]],
    ['doubles', [0.1, -2.5, 1e300, 5e-324, Number.NaN]],
    ['texts', ['', 'a', '😀 é', 'quote " \\ #{x} \n', '\u2028', '\u0000']],
    ['dates', DateStub.from('2024-02-29')],
    ['times', TimeStub.from('2024-02-29T12:34:56.123456Z')],
    ['arrays', [[], [1, [2, ['x']]]]],
    ['objects', { a: 1, b: { c: [{}] }, 'odd key': null, '': 0 }],
    // What the driver makes of an object with the name of a tag in it, `{ '@int': … }`, it can not read again itself.
    ['objects with names that look like tags', { '@': 1, '@other': { '@deeper': [2] } }],
    ['modules', [new Module('Math'), new Module('Row'), new Module('Collection')]],
  ])('come back as they went: %s', async (_name, value) => {
    expect((await client.query(fql`${value}`)).data).toEqual(value);
    expect((await client.query(fql`x`, { arguments: { x: value } })).data).toEqual(value);
  });

  it('integers are numbers unless bigints are asked for', async () => {
    const { data } = await database.connect().query(fql`[1, 4294967296, ${2 ** 40}, ${5n}]`);
    expect(data).toEqual([1, 2 ** 32, 2 ** 40, 5]);
  });

  it('infinite numbers come, though the driver sends none', async () => {
    const { data } = await client.query(fql`[1.0 / 0.0, -1.0 / 0.0]`);
    expect(data).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it('dates of JavaScript go as times', async () => {
    const { data } = await client.query<TimeStub>(fql`${new Date(0)}`);
    expect(data).toEqual(TimeStub.from('1970-01-01T00:00:00Z'));
  });

  it('bytes come back as bytes', async () => {
    const bytes = new Uint8Array([0, 1, 2, 253, 254, 255]);
    const { data } = await client.query<Uint8Array>(fql`${bytes}`);
    expect([...data]).toEqual([...bytes]);
    expect((await client.query(fql`${bytes.buffer}.toBase64()`)).data).toBe('AAEC/f7/');
  });

  it('documents come as documents, and go as references', async () => {
    const { data: row } = await client.query<Row>(fql`Row.byId("1007")!`);
    expect(row).toBeInstanceOf(Document);
    expect([row.id, row.n, row.coll, row.ts]).toEqual(['1007', 7, new Module('Row'), expect.any(TimeStub)]);
    expect((await client.query(fql`${row}.n`)).data).toBe(7);
    expect((await client.query(fql`r.n`, { arguments: { r: row } })).data).toBe(7);
  });

  it('named documents as well', async () => {
    const { data: named } = await client.query<NamedDocument>(fql`Row.definition`);
    expect(named).toBeInstanceOf(NamedDocument);
    expect([named.name, named.coll]).toEqual(['Row', new Module('Collection')]);
    expect((await client.query(fql`c.name`, { arguments: { c: named } })).data).toBe('Row');
  });

  it('documents within documents are references', async () => {
    const { data: row } = await client.query<Row>(fql`Row.byId("1007")!`);
    const { data: holder } = await client.query<DocumentT<{ other: DocumentReference; role: NamedDocumentReference }>>(
      fql`Row.create({ n: 99, other: ${row}, role: Row.definition })`,
    );
    await client.query(fql`Row.byId(${holder.id})!.delete()`);
    expect(holder.other).toEqual(new DocumentReference({ coll: 'Row', id: '1007' }));
    expect(holder.role).toEqual(new NamedDocumentReference({ coll: 'Collection', name: 'Row' }));
  });

  it('missing documents say why they are missing, and go as references', async () => {
    const { data } = await client.query<NullDocument>(fql`Row.byId("1")`);
    expect(data).toEqual(new NullDocument(new DocumentReference({ coll: 'Row', id: '1' }), 'not found'));
    expect((await client.query(fql`${data} == null`)).data).toBe(true);
    const { data: named } = await client.query<NullDocument>(fql`Role.byName("none")`);
    expect(named.ref).toEqual(new NamedDocumentReference({ coll: 'Role', name: 'none' }));
  });

  it('sets come as pages, and within other values as what gives their first page', async () => {
    const { data } = await client.query<Page<Row>>(fql`Row.byN()`);
    expect(data).toBeInstanceOf(Page);
    expect(data.data).toHaveLength(16);
    expect(data.after).toEqual(expect.any(String));
    const { data: shelf } = await client.query<DocumentT<{ rows: EmbeddedSet }>>(fql`Shelf.create({})`);
    expect(shelf.rows).toBeInstanceOf(EmbeddedSet);
    const seen: number[] = [];
    for await (const row of client.paginate<Row>(shelf.rows).flatten()) seen.push(row.n);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('event sources come as tokens', async () => {
    const { data } = await client.query(fql`[Row.all().eventSource(), Set.single(Row.byId("1001")!).eventSource()]`);
    expect(data).toEqual([expect.any(StreamToken), expect.any(StreamToken)]);
  });

  it('come plain in the simple format', async () => {
    const plain = database.connect('secret', { format: 'simple' });
    const { data } = await plain.query(fql`[1, 2.5, Date("2024-02-29"), Row.byId("1001")!.n, ${{ a: [null] }}]`);
    expect(data).toEqual([1, 2.5, '2024-02-29', 1, { a: [null] }]);
  });
});
