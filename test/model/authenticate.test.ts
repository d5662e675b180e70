import { beforeEach, describe, expect, it } from 'vitest';
import { parseScopedSecret } from '../../src/model/scoped-secret.ts';
import { denied, rootSecret, Session, unauthorized } from '../support/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session();
});

describe('the root secret', () => {
  it('may do everything, in the root database', async () => {
    expect(await session.ask('Key.create({ role: "admin" }).role', rootSecret)).toBe('"admin"');
  });

  it('is the only text that is taken for it', async () => {
    for (const other of ['', 'root', `${rootSecret} `, rootSecret.toUpperCase(), 'fn', ':', '::']) {
      expect(await session.ask('1', other)).toBe(unauthorized);
    }
  });
});

describe('keys', () => {
  it('give their role until they are deleted', async () => {
    const { id, secret } = (await session.get('Key.create({ role: "server" })')) as { id: string; secret: string };
    expect(await session.ask('Collection.create({ name: "Made" }).name', secret)).toBe('"Made"');
    expect(await session.ask('Key.all().count()', secret)).toBe('0');
    await session.get(`Key.byId("${id}")!.delete()`);
    expect(await session.ask('1', secret)).toBe(unauthorized);
  });

  it('show their secret once, and keep it whatever is written to them', async () => {
    const { id, secret } = (await session.get('Key.create({ role: "client" })')) as { id: string; secret: string };
    expect(await session.ask(`Key.byId("${id}")!.secret`)).toBe('null');
    expect(await session.ask(`Key.byId("${id}")!`)).not.toContain('hash');
    await session.get(`Key.byId("${id}")!.update({ data: { note: "x" } })`);
    expect(await session.ask('1', secret)).toBe('1');
    await session.get(`Key.byId("${id}")!.replace({ role: "server" })`);
    expect(await session.ask('Collection.create({ name: "Made" }).name', secret)).toBe('"Made"');
  });

  it('end with their ttl', async () => {
    const secret = await session.secret('Key.create({ role: "admin", ttl: Time.now().add(1, "hour") }).secret');
    expect(await session.ask('1', secret)).toBe('1');
    await session.ask('Key.all().first()!.update({ ttl: Time.now().subtract(1, "second") })');
    expect(await session.ask('1', secret)).toBe(unauthorized);
    const late = 'Key.create({ role: "admin", ttl: Time.now().subtract(1, "second") }).secret';
    expect(await session.ask(late)).toBe('constraint_failure: Failed to create Key.');
  });

  it('are for a database within theirs where they name one, and end with it', async () => {
    await session.get('Database.create({ name: "child" })');
    const key = await session.secret('Key.create({ role: "admin", database: "child" }).secret');
    expect(await session.ask('Collection.create({ name: "Inner" }).name', key)).toBe('"Inner"');
    expect(await session.ask('Collection.all().map(.name)')).toBe('{ data: [] }');
    await session.get('Database.byName("child")!.update({ name: "renamed" })');
    expect(await session.ask('Collection.all().map(.name)', key)).toBe('{ data: [ "Inner" ] }');
    await session.get('Database.byName("renamed")!.delete()');
    expect(await session.ask('1', key)).toBe(unauthorized);
    expect(await session.ask('Key.all().count()')).toBe('0');
  });

  it('made within a database are gone with it, even when another takes its name', async () => {
    await session.get('Database.create({ name: "child" })');
    const within = `${rootSecret}:child:admin`;
    const inner = String(await session.get('Key.create({ role: "admin" }).secret', within));
    await session.get('Collection.create({ name: "Left" })', within);
    await session.get('Database.byName("child")!.delete()');
    await session.get('Database.create({ name: "child" })');
    expect(await session.ask('1', inner)).toBe(unauthorized);
    expect(await session.ask('Collection.all().count()', within)).toBe('0');
  });
});

describe('tokens', () => {
  beforeEach(async () => {
    await session.get('Collection.create({ name: "People" })');
    await session.get('People.create({ id: "1", name: "Ann" })');
    await session.get('People.create({ id: "2", name: "Bob" })');
  });

  it('run as their document', async () => {
    const token = await session.secret('Token.create({ document: People.byId("1") }).secret');
    expect(await session.ask('Query.identity()!.name', token)).toBe('"Ann"');
    expect(await session.ask('Query.token()!.document == Query.identity()', token)).toBe('true');
  });

  it('of a document that is not there, or is deleted later, are refused', async () => {
    const ofNobody = await session.secret('Token.create({ document: People.byId("404") }).secret');
    expect(await session.ask('1', ofNobody)).toBe(unauthorized);
    const token = await session.secret('Token.create({ document: People.byId("1") }).secret');
    await session.get('People.byId("1")!.delete()');
    expect(await session.ask('1', token)).toBe(unauthorized);
  });

  it('outlive the collection of their document, and may do nothing more', async () => {
    await session.get('Role.create({ name: "r", membership: { resource: "People" } })');
    const token = await session.secret('Token.create({ document: People.byId("1") }).secret');
    await session.get(
      'Role.byName("r")!.delete(); Collection.create({ name: "Pets" }); People.definition.delete().name',
    );
    expect(await session.ask('1', token)).toBe('1');
    expect(await session.ask('[Query.identity().exists(), Pets.all().count()]', token)).toBe('[ false, 0 ]');
    expect(await session.ask('Pets.create({})', token)).toBe(denied);
    await session.get('Collection.create({ name: "People" })');
    await session.get('People.create({ id: "1", name: "Eve" })');
    expect(await session.ask('People.all().count()', token)).toBe('0');
  });

  it('end when they are deleted, by the identity too, and with their ttl', async () => {
    const token = await session.secret('Token.create({ document: People.byId("1") }).secret');
    expect(await session.ask('Query.token()!.delete()', token)).toMatch(/permission denied/);
    expect(await session.ask('1', token)).toBe(unauthorized);
    const other = await session.secret('Token.create({ document: People.byId("1") }).secret');
    await session.ask('Token.all().first()!.update({ ttl: Time.now().subtract(1, "second") })');
    expect(await session.ask('1', other)).toBe(unauthorized);
  });

  it('take no scope', async () => {
    const token = await session.secret('Token.create({ document: People.byId("1") }).secret');
    expect(await session.ask('1', `${token}:admin`)).toBe(unauthorized);
  });

  it('are found without looking at the others', async () => {
    const reads = async () => {
      const secret = await session.secret('Token.create({ document: People.byId("1") }).secret');
      const answer = await session.engine.query({ secret }, { fql: '1', formats: [] });
      return answer.outcome === 'success' ? answer.stats.readOps : -1;
    };
    const alone = await reads();
    for (let count = 0; count < 20; count++) await session.get('Token.create({ document: People.byId("2") }).id');
    expect(await reads()).toBe(alone);
  });
});

describe('the roles of an identity', () => {
  beforeEach(async () => {
    await session.get('Collection.create({ name: "User" })');
    await session.get('Collection.create({ name: "Post" })');
    await session.get('User.create({ id: "1", admin: false })');
    await session.get('Post.create({ id: "1" })');
  });

  it('are those with a membership whose predicate holds', async () => {
    await session.get(
      'Role.create({ name: "boss", membership: { resource: "User", predicate: "u => u.admin" }, privileges: { resource: "Post", actions: { read: true } } })',
    );
    const token = await session.secret('Token.create({ document: User.byId("1") }).secret');
    expect(await session.ask('Post.all().count()', token)).toBe('0');
    await session.get('User.byId("1")!.update({ admin: true })');
    expect(await session.ask('Post.all().count()', token)).toBe('1');
  });

  it.each([
    ['fails', 'u => u.nothing.here'],
    ['aborts', 'u => abort(1)'],
    ['gives no Boolean', 'u => "yes"'],
    ['writes', 'u => Post.create({}).exists()'],
  ])('do not include one whose predicate %s', async (_, predicate) => {
    const role = `{ name: "r", membership: { resource: "User", predicate: ${JSON.stringify(predicate)} }, privileges: { resource: "Post", actions: { read: true } } }`;
    await session.get(`Role.create(${role})`);
    const token = await session.secret('Token.create({ document: User.byId("1") }).secret');
    expect(await session.ask('Post.all().count()', token)).toBe('0');
    expect(await session.ask('Post.all().count()')).toBe('1');
  });

  it('without any, let it see itself alone', async () => {
    await session.get('User.create({ id: "2" })');
    const token = await session.secret('Token.create({ document: User.byId("1") }).secret');
    await session.get('Token.create({ document: User.byId("2") })');
    expect(await session.ask('User.all().map(.id)', token)).toBe('{ data: [ "1" ] }');
    expect(await session.ask('User.byId("2")', token)).toMatch(/permission denied/);
    expect(await session.ask('Post.all()', token)).toBe('{ data: [] }');
    expect(await session.ask('Token.all().count()', token)).toBe('1');
    expect(await session.ask('Query.identity()!.update({ admin: true })', token)).toMatch(/^permission_denied/);
  });

  it('take away that it sees itself, as soon as there is one', async () => {
    const token = await session.secret('Token.create({ document: User.byId("1") }).secret');
    await session.get('Role.create({ name: "r", membership: { resource: "User" } })');
    expect(await session.ask('User.all().count()', token)).toBe('0');
    expect(await session.ask('Query.token()!.exists()', token)).toBe('true');
  });
});

describe('scoped secrets', () => {
  beforeEach(async () => {
    await session.get('Database.create({ name: "shop" })');
    await session.get('Database.create({ name: "stock" })', `${rootSecret}:shop:admin`);
    await session.get('Collection.create({ name: "User" })', `${rootSecret}:shop:admin`);
    await session.get('User.create({ id: "1" })', `${rootSecret}:shop:admin`);
    await session.get(
      'Role.create({ name: "reader", privileges: { resource: "User", actions: { read: true } } })',
      `${rootSecret}:shop:admin`,
    );
  });

  it('run in the database they name, with the role they name', async () => {
    expect(await session.ask('Database.all().map(.name)', `${rootSecret}:admin`)).toBe('{ data: [ "shop" ] }');
    expect(await session.ask('Database.all().map(.name)', `${rootSecret}:shop:admin`)).toBe('{ data: [ "stock" ] }');
    expect(await session.ask('Database.all().count()', `${rootSecret}:shop/stock:admin`)).toBe('0');
    expect(await session.ask('Database.all().count()', `${rootSecret}:shop:server`)).toBe('0');
    expect(await session.ask('User.all().count()', `${rootSecret}:shop:@role/reader`)).toBe('1');
    expect(await session.ask('Query.identity()!.id', `${rootSecret}:shop:@doc/User/1`)).toBe('"1"');
  });

  it.each([
    ['a database that is not there', ':nowhere:admin', ':shop/nowhere:admin', ':shop/:admin', ':/shop:admin'],
    ['a role that is not there', ':shop:nurse', ':shop:@role/nurse', ':shop:@role/', ':shop:Admin', ':@role/reader'],
    [
      'a document that is not there',
      ':shop:@doc/User/2',
      ':shop:@doc/Nope/1',
      ':shop:@doc/User/x',
      ':shop:@doc/Role/1',
    ],
    ['no role', ':shop', ':', '::', ':shop:'],
    ['too much', ':shop:admin:server'],
  ])('are refused with %s', async (_, ...scopes) => {
    for (const scope of scopes)
      expect([scope, await session.ask('1', rootSecret + scope)]).toEqual([scope, unauthorized]);
  });

  it('are for admins; a server may take the part of a document of its own database', async () => {
    const within = `${rootSecret}:shop:admin`;
    const server = String(await session.get('Key.create({ role: "server" }).secret', within));
    const admin = String(await session.get('Key.create({ role: "admin" }).secret', within));
    expect(await session.ask('Query.identity()!.id', `${server}:@doc/User/1`)).toBe('"1"');
    for (const scope of [':server', ':admin', ':@role/reader', ':stock:admin', ':stock:@doc/User/1']) {
      expect([scope, await session.ask('1', server + scope)]).toEqual([scope, unauthorized]);
    }
    expect(await session.ask('1', `${admin}:stock:server`)).toBe('1');
    expect(await session.ask('User.all().count()', `${admin}:@role/reader`)).toBe('1');
  });

  it('are read from their parts', () => {
    expect(parseScopedSecret('s')).toEqual({ secret: 's', scope: undefined });
    expect(parseScopedSecret('s:a/b:@doc/User/12')).toEqual({
      secret: 's',
      scope: { path: ['a', 'b'], as: { kind: 'document', collection: 'User', id: 12n } },
    });
    for (const older of ['collections', 'classes']) {
      expect(parseScopedSecret(`s:${older}/User/12`)).toEqual(parseScopedSecret('s:@doc/User/12'));
    }
    expect(parseScopedSecret(':a:admin')).toBeUndefined();
  });
});
