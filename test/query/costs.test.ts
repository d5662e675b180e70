/** No query costs what the database holds, but what it asks for: counted are the rows that the store hands out. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Plans } from '../../src/query/plans.ts';
import { TreeSnapshot } from '../../src/store/tree-snapshot.ts';
import { Session } from '../support/session.ts';

let rows = 0;

/** Counts every row that a snapshot gives from now on. */
function countRows(): void {
  const { get, scan } = TreeSnapshot.prototype;
  vi.spyOn(TreeSnapshot.prototype, 'get').mockImplementation(function (this: TreeSnapshot, ...args) {
    rows++;
    return get.apply(this, args);
  });
  vi.spyOn(TreeSnapshot.prototype, 'scan').mockImplementation(function* (this: TreeSnapshot, ...args) {
    for (const entry of scan.apply(this, args)) {
      rows++;
      yield entry;
    }
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** People in cities of ten, each with a dog; what is asked about stands in the middle. */
async function populated(people: number): Promise<Session> {
  const session = new Session();
  await session.get(`
    Collection.create({ name: "Person", constraints: [{ unique: ["email"] }], computed_fields: { dogs: { body: "p => Dog.byOwner(p)" } },
      indexes: { byCity: { terms: [{ field: "city" }], values: [{ field: "age" }] }, byAge: { values: [{ field: "age" }] } } })
    Collection.create({ name: "Dog", indexes: { byOwner: { terms: [{ field: "owner" }] } } })
    Function.create({ name: "greet", body: "name => 'Hello ' + name" })
    null`);
  await session.get(`Set.sequence(0, ${people}).forEach(n => {
    let city = if (n >= ${people / 2} && n < ${people / 2} + 10) "Springfield" else "City #{n / 10}"
    let person = Person.create({ id: n + 1, email: "p#{n}@example.com", age: n, city: city })
    Dog.create({ id: n + 1, owner: person })
  })
  Credentials.create({ document: Person(${people / 2}.toString()), password: "secret" })
  null`);
  return session;
}

/** The queries, with `$n` for the number of the person in the middle. */
const queries = {
  'a point read': 'Person("$n")!.email',
  'a document that is not there': 'Person("999999999").exists()',
  'an index lookup': 'Person.byCity("Springfield").map(.email).toArray()',
  'an empty index lookup': 'Person.byCity("Nowhere").count()',
  'a range of an index': 'Person.byAge({ from: $n, to: $n + 5 }).map(.email).toArray()',
  'the first of a collection': 'Person.all().first()!.email',
  'the last of a collection': 'Person.all().reverse().first()!.email',
  'the first by an index, from its end': 'Person.byAge().reverse().first()!.age',
  'whether a collection is empty': 'Person.all().isEmpty()',
  'the first page': 'Person.all() { email, dogs }',
  'a page in the middle': 'Person.byAge({ from: $n }).paginate(5).data.map(.age)',
  'a computed field': 'Person("$n")!.dogs.first()!.owner.age',
  'a create': 'Person.create({ id: 12345678, email: "new@example.com", age: 3, city: "Springfield" }).id',
  'a create that breaks a unique constraint': 'Person.create({ email: "p0@example.com" })',
  'an update': 'Person("$n")!.update({ city: "Shelbyville" }).city',
  'a delete': 'Dog("$n")!.delete()',
  'a function of the database': 'greet("Ada")',
  'a login': 'Credentials.byDocument(Person("$n"))!.login("secret").document',
  'a key': 'Key.create({ role: "server" }).role',
  'a change of the schema': 'Function.byName("greet")!.update({ body: "x => x" }).name',
  'a role': 'Role.create({ name: "reader", privileges: [{ resource: "Person", actions: { read: true } }] }).name',
};

describe('rows read do not grow with the database', () => {
  let small: Session;
  let large: Session;

  beforeAll(async () => {
    small = await populated(100);
    large = await populated(2_000);
  });

  /** How many rows a query reads, and how it ended. */
  async function measure(session: Session, fql: string): Promise<{ readonly rows: number; readonly code: string }> {
    countRows();
    rows = 0;
    const answer = await session.ask(fql);
    const read = rows;
    vi.restoreAllMocks();
    return { rows: read, code: /^[a-z_]+(?=: )/.exec(answer)?.[0] ?? 'success' };
  }

  it.each(Object.entries(queries))('by %s', async (name, fql) => {
    const few = await measure(small, fql.replaceAll('$n', '50'));
    const many = await measure(large, fql.replaceAll('$n', '1000'));
    expect(few.code).toBe(name.includes('breaks') ? 'constraint_failure' : 'success');
    expect(many.code).toBe(few.code);
    expect(few.rows).toBeGreaterThan(0);
    // A few rows more or less: writes sweep what has expired meanwhile, little by little.
    expect(Math.abs(many.rows - few.rows)).toBeLessThan(10);
  });

  it('by any page of many', async () => {
    let page = (await large.get('Person.byAge().paginate(50)')) as unknown as { data: unknown[]; after?: string };
    const counts = new Set<number>();
    while (page.after !== undefined) {
      countRows();
      rows = 0;
      page = (await large.get(`Set.paginate("${page.after}", 50)`)) as unknown as typeof page;
      if (page.after !== undefined) counts.add(rows);
      vi.restoreAllMocks();
    }
    expect(counts.size).toBe(1);
  });

  it('but by reading all of a collection', async () => {
    expect((await measure(large, 'Person.all().count()')).rows).toBeGreaterThan(2_000);
  });
});

it('plans are kept for some thousand texts, however many come', () => {
  const plans = new Plans();
  const kept = new Map<string, object>();
  for (let n = 0; n < 5_000; n++) kept.set(`1 + ${n}`, plans.query({ text: `1 + ${n}`, isTemplate: false }, []));
  const again = (n: number) => plans.query({ text: `1 + ${n}`, isTemplate: false }, []) === kept.get(`1 + ${n}`);
  expect(again(4_999)).toBe(true);
  expect(again(0)).toBe(false);
});
