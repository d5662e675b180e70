/** What each privilege of a role allows in FQL v4, and nothing else does. Source: the reference page "ABAC", recorded `roles`. */
import { describe, expect, it } from 'vitest';
import { Fql4Database } from '../support/fql4.ts';

const denied = 'permission denied';

/** What a query comes to: `ok`, or the code of its error. Each runs in a database of its own. */
async function outcome(database: Fql4Database, text: string, secret: string): Promise<string> {
  const answer = await database.ask(text, secret);
  return /^([a-z ]+): /.exec(answer)?.[1] ?? 'ok';
}

async function prepared(): Promise<Fql4Database> {
  const database = new Fql4Database();
  await database.get("CreateCollection({ name: 'notes', history_days: 30 })");
  await database.get("CreateCollection({ name: 'others' })");
  await database.get(
    "CreateIndex({ name: 'by_n', source: Collection('notes'), terms: [{ field: ['data', 'n'] }], values: [{ field: ['data', 'n'] }] })",
  );
  await database.get("CreateFunction({ name: 'twice', body: Query(x => Multiply(x, 2)) })");
  await database.get("Create(Ref(Collection('notes'), '1'), { data: { n: 1 } })");
  await database.get("Create(Ref(Collection('notes'), '2'), { data: { n: 2 } })");
  return database;
}

async function keyWith(database: Fql4Database, privileges: string): Promise<string> {
  await database.get(`CreateRole({ name: 'some', privileges: [${privileges}] })`);
  const { secret } = (await database.get("CreateKey({ role: Role('some') })")) as { secret: string };
  return secret;
}

const note = "Ref(Collection('notes'), '1')";
const queries = {
  create: "Create(Collection('notes'), {})",
  'create with an id': "Create(Ref(Collection('notes'), '7'), {})",
  read: `Get(${note})`,
  update: `Update(${note}, { data: { n: 1 } })`,
  replace: `Replace(${note}, { data: { n: 1 } })`,
  delete: `Delete(${note})`,
  'read history': `Paginate(Events(${note}))`,
  'write history': `Insert(${note}, TimeSubtract(Now(), 1, 'day'), 'create', { data: { n: 0 } })`,
  'use the index': "Paginate(Match(Index('by_n'), 1))",
  'call the function': "Call('twice', 1)",
  'read the collection': "Get(Collection('notes'))",
  'make a collection': "CreateCollection({ name: 'more' })",
  'make a key': "CreateKey({ role: 'server' })",
  'read another collection': "Get(Ref(Collection('others'), '1'))",
} as const;
type Query = keyof typeof queries;

describe('a privilege allows what it says', () => {
  const notes = (action: string) => `{ resource: Collection('notes'), actions: { ${action}: true } }`;
  const privileges: readonly (readonly [privileges: string, allowed: readonly Query[]])[] = [
    ['', []],
    [notes('create'), ['create']],
    [
      `{ resource: Collection('notes'), actions: { create: true, create_with_id: true } }`,
      ['create', 'create with an id'],
    ],
    [notes('read'), ['read']],
    [notes('write'), ['update', 'replace']],
    [notes('delete'), ['delete']],
    [notes('history_read'), ['read history']],
    [notes('history_write'), ['write history']],
    ["{ resource: Index('by_n'), actions: { read: true } }", ['use the index']],
    ["{ resource: Index('by_n'), actions: { unrestricted_read: true } }", ['use the index']],
    ["{ resource: Function('twice'), actions: { call: true } }", ['call the function']],
    ['{ resource: Collections(), actions: { read: true } }', ['read the collection']],
    ['{ resource: Collections(), actions: { create: true } }', ['make a collection']],
    ['{ resource: Keys(), actions: { create: true } }', ['make a key']],
  ];

  it.each(privileges)('%s', async (text, allowed) => {
    for (const [name, query] of Object.entries(queries)) {
      const database = await prepared();
      const result = await outcome(database, query, await keyWith(database, text));
      expect([name, result]).toEqual([name, allowed.includes(name as Query) ? 'ok' : denied]);
    }
  });
});

describe('a privilege with a condition', () => {
  it('asks the document that is read', async () => {
    const database = await prepared();
    const condition = "Query(ref => Equals(Select(['data', 'n'], Get(ref)), 1))";
    const secret = await keyWith(
      database,
      `{ resource: Collection('notes'), actions: { read: ${condition} } }, { resource: Index('by_n'), actions: { read: true } }`,
    );
    expect(await outcome(database, "Get(Ref(Collection('notes'), '1'))", secret)).toBe('ok');
    expect(await outcome(database, "Get(Ref(Collection('notes'), '2'))", secret)).toBe(denied);
    expect(await database.ask("Exists(Ref(Collection('notes'), '2'))", secret)).toBe('false');
    expect(await database.ask("Paginate(Documents(Collection('notes')))", secret)).toBe(`{ data: [ ${print('1')} ] }`);
    expect(await database.ask("Paginate(Match(Index('by_n'), 2))", secret)).toBe('{ data: [] }');
    expect(await database.ask("Paginate(Union(Match(Index('by_n'), 1), Match(Index('by_n'), 2)))", secret)).toBe(
      '{ data: [ 1 ] }',
    );
  });

  it('asks what is written: before and after', async () => {
    const database = await prepared();
    const condition = "Query((old, after) => Equals(Select(['data', 'n'], old), Select(['data', 'n'], after)))";
    const secret = await keyWith(
      database,
      `{ resource: Collection('notes'), actions: { read: true, write: ${condition} } }`,
    );
    expect(await outcome(database, `Update(${note}, { data: { more: true } })`, secret)).toBe('ok');
    expect(await outcome(database, `Update(${note}, { data: { n: 2 } })`, secret)).toBe(denied);
    expect(await outcome(database, `Replace(${note}, { data: { n: 1 } })`, secret)).toBe('ok');
  });

  it('asks what is created', async () => {
    const database = await prepared();
    const condition = "Query(made => Equals(Select(['data', 'n'], made), 5))";
    const secret = await keyWith(database, `{ resource: Collection('notes'), actions: { create: ${condition} } }`);
    expect(await outcome(database, "Create(Collection('notes'), { data: { n: 5 } })", secret)).toBe('ok');
    expect(await outcome(database, "Create(Collection('notes'), { data: { n: 6 } })", secret)).toBe(denied);
    expect(await outcome(database, "Create(Collection('notes'), {})", secret)).toBe(denied);
  });

  it('leaves nothing of a query of which one part was denied', async () => {
    const database = await prepared();
    const secret = await keyWith(database, "{ resource: Collection('notes'), actions: { create: true } }");
    const query = `Do(Create(Collection('notes'), { data: { n: 9 } }), Delete(${note}))`;
    expect(await outcome(database, query, secret)).toBe(denied);
    expect(await database.ask("Count(Documents(Collection('notes')))")).toBe('2');
  });
});

describe('whom a role is for', () => {
  it('those of its members that its condition holds for, and functions that have it', async () => {
    const database = await prepared();
    await database.get(
      "CreateFunction({ name: 'counted', role: 'server', body: Query(_ => Count(Documents(Collection('notes')))) })",
    );
    await database.get(`CreateRole({
      name: 'members',
      membership: { resource: Collection('others'), predicate: Query(ref => Select(['data', 'active'], Get(ref))) },
      privileges: [{ resource: Function('counted'), actions: { call: true } }],
    })`);
    const tokenOf = async (id: string, active: boolean) => {
      await database.get(`Create(Ref(Collection('others'), '${id}'), { data: { active: ${active} } })`);
      const text = `Create(Tokens(), { instance: Ref(Collection('others'), '${id}') })`;
      return ((await database.get(text)) as { secret: string }).secret;
    };
    const [active, idle] = [await tokenOf('1', true), await tokenOf('2', false)];
    expect(await database.ask("Call('counted', null)", active)).toBe('2');
    expect(await outcome(database, `Get(${note})`, active)).toBe(denied);
    expect(await outcome(database, "Call('counted', null)", idle)).toBe(denied);
    await database.get("Update(Ref(Collection('others'), '1'), { data: { active: false } })");
    expect(await outcome(database, "Call('counted', null)", active)).toBe(denied);
  });
});

describe('the roles that every database has', () => {
  const allowed: Readonly<Record<string, readonly Query[]>> = {
    admin: Object.keys(queries).filter((name) => name !== 'read another collection') as Query[],
    server: Object.keys(queries).filter((name) => !['make a key', 'read another collection'].includes(name)) as Query[],
    'server-readonly': ['read', 'read history', 'use the index', 'read the collection'],
    client: [],
  };

  it.each(Object.entries(allowed))('%s', async (role, names) => {
    for (const [name, query] of Object.entries(queries)) {
      const database = await prepared();
      const { secret } = (await database.get(`CreateKey({ role: '${role}' })`)) as { secret: string };
      const result = await outcome(database, query, secret);
      if (names.includes(name as Query)) expect([name, result]).toEqual([name, 'ok']);
      else expect([denied, 'instance not found'], `${role}: ${name}`).toContain(result);
    }
  });
});

function print(id: string): string {
  return `Ref(Collection("notes"), "${id}")`;
}
