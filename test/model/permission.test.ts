import { beforeEach, describe, expect, it } from 'vitest';
import { denied, Session } from '../support/session.ts';

let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get('Collection.create({ name: "Note", indexes: { byOwner: { terms: [{ field: "owner" }] } } })');
  await session.get('Note.create({ id: "1", owner: "ann", n: 1 })');
  await session.get('Note.create({ id: "2", owner: "bob", n: 2 })');
});

const key = (role: string) => session.secret(`Key.create({ role: "${role}" }).secret`);

/** A key of a role with these actions on `Note`. */
async function keyFor(actions: Readonly<Record<string, boolean | string>>, resource = 'Note'): Promise<string> {
  const fields = Object.entries(actions).map(([action, rule]) => `${action}: ${JSON.stringify(rule)}`);
  await session.get(
    `Role.create({ name: "r", privileges: { resource: "${resource}", actions: { ${fields.join(', ')} } } })`,
  );
  return key('r');
}

describe('the built-in roles', () => {
  it.each([
    // role, reads documents, writes them, reads schema, makes collections, sees keys and roles
    ['admin', true, true, true, true, true],
    ['server', true, true, true, true, false],
    ['server-readonly', true, false, true, false, false],
    ['client', false, false, false, false, false],
  ] as const)('%s', async (role, reads, writes, readsSchema, makes, seesKeys) => {
    const secret = await key(role);
    const allowed = async (fql: string) => (await session.ask(fql, secret)) !== denied;
    expect(await session.get('Note.all().count()', secret)).toBe(reads ? 2 : 0);
    expect(await allowed('Note.create({}).id')).toBe(writes);
    expect(await allowed('Note.create({ id: "77" }).id')).toBe(writes);
    expect(await session.get('Collection.all().count()', secret)).toBe(readsSchema ? 1 : 0);
    expect(await allowed('Collection.create({ name: "Made" }).name')).toBe(makes);
    expect(await session.get('Key.all().count()', secret)).toBe(seesKeys ? 1 : 0);
    expect(await allowed('Key.create({ role: "client" }).id')).toBe(seesKeys);
    expect(await allowed('Role.create({ name: "made" }).name')).toBe(seesKeys);
    expect(await allowed('Database.create({ name: "made" }).name')).toBe(seesKeys);
  });
});

describe('a role', () => {
  it('denies what it does not name, or says false to', async () => {
    const secret = await keyFor({ read: true, create: false });
    expect(await session.ask('Note.all().map(.n)', secret)).toBe('{ data: [ 1, 2 ] }');
    for (const fql of ['Note.create({})', 'Note.byId("1")!.update({ n: 3 })', 'Note.byId("1")!.delete()']) {
      expect([fql, await session.ask(fql, secret)]).toEqual([fql, denied]);
    }
    expect(await session.ask('Collection.all()', secret)).toBe('{ data: [] }');
  });

  it('reads what its predicate lets it, by every way', async () => {
    const secret = await keyFor({ read: 'doc => doc.owner == "ann"' });
    expect(await session.ask('Note.all().map(.n)', secret)).toBe('{ data: [ 1 ] }');
    expect(await session.ask('Note.byOwner("ann").count() + Note.byOwner("bob").count()', secret)).toBe('1');
    expect(await session.ask('Note.byId("2")', secret)).toMatch(/\/\* permission denied \*\/$/);
    expect(await session.ask('Note.byId("2").exists()', secret)).toBe('false');
    expect(await session.ask('Note.byId("2")!.n', secret)).toBe('null_value: Null value, due to permission denied');
  });

  it('does not tell what is absent from what it may not read', async () => {
    const secret = await keyFor({ read: 'doc => doc.owner == "ann"' });
    expect(await session.ask('Note.byId("404")', secret)).toMatch(/\/\* permission denied \*\/$/);
    expect(await session.ask('Note.byId("404")')).toMatch(/\/\* not found \*\/$/);
  });

  it('looks at a document before and after a write', async () => {
    const secret = await keyFor({ read: true, write: '(old, new) => old.owner == new.owner && new.n > old.n' });
    expect(await session.ask('Note.byId("1")!.update({ n: 2 }).n', secret)).toBe('2');
    expect(await session.ask('Note.byId("1")!.update({ n: 1 }).n', secret)).toBe(denied);
    expect(await session.ask('Note.byId("1")!.update({ n: 9, owner: "bob" }).n', secret)).toBe(denied);
    expect(await session.ask('Note.byId("1")!.replace({ n: 9 })', secret)).toBe(denied);
    expect(await session.ask('Note.byId("1")!.replace({ owner: "ann", n: 9 }).n', secret)).toBe('9');
  });

  it('looks at a document that is about to be, or to go', async () => {
    const secret = await keyFor({ read: true, create: 'doc => doc.n > 0', delete: 'doc => doc.owner == "bob"' });
    expect(await session.ask('Note.create({ n: 0 }).n', secret)).toBe(denied);
    expect(await session.ask('Note.create({ n: 1 }).n', secret)).toBe('1');
    expect(await session.ask('Note.byId("1")!.delete()', secret)).toBe(denied);
    expect(await session.ask('Note.byId("2")!.delete()', secret)).toMatch(/\/\* deleted \*\/$/);
  });

  it.each([
    ['create alone', { create: true }, denied],
    ['create_with_id as well', { create: true, create_with_id: true }, '"9"'],
    ['create_with_id alone', { create_with_id: true }, denied],
    ['history_write in its place', { create: true, history_write: true }, '"9"'],
    ['a predicate', { create: true, create_with_id: 'doc => doc.id == "9"' }, '"9"'],
  ] as const)('creates a document with an id of its own choice with %s', async (_, actions, expected) => {
    const secret = await keyFor({ read: true, ...actions });
    expect(await session.ask('Note.create({ id: "9" }).id', secret)).toBe(expected);
  });

  it('denies where a predicate fails, gives no Boolean, or writes', async () => {
    for (const predicate of [
      'doc => abort(1)',
      'doc => doc.x.y',
      'doc => "yes"',
      'doc => null',
      'doc => Note.create({}) != null',
    ]) {
      const secret = await keyFor({ read: predicate });
      expect([predicate, await session.ask('Note.all().count()', secret)]).toEqual([predicate, '0']);
      await session.get('Key.all().forEach(k => k.delete())');
      await session.get('Role.byName("r")!.delete()');
    }
    expect(await session.ask('Note.all().count()')).toBe('2');
  });

  it('asks predicates that see what the role does not, and call functions it may not', async () => {
    await session.get('Collection.create({ name: "Hidden" })');
    await session.get('Hidden.create({ id: "1", open: true })');
    await session.get('Function.create({ name: "isOpen", body: "() => Hidden.byId(\\"1\\")!.open" })');
    const secret = await keyFor({ read: 'doc => isOpen()' });
    expect(await session.ask('Note.all().count()', secret)).toBe('2');
    expect(await session.ask('Hidden.all().count()', secret)).toBe('0');
    expect(await session.ask('isOpen()', secret)).toBe(denied);
  });

  it('does not show what its predicates log', async () => {
    const secret = await keyFor({ read: 'doc => { log("peeking"); true }' });
    const answer = await session.engine.query({ secret }, { fql: 'Note.all().count()', formats: ['decorated'] });
    expect(answer).toMatchObject({ outcome: 'success', summary: '' });
  });

  it('names collections and functions by alias, too, and follows when they are renamed', async () => {
    await session.get('Collection.byName("Note")!.update({ alias: "Memo" })');
    const secret = await keyFor({ read: true }, 'Memo');
    expect(await session.ask('Memo.all().count()', secret)).toBe('2');
    await session.get('Role.byName("r")!.update({ privileges: { resource: "Note", actions: { read: true } } })');
    await session.get('Collection.byName("Note")!.update({ name: "Paper" })');
    expect(await session.ask('Role.byName("r")!.privileges.resource')).toBe('"Paper"');
    expect(await session.ask('Paper.all().count()', secret)).toBe('2');
  });

  it('may be for documents like roles and tokens', async () => {
    const secret = await keyFor({ read: true, create: 'doc => doc.name == "Made"' }, 'Collection');
    expect(await session.ask('Collection.all().map(.name)', secret)).toBe('{ data: [ "Note" ] }');
    expect(await session.ask('Collection.create({ name: "Made" }).name', secret)).toBe('"Made"');
    expect(await session.ask('Collection.create({ name: "Other" }).name', secret)).toBe(denied);
  });

  it('refuses an index of a collection that it may not read at all', async () => {
    const secret = await keyFor({ create: true });
    const refused = 'permission_denied: Insufficient privileges to read from collection Note.';
    expect(await session.ask('Note.byOwner("ann").count()', secret)).toBe(refused);
    expect(await session.ask('Note.all().count()', secret)).toBe('0');
  });
});

describe('older versions', () => {
  it('are for who may read the history', async () => {
    await session.get('Collection.byName("Note")!.update({ history_days: 3 })');
    const time = String(await session.get('Note.byId("1")!.ts'));
    await session.get('Note.byId("1")!.update({ n: 5 })');
    const past = `at (Time("${time}")) { Note.byId("1")?.n }`;
    expect(await session.ask(past)).toBe('1');
    const without = await keyFor({ read: true });
    expect(await session.ask(past, without)).toBe('null');
    await session.get(
      'Role.byName("r")!.update({ privileges: { resource: "Note", actions: { read: true, history_read: true } } })',
    );
    expect(await session.ask(past, without)).toBe('1');
  });
});

describe('several roles of one identity', () => {
  it('add up', async () => {
    await session.get('Collection.create({ name: "User" })');
    await session.get('User.create({ id: "1" })');
    const role = (name: string, actions: string) =>
      `Role.create({ name: "${name}", membership: { resource: "User" }, privileges: { resource: "Note", actions: { ${actions} } } })`;
    await session.get(role('anns', 'read: \'doc => doc.owner == "ann"\''));
    await session.get(role('bobs', 'read: \'doc => doc.owner == "bob"\', create: true'));
    const token = await session.secret('Token.create({ document: User.byId("1") }).secret');
    expect(await session.ask('Note.all().count()', token)).toBe('2');
    expect(await session.ask('Note.create({ owner: "zoe" })', token)).toMatch(/permission denied/);
    expect(await session.ask('[Note.all().count()]')).toBe('[ 3 ]');
    expect(await session.ask('Note.all().count()', token)).toBe('2');
  });
});

describe('a cursor of an index', () => {
  it('goes on only for who may read something of its collection', async () => {
    await session.get('Collection.byName("Note")!.update({ indexes: { all_n: { values: [{ field: ".n" }] } } }).name');
    const page = (await session.get('Note.all_n().paginate(1)')) as { readonly after: string };
    const next = `Set.paginate("${page.after}")`;
    expect(await session.ask(next, await keyFor({}))).toBe(
      'permission_denied: Insufficient privileges to read from collection Note.',
    );
    await session.get('Role.byName("r")!.update({ privileges: { resource: "Note", actions: { read: true } } }).name');
    const reader = await session.secret('Key.create({ role: "r" }).secret');
    expect(await session.ask(next, reader)).toContain('data:');
  });
});
