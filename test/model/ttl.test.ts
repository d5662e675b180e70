/** Documents that expire: gone for every reader at once, and from the store when nobody can ask for them any more. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../support/session.ts';

const minute = 60_000;
let session: Session;

/** The keys of all rows whose table's name begins like this. */
function keysOf(table: string): readonly string[] {
  return [...session.store.snapshot().scan(table)].map(([key]) => key);
}

/** Goes on from test to test: the engine's clock never goes back. */
let now = Date.now();

function pass(minutes: number): void {
  now += minutes * minute;
  vi.setSystemTime(now);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  pass(1);
  session = new Session();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the time a document expires', () => {
  it('is for those who write it to say, unless the collection has fields of its own, or says otherwise', async () => {
    await session.get(`
      Collection.create({ name: "Open" })
      Collection.create({ name: "Shut", document_ttls: false, ttl_days: 1 })
      Collection.create({ name: "Strict", fields: { n: { signature: "Int?" } } })
      Collection.create({ name: "Lax", fields: { n: { signature: "Int?" } }, document_ttls: true }).name`);
    const given = '{ ttl: Time.now().add(1, "day") }';
    expect(await session.get(`[Open, Lax].map(each => each.create(${given}).ttl != null)`)).toEqual([true, true]);
    const refused = /^constraint_failure/;
    expect(await session.ask(`Shut.create(${given})`)).toMatch(refused);
    expect(await session.ask(`Strict.create(${given})`)).toMatch(refused);
    expect(await session.ask('Strict.create({ ttl: 5 })')).toMatch(refused);
    expect(await session.get('Strict.create({ ttl: null }).ttl')).toBe(null);
    expect(await session.get('Shut.create({ id: 1 }).ttl != null')).toBe(true);
    expect(await session.ask(`Shut(1)!.update(${given})`)).toMatch(refused);
    expect(await session.get('Shut.createData({ id: 2, ttl: 1 }).data.ttl')).toBe(1);
  });
});

describe('a document that has expired', () => {
  beforeEach(async () => {
    await session.get(`Collection.create({ name: "Cup", history_days: 1,
      indexes: { byColor: { terms: [{ field: "color" }] }, sorted: { values: [{ field: "color" }] } },
      constraints: [{ unique: ["color"] }] }).name`);
    await session.get('Cup.create({ id: 1, color: "red", ttl: Time.now().add(5, "minutes") }).id');
    await session.get('Cup.create({ id: 2, color: "blue", of: Cup(1) }).id');
  });

  const everything = `[Cup.all().map(.id).toArray(), Cup.byColor("red").map(.id).toArray(), Cup.sorted().map(.id).toArray(),
    Cup.all().count(), Cup(1)?.color, Cup(2)!.of?.color, Cup.where(.color == "red").count()]`;
  const there = [['1', '2'], ['1'], ['2', '1'], 2, 'red', 'red', 1];
  const gone = [['2'], [], ['2'], 1, null, null, 0];

  it('is nowhere, and was where it was', async () => {
    const before = await session.get('Time.now().toString()');
    expect(await session.get(everything)).toEqual(there);
    pass(6);
    expect(await session.get(everything)).toEqual(gone);
    expect(await session.get(`at (Time("${before}")) ${everything}`)).toEqual(there);
    expect(await session.get(`at (Time.now().subtract(30, "seconds")) ${everything}`)).toEqual(gone);
    expect(await session.ask('Cup(1)!.update({ color: "green" })')).toMatch(/^document_not_found/);
    expect(await session.ask('Cup(1)!.delete()')).toMatch(/^document_not_found/);
  });

  it('makes room for another', async () => {
    pass(6);
    const between = await session.get('Time.now().toString()');
    pass(1);
    await session.get('Cup.create({ id: 1, color: "red" }).id');
    expect(await session.get(everything)).toEqual(there);
    expect(await session.get(`at (Time("${between}")) ${everything}`)).toEqual(gone);
  });

  it('is as it was at every time, whatever was written', async () => {
    const writes = fc.array(
      fc.record({
        what: fc.constantFrom('create', 'update', 'replace', 'delete'),
        id: fc.integer({ min: 1, max: 3 }),
        color: fc.constantFrom('red', 'blue', 'green'),
        minutes: fc.option(fc.integer({ min: -1, max: 4 })),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(writes, async (steps) => {
        session = new Session();
        await session.get(`Collection.create({ name: "Cup", history_days: 1,
          indexes: { byColor: { terms: [{ field: "color" }] }, sorted: { values: [{ field: "color" }] } } }).name`);
        const look = `[Cup.all().map(d => [d.id, d.color]).toArray(), Cup.byColor("red").map(.id).toArray(),
          Cup.sorted().map(d => [d.id, d.color]).toArray(), [1, 2, 3].map(id => Cup(id)?.color)]`;
        const seen: { readonly time: string; readonly then: unknown }[] = [];
        for (const { what, id, color, minutes } of steps) {
          const ttl = minutes === null ? '' : `, ttl: Time.now().add(${minutes}, "minutes")`;
          const write =
            what === 'delete' ? 'delete()' : `${what === 'update' ? what : 'replace'}({ color: "${color}"${ttl} })`;
          const make = what === 'delete' ? 'null' : `Cup.create({ id: ${id}, color: "${color}"${ttl} })`;
          await session.get(`if (Cup(${id}).exists()) { Cup(${id})!.${write}; 0 } else { ${make}; 0 }`);
          const [time, then] = (await session.get(`[Time.now().toString(), ${look}]`)) as [string, unknown];
          seen.push({ time, then });
          pass(1);
        }
        for (const { time, then } of seen) expect(await session.get(`at (Time("${time}")) ${look}`)).toEqual(then);
        const [all, , sorted, single] = (await session.get(look)) as [unknown[], unknown[], unknown[], unknown[]];
        expect(sorted).toHaveLength(all.length);
        expect(single.filter((color) => color !== null)).toHaveLength(all.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what nobody can ask for any more', () => {
  /** Queries that write somewhere else: each of them sweeps a little. */
  async function write(count: number): Promise<void> {
    for (let done = 0; done < count; done++) await session.get('Other.create({}).id');
  }

  beforeEach(async () => {
    await session.get(`Collection.create({ name: "Other" })
      Collection.create({ name: "Cup", indexes: { byN: { terms: [{ field: "n" }] } }, constraints: [{ unique: ["n"] }] })
      0`);
  });

  it('is taken from the store, with all it was found by', async () => {
    await session.get('Set.sequence(0, 20).forEach(n => Cup.create({ n: n, ttl: Time.now().add(5, "minutes") }))');
    pass(15);
    await write(20);
    // Whoever reads as of ten minutes ago still finds them.
    expect(keysOf('/Cup')).toHaveLength(20);
    pass(10);
    await write(20);
    for (const table of ['/Cup', '/Cup:history', '/Cup.byN', '/Cup.byN:history', '/Cup.unique:.n']) {
      expect(keysOf(table), table).toEqual([]);
    }
    expect(keysOf('/:system').filter((key) => key.startsWith('expires'))).toEqual([]);
  });

  it('leaves documents alone that do not expire after all, or later', async () => {
    await session.get(`Cup.create({ id: 1, n: 1, ttl: Time.now().add(5, "minutes") })
      Cup.create({ id: 2, n: 2, ttl: Time.now().add(5, "minutes") })
      Cup.create({ id: 3, n: 3, ttl: Time.now().add(5, "minutes") }); 0`);
    pass(1);
    await session.get('Cup(1)!.update({ ttl: null }); Cup(2)!.update({ ttl: Time.now().add(1, "day") }); 0');
    pass(60);
    await session.get('Cup.create({ id: 3, n: 3 }).id');
    await write(20);
    expect(await session.get('Cup.all().map(.n).toArray()')).toEqual([1, 2, 3]);
    expect(await session.get('[1, 2, 3].map(n => Cup.byN(n).count())')).toEqual([1, 1, 1]);
  });

  it('goes from the history of collections that nobody writes to', async () => {
    await session.get('Cup.create({ id: 1, n: 1 }).id');
    for (const n of [2, 3, 4]) await session.get(`Cup(1)!.update({ n: ${n} }).n`);
    expect(keysOf('/Cup:history')).toHaveLength(3);
    expect(keysOf('/Cup.byN:history')).toHaveLength(3);
    pass(16);
    await write(20);
    expect(keysOf('/Cup:history')).toEqual([]);
    expect(keysOf('/Cup.byN:history')).toEqual([]);
  });

  it('includes the secrets of tokens', async () => {
    await session.get('Token.create({ document: Other.create({}), ttl: Time.now().add(1, "minute") }).id');
    expect(keysOf('secrets')).toHaveLength(1);
    pass(20);
    await write(1);
    expect(keysOf('secrets')).toEqual([]);
    expect(keysOf('/Token')).toEqual([]);
  });
});

describe('hashes of passwords and secrets', () => {
  it('are not kept once they are superseded', async () => {
    await session.get('Collection.create({ name: "User" }).name');
    await session.get('Credential.create({ document: User.create({ id: 1 }), password: "one" }).id');
    await session.get('Token.create({ document: User(1)! }).id');
    const history = () =>
      ['/Credential:history', '/Token:history'].flatMap((table) =>
        [...session.store.snapshot().scan(table)].map(([, row]) => JSON.stringify(row)),
      );
    await session.get('Credential.byDocument(User(1)!)!.update({ password: "two" }).id');
    await session.get('Token.all().forEach(.delete())');
    expect(history()).toHaveLength(2);
    expect(history().filter((row) => row.includes('hashed'))).toEqual([]);
    expect(await session.get('Credential.byDocument(User(1)!)!.verify("two")')).toBe(true);
  });
});
