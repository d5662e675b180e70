/** What queries of different kinds cost in process, against plain JavaScript that does the same on the same data. */
import { openDatabase } from '../src/database.ts';
import type { Engine } from '../src/engine.ts';
import { ADMIN } from '../src/model/authority.ts';
import { alternate, printRows, type Row } from './row.ts';

const caller = { scope: '', authority: ADMIN };

interface Shop {
  readonly id: string;
  readonly city: string;
}

interface Product {
  readonly id: string;
  readonly sku: string;
  readonly price: number;
  readonly shop: string;
}

/** Products in shops: in a database, and as a program without one would keep them. */
interface Data {
  readonly engine: Engine;
  readonly shops: ReadonlyMap<string, Shop>;
  readonly products: readonly Product[];
  readonly bySku: ReadonlyMap<string, Product>;
  readonly close: () => Promise<void>;
}

const shopCount = 100;
const chunk = 1_000;

async function ask(engine: Engine, fql: string, given?: Readonly<Record<string, string>>): Promise<string> {
  const answer = await engine.query(caller, { fql, arguments: given, formats: ['simple'], typecheck: false });
  if (answer.outcome !== 'success') throw new Error(`${answer.message} in ${fql}`);
  return answer.data.simple ?? '';
}

async function makeData(count: number): Promise<Data> {
  const { engine, close } = await openDatabase(undefined);
  await ask(engine, 'Collection.create({ name: "Shop" })');
  await ask(engine, 'Collection.create({ name: "Product", indexes: { bySku: { terms: [{ field: "sku" }] } } })');
  await ask(engine, `Set.sequence(1, ${shopCount + 1}).forEach(i => Shop.create({ id: i, city: "City #{i}" }))`);
  for (let first = 1; first <= count; first += chunk) {
    await ask(
      engine,
      `Set.sequence(${first}, ${Math.min(first + chunk, count + 1)}).forEach(i =>
        Product.create({ id: i, sku: "sku-#{i}", price: i * 7919 % 10007, shop: Shop((i % ${shopCount} + 1).toString()) }))`,
    );
  }
  const shops = new Map(
    Array.from({ length: shopCount }, (_, at) => [String(at + 1), { id: String(at + 1), city: `City ${at + 1}` }]),
  );
  const products = Array.from({ length: count }, (_, at) => at + 1).map((i) => ({
    id: String(i),
    sku: `sku-${i}`,
    price: (i * 7919) % 10_007,
    shop: String((i % shopCount) + 1),
  }));
  return { engine, shops, products, bySku: new Map(products.map((each) => [each.sku, each])), close };
}

interface Comparison {
  readonly name: string;
  readonly floorName: string;
  /** How often each is run in one measurement. */
  readonly times: number;
  readonly fql: string;
  /** Arguments: with the text alone each would be parsed anew. */
  readonly given?: (time: number) => Readonly<Record<string, string>>;
  readonly plain: (time: number) => string;
  readonly goal?: Row['goal'];
}

/** Both must answer the same; the row is of one run, in milliseconds. */
async function compare(engine: Engine, comparison: Comparison): Promise<Row> {
  const { name, floorName, times, fql, given, plain, goal } = comparison;
  const [answer, expected] = [await ask(engine, fql, given?.(1)), plain(1)];
  if (answer !== expected) throw new Error(`${name}: ${answer.slice(0, 200)} is not ${expected.slice(0, 200)}`);
  let sink = 0;
  const [value, floor] = await alternate(
    5,
    async () => {
      for (let time = 0; time < times; time++) sink += (await ask(engine, fql, given?.(time))).length;
    },
    () => {
      for (let time = 0; time < times; time++) sink += plain(time).length;
    },
  );
  if (sink === 0) throw new Error('nothing was answered');
  return { name, floorName, value: value / times, floor: floor / times, ...(goal && { goal }) };
}

const lookups = 2_000;

function lookup(data: Data, size: string): Promise<Row> {
  const at = (time: number) => `sku-${((time * 7_919) % data.products.length) + 1}`;
  return compare(data.engine, {
    name: `an index lookup among ${size} documents`,
    floorName: 'Map.get and JSON.stringify',
    times: lookups,
    fql: 'Product.bySku(sku).first()!.price',
    given: (time) => ({ sku: at(time) }),
    plain: (time) => JSON.stringify(data.bySku.get(at(time))?.price),
  });
}

function projectedPage({ engine, shops, products }: Data): Promise<Row> {
  return compare(engine, {
    name: 'a page of 16, projected through a reference',
    floorName: 'slice, map and JSON.stringify',
    times: 500,
    fql: 'Product.all().paginate(16).data { sku, price, shop { city } }',
    plain: () =>
      JSON.stringify(
        products.slice(0, 16).map(({ sku, price, shop }) => ({ sku, price, shop: { city: shops.get(shop)?.city } })),
      ),
  });
}

function whereOver({ engine, products }: Data): Promise<Row> {
  return compare(engine, {
    name: `where over ${products.length.toLocaleString('en')} documents`,
    floorName: 'filter',
    times: 1,
    fql: 'Product.where(.price % 10 == 3).count()',
    plain: () => String(products.filter(({ price }) => price % 10 === 3).length),
  });
}

/** A set may order so many elements: the original's limit. */
const mostOrdered = 16_000;

function orderOf({ engine, products }: Data): Promise<Row> {
  return compare(engine, {
    name: `order of ${mostOrdered.toLocaleString('en')} (the most allowed)`,
    floorName: 'sort and JSON.stringify',
    times: 1,
    fql: `Product.all().take(${mostOrdered}).order(.price, desc(.sku)).take(3).map(.sku).toArray()`,
    plain: () =>
      JSON.stringify(
        products
          .slice(0, mostOrdered)
          .sort((a, b) => a.price - b.price || (a.sku < b.sku ? 1 : -1))
          .slice(0, 3)
          .map(({ sku }) => sku),
      ),
  });
}

async function manyCreates(): Promise<Row> {
  const { engine, close } = await openDatabase(undefined);
  await ask(engine, 'Collection.create({ name: "Product", indexes: { bySku: { terms: [{ field: "sku" }] } } })');
  const documents = new Map<number, string>();
  const bySku = new Map<string, number>();
  const row = await compare(engine, {
    name: '1,000 creates in one query, one index',
    floorName: 'two Map.set and JSON.stringify each',
    times: 5,
    fql: 'Set.sequence(0, 1000).forEach(i => Product.create({ sku: "sku-#{i}", price: i, tags: ["a", "b"] }))',
    plain: () => {
      for (let i = 0; i < 1_000; i++) {
        const sku = `sku-${i}`;
        documents.set(i, JSON.stringify({ sku, price: i, tags: ['a', 'b'], ts: Date.now() }));
        bySku.set(sku, i);
      }
      return 'null';
    },
  });
  await close();
  return row;
}

async function recursion(): Promise<Row> {
  const { engine, close } = await openDatabase(undefined);
  await ask(engine, 'Function.create({ name: "sum", body: "n => if (n == 0) 0 else n + sum(n - 1)" })');
  const sum = (n: number): number => (n === 0 ? 0 : n + sum(n - 1));
  const row = await compare(engine, {
    name: 'a recursive function, 500 deep',
    floorName: 'the same in JavaScript',
    times: 100,
    fql: 'sum(500)',
    plain: () => String(sum(500)),
  });
  await close();
  return row;
}

const rows: Row[] = [];
const few = await makeData(1_000);
const amongFew = await lookup(few, '10³');
await few.close();
const some = await makeData(100_000);
rows.push(await projectedPage(some), await whereOver(some), await orderOf(some));
await some.close();
const many = await makeData(1_000_000);
const amongMany = await lookup(many, '10⁶');
await many.close();
rows.unshift(amongFew, amongMany, {
  name: 'an index lookup among 10⁶ documents',
  floorName: 'the same among 10³',
  value: amongMany.value,
  floor: amongFew.value,
  goal: { bound: 'at most', ratio: 2 },
});
rows.push(await manyCreates(), await recursion());
printRows(rows);
