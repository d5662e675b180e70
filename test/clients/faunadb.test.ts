/** The official driver of FQL v4, unmodified, over its own transport (HTTP/2). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, DrivenDatabase, driver, expressionOf, type RequestResult } from '../support/faunadb.ts';

let database: DrivenDatabase;
let client: Client;

beforeAll(async () => {
  database = await DrivenDatabase.start();
  client = database.connect();
});

afterAll(() => database.close());

const run = <T = unknown>(text: string, by = client) => by.query<T>(expressionOf(text));
const failureOf = (text: string, by = client) =>
  run(text, by).then(
    () => undefined,
    (problem: Error) => problem,
  );

/** A database of its own, and its admin. */
async function connectTo(name: string): Promise<Client> {
  await run(`CreateDatabase({ name: '${name}' })`);
  const { secret } = await run<{ secret: string }>(`CreateKey({ role: 'admin', database: Database('${name}') })`);
  return database.connect({ secret });
}

describe('the page of Tokens()', () => {
  /** The figures of the page that do not depend on how rows are kept. */
  const examples = {
    "Login(Match(Index('users_by_email'), 'alice@site.example.com'), { password: 'secret password' })": [1, 1, 1],
    "Create(Tokens(), { instance: Ref(Collection('users'), '1') })": [1, 0, 1],
    "Create(Tokens(), { instance: Ref(Collection('users'), '1'), ttl: TimeAdd(Now(), 2, 'days') })": [1, 0, 1],
    'Paginate(Tokens())': [1, 8, 0],
    "Paginate(Tokens(Database('child_db')))": [1, 8, 0],
    "CreateIndex({ name: 'tokens_by_instance', permissions: { read: 'public' }, source: Tokens(), terms: [{ field: 'instance' }], values: [{ field: ['data', 'name'] }] })":
      [1, 0, 1],
    "Update(Ref(Tokens(), '1'), { data: { meta: 'data' } })": [1, 0, 1],
  };
  const metricsOf = ([compute, read, write]: readonly number[]) => ({
    'x-compute-ops': compute,
    'x-byte-read-ops': read,
    'x-byte-write-ops': write,
    'x-query-time': expect.any(Number),
    'x-txn-retries': 0,
  });

  it('is answered, with what each of its examples costs', async () => {
    const page = await connectTo('page');
    await run("CreateCollection({ name: 'users' })", page);
    await run(
      "CreateIndex({ name: 'users_by_email', source: Collection('users'), terms: [{ field: ['data', 'email'] }], unique: true })",
      page,
    );
    await run(
      "Create(Ref(Collection('users'), '1'), { data: { email: 'alice@site.example.com' }, credentials: { password: 'secret password' } })",
      page,
    );
    await run("Create(Ref(Tokens(), '1'), { instance: Ref(Collection('users'), '1') })", page);
    await run("CreateDatabase({ name: 'child_db' })", page);

    const answers: Record<string, unknown>[] = [];
    for (const [text, figures] of Object.entries(examples)) {
      const { value, metrics } = await page.queryWithMetrics<Record<string, unknown>>(expressionOf(text));
      expect(metrics, text).toEqual(metricsOf(figures));
      answers.push(value);
    }
    const [login, created, withTtl, all, ofChild, index, updated] = answers.map(plain);
    const ts = expect.any(Number);
    const secret = expect.stringMatching(/^fn[\w-]{38,}$/);
    const instance = 'Ref(Collection("users"), "1")';
    const token = expect.stringMatching(/^Ref\(Tokens\(\), "\d+"\)$/);
    expect(login).toEqual({ ref: token, ts, instance, secret });
    expect(created).toEqual({ ref: token, ts, instance, secret });
    expect(withTtl).toEqual({ ref: token, ts, instance, secret, ttl: expect.stringMatching(/^Time\("/) });
    expect(all).toEqual({ data: ['Ref(Tokens(), "1")', token, token, token] });
    expect(ofChild).toEqual({ data: [] });
    expect(index).toEqual({
      ref: 'Index("tokens_by_instance")',
      ts,
      active: true,
      serialized: true,
      name: 'tokens_by_instance',
      source: 'Tokens()',
      terms: [{ field: 'instance' }],
      values: [{ field: ['data', 'name'] }],
      partitions: 1,
    });
    expect(updated).toEqual({ ref: 'Ref(Tokens(), "1")', ts, instance, data: { meta: 'data' } });

    const alice = database.connect({ secret: String(answers[0]?.secret) });
    expect(plain(await run('[CurrentIdentity(), HasCurrentToken()]', alice))).toEqual([instance, true]);
  });
});

/** Values of the driver as it prints them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if ('inspect' in value || 'toFQL' in value) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

describe('values', () => {
  const values = [
    ['null', null],
    ['true', true],
    ['9007199254740991', 9_007_199_254_740_991],
    ['-0.5', -0.5],
    ["'schön 🎈'", 'schön 🎈'],
    ["[1, ['a'], {}]", [1, ['a'], {}]],
    ["{ a: { b: null, '@odd': 1 }, c: [] }", { a: { b: null, '@odd': 1 }, c: [] }],
  ] as const;

  it.each(values)('%s comes back as it was sent', async (text, value) => {
    expect(await run(text)).toEqual(value);
  });

  const classes = {
    FaunaTime: "Time('2024-02-29T12:00:00.123456789Z')",
    FaunaDate: "Date('2024-02-29')",
    Bytes: "Bytes('AQID')",
    Query: "Query(Lambda('x', Add(Var('x'), 1)))",
    Ref: "Ref(Tokens(), '7')",
    SetRef: 'Documents(Tokens())',
  };

  it.each(Object.entries(classes))('a %s comes back as one, and can be sent again', async (name, text) => {
    const value = await run<object>(text);
    expect(value).toBeInstanceOf(driver.values[name]);
    expect(String(await client.query(value))).toBe(String(value));
    expect(await client.query(driver.query.Equals?.(value, expressionOf(text)))).toBe(true);
  });
});

describe('what fails', () => {
  const failures = [
    ['BadRequest', 400, 'Get(1)', 'invalid argument'],
    ['BadRequest', 400, "Abort('so')", 'transaction aborted'],
    ['NotFound', 404, "Get(Ref(Tokens(), '404'))", 'instance not found'],
    ['BadRequest', 400, "Create(Collection('nope'), {})", 'invalid ref'],
  ] as const;

  it.each(failures)('is a %s (%i): %s', async (name, status, text, code) => {
    const problem = (await failureOf(text)) as Error & { requestResult: RequestResult };
    expect(problem).toBeInstanceOf(driver.errors[name]);
    expect(problem.message).toBe(code);
    expect(problem.requestResult.statusCode).toBe(status);
  });

  it('is Unauthorized without a valid secret', async () => {
    expect(await failureOf('1', database.connect({ secret: 'wrong' }))).toBeInstanceOf(driver.errors.Unauthorized);
  });

  it('is PermissionDenied where rights are missing', async () => {
    const { secret } = await run<{ secret: string }>("CreateKey({ role: 'server-readonly' })");
    const problem = await failureOf("CreateCollection({ name: 'x' })", database.connect({ secret }));
    expect(problem).toBeInstanceOf(driver.errors.PermissionDenied);
  });

  it('says of each function on the way where it was, and names fields', async () => {
    const problem = (await failureOf("CreateCollection({ name: 'a b' })")) as Error & {
      errors: () => { position: string[]; code: string; failures: { field: string[]; code: string }[] }[];
    };
    expect(problem.errors()).toMatchObject([
      { position: ['create_collection'], code: 'validation failed', failures: [{ field: ['name'] }] },
    ]);
  });

  it('is said of ten megabytes, and the next query is answered', async () => {
    const problem = (await failureOf(`'${'x'.repeat(10_000_000)}'`)) as Error & { requestResult: RequestResult };
    expect([problem.message, problem.requestResult.statusCode]).toEqual(['request too large', 413]);
    expect(await run('Add(1, 1)')).toBe(2);
  });

  it('is UnavailableError when its time is over', async () => {
    const numbers = Array.from({ length: 5_000 }, (_, n) => n).join();
    const problem = await failureOf(`Map([${numbers}], n => ToString(n))`, database.connect({ queryTimeout: 1 }));
    expect(problem).toBeInstanceOf(driver.errors.UnavailableError);
    expect(problem?.message).toBe('time out');
  });
});

describe('the client', () => {
  it('lets an observer see what was asked and answered, and what that cost', async () => {
    const seen: RequestResult[] = [];
    const observed = database.connect({ observer: (result) => seen.push(result) });
    await run('Add(1, 2)', observed);
    expect(seen).toHaveLength(1);
    expect(JSON.parse(seen[0]?.responseRaw ?? '')).toEqual({ resource: 3 });
    expect(Object.keys(seen[0]?.responseHeaders ?? {})).toEqual(
      expect.arrayContaining(['x-txn-time', 'x-query-bytes-in', 'x-storage-bytes-write', 'x-query-time']),
    );
  });

  it('reads its own writes: it says what it has seen last', async () => {
    await run("CreateCollection({ name: 'seen' })");
    const before = client.getLastTxnTime() ?? 0;
    const { ts } = await run<{ ts: number }>("Create(Collection('seen'), {})");
    expect(client.getLastTxnTime()).toBeGreaterThanOrEqual(ts);
    expect(ts).toBeGreaterThan(before);
    expect(await run('Add(1, 1)')).toBe(2);
  });

  it('pings without a query', async () => {
    expect(await client.ping('node')).toBe('Scope node is OK');
  });

  it('labels its queries', async () => {
    let tags: string | undefined;
    const observer = ({ responseHeaders }: RequestResult) => {
      tags = responseHeaders['x-fauna-tags'];
    };
    await client.query(1, { tags: { of: 'test' }, observer });
    expect(tags).toBe('of=test');
  });

  it('asks many things at a time over one connection', async () => {
    await run("CreateCollection({ name: 'many' })");
    const made = await Promise.all(
      Array.from({ length: 100 }, (_, n) => run(`Create(Ref(Collection('many'), '${n}'), { data: { n: ${n} } })`)),
    );
    expect(made).toHaveLength(100);
    expect(await run("Count(Documents(Collection('many')))")).toBe(100);
  });

  it('turns pages, forwards and backwards, and changes what is on them', async () => {
    await run("CreateCollection({ name: 'paged' })");
    await run("Foreach([1, 2, 3, 4, 5, 6, 7], n => Create(Ref(Collection('paged'), ToString(n)), { data: { n } }))");
    const pager = () => client.paginate(expressionOf("Documents(Collection('paged'))"), { size: 3 });
    const number = expressionOf("Lambda('ref', Select(['data', 'n'], Get(Var('ref'))))");
    const numbers = () => pager().map(number);
    const pages: unknown[] = [];
    await numbers().each((page) => pages.push(page));
    expect(pages).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    const back: unknown[] = [];
    await numbers().eachReverse((page) => back.push(page));
    expect(back.flat().toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const helper = pager();
    const [first, second, third] = [await helper.nextPage(), await helper.nextPage(), await helper.nextPage()];
    expect([first.length, second.length, third.length]).toEqual([3, 3, 1]);
    expect(await helper.previousPage()).toEqual(second);
  });
});

describe('streams', () => {
  it('tell a document as it is, then as it changes', async () => {
    await run("CreateCollection({ name: 'streamed' })");
    await run("Create(Ref(Collection('streamed'), '1'), { data: { n: 1 } })");
    const ref = expressionOf("Ref(Collection('streamed'), '1')");
    const told: unknown[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const stream = client.stream
        .document(ref)
        .on('snapshot', (snapshot) => {
          told.push((snapshot as { data: unknown }).data);
          run("Update(Ref(Collection('streamed'), '1'), { data: { n: 2 } })").catch(reject);
        })
        .on('version', (version) => {
          told.push((version as { document: { data: unknown } }).document.data);
          stream.close();
          resolve();
        })
        .on('error', (problem) => reject(problem))
        .start();
    });
    await done;
    expect(told).toEqual([{ n: 1 }, { n: 2 }]);
    await until(() => database.engine.fql4Streams.size === 0);
  });

  it('tell what comes into a set, with the fields that are asked for', async () => {
    await run("CreateCollection({ name: 'gathered' })");
    const event = await new Promise<unknown>((resolve, reject) => {
      const stream = client
        .stream(expressionOf("Documents(Collection('gathered'))"), { fields: ['action', 'index'] })
        .on('start', () => {
          run("Create(Collection('gathered'), {})").catch(reject);
        })
        .on('set', (set) => {
          stream.close();
          resolve(set);
        })
        .on('error', reject)
        .start();
    });
    expect(plain(event)).toEqual({ action: 'add', index: { terms: ['Collection("gathered")'], values: [] } });
  });

  it('refuse what can not be followed', async () => {
    const problem = await new Promise((resolve) => {
      client.stream(expressionOf('Now()')).on('error', resolve).start();
    });
    expect(problem).toBeInstanceOf(driver.errors.BadRequest);
    expect(String((problem as { description: string }).description)).toBe(
      'Expected a Document Ref or Version, or a Set Ref, got Time.',
    );
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
