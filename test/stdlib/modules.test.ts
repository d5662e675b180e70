/** Modules: the one that names all others, and what each collection of schema documents has of its own. */
import { describe, expect, it } from 'vitest';
import { Session } from '../support/session.ts';

const members = `FQL.AccessProvider FQL.Array FQL.Boolean FQL.Bytes FQL.Collection FQL.Credential FQL.Credentials
  FQL.Database FQL.Date FQL.Doc FQL.Double FQL.EventSource FQL.Float FQL.Function FQL.ID FQL.Int FQL.Key FQL.Long
  FQL.Math FQL.Null FQL.Number FQL.Object FQL.Query FQL.Role FQL.Set FQL.SetCursor FQL.String FQL.Struct FQL.Time
  FQL.Token FQL.TransactionTime FQL.UUID`.split(/\s+/);

describe('FQL', () => {
  it.each(members)('%s is the module of that name', async (member) => {
    const session = new Session();
    const name = member.slice('FQL.'.length);
    expect(await session.ask(`[${member}.toString(), ${member} == ${name}]`)).toBe(
      await session.ask(`[${name}.toString(), true]`),
    );
  });

  it('has the global functions', async () => {
    const session = new Session();
    expect(await session.get('[FQL.dbg(1), FQL.log("seen"), FQL.newId() isa ID]')).toEqual([1, null, true]);
    expect(await session.ask('FQL.abort("stop")')).toBe('abort: Query aborted.');
    expect(await session.get('[3, 1, 2].toSet().order(FQL.desc(n => n)).toArray()')).toEqual([3, 2, 1]);
    expect(await session.get('[3, 1, 2].toSet().order(FQL.asc(n => n)).toArray()')).toEqual([1, 2, 3]);
  });
});

describe('a collection of schema documents', () => {
  it('prints its name', async () => {
    const session = new Session();
    expect(
      await session.get(`[
        AccessProvider.toString(), Credential.toString(), Database.toString(), Function.toString(), Key.toString(),
        Role.toString(), Token.toString(), "#{Token}"
      ]`),
    ).toEqual(['AccessProvider', 'Credential', 'Database', 'Function', 'Key', 'Role', 'Token', 'Token']);
  });

  it('finds the documents that a predicate is true of', async () => {
    const session = new Session();
    await session.get('Collection.create({ name: "Person" })');
    await session.get('Person.create({ id: "1" })');
    await session.get('Role.create({ name: "reader" })');
    await session.get('Function.create({ name: "one", body: "() => 1", data: { level: 1 } })');
    await session.get('Function.create({ name: "two", body: "() => 2", data: { level: 2 } })');
    await session.get('Database.create({ name: "below", data: { level: 1 } })');
    await session.get('Key.create({ role: "reader", data: { level: 3 } })');
    await session.get('Credential.create({ document: Person("1"), password: "pw" })');
    await session.get('AccessProvider.create({ name: "issuer", issuer: "i", jwks_uri: "https://localhost/keys" })');
    expect(
      await session.get(`[
        Function.where(.data?.level > 1).map(.name).toArray(),
        Function.firstWhere(.data?.level == 1)!.name,
        Function.firstWhere(.name == "three") == null,
        Database.where(.data?.level == 1).map(.name).toArray(),
        Database.firstWhere(.data?.level == 1)!.name,
        Role.firstWhere(.name == "reader")!.name,
        Key.firstWhere(.data?.level == 3)!.role,
        Credential.firstWhere(.document.id == "1")!.document.id,
        AccessProvider.firstWhere(.issuer == "i")!.name
      ]`),
    ).toEqual([['two'], 'one', true, ['below'], 'below', 'reader', 'reader', '1', 'issuer']);
  });
});
