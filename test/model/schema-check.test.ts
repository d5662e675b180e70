import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get('Collection.create({ name: "Leaf" })');
});

describe('a change to the schema is refused', () => {
  it('with the place where a role names what is not there', async () => {
    const role =
      'Role.create({ name: "r", privileges: [{ resource: "Leaf", actions: { read: "l => true", create: true } }, { resource: "Nope", actions: {} }] })';
    expect(await session.ask(role)).toBe(
      [
        'invalid_schema: Invalid database schema update.',
        '    error: Resource `Nope` does not exist',
        '    at main.fsl:14:14',
        '       |',
        '    14 |   privileges Nope {',
        '       |              ^^^^',
        '       |',
      ].join('\n'),
    );
  });

  it('with the place where a body uses a name without meaning', async () => {
    const answer = await session.ask('Function.create({ name: "f", body: "x => { let y = x; [y, Twig.all()] }" })');
    expect(answer).toContain('error: Unbound variable `Twig`');
    expect(answer).toContain('9 |   [y, Twig.all()]\n      |       ^^^^');
  });

  it('when a deletion or a new name leaves others behind', async () => {
    await session.get('Function.create({ name: "leaves", body: "() => Leaf.all().count()" })');
    for (const change of ['delete()', 'update({ name: "Twig" })']) {
      expect(await session.ask(`Collection.byName("Leaf")!.${change}`)).toMatch(/^invalid_schema: .*\n.*`Leaf`/);
    }
    expect(await session.ask('leaves()')).toBe('0');
  });

  it('as a whole: nothing else of the query is done', async () => {
    const both = 'Collection.create({ name: "Made" })\nFunction.create({ name: "f", body: "() => Nope" })';
    expect(await session.ask(both)).toMatch(/^invalid_schema/);
    expect(await session.ask('Collection.all().map(.name)')).toBe('{ data: [ "Leaf" ] }');
  });
});

describe('a change to the schema is taken', () => {
  it('when the query makes what it names later', async () => {
    const both =
      'Role.create({ name: "r", privileges: { resource: "Twig", actions: { read: true } } })\nCollection.create({ name: "Twig" }).name';
    expect(await session.ask(both)).toBe('"Twig"');
  });

  it('whatever bodies say, where the database checks no types', async () => {
    await session.get('Database.create({ name: "loose", typechecked: false })');
    const make = 'Function.create({ name: "f", body: "() => Nope" }).name';
    expect(await session.ask(make, 'root-secret:loose:admin')).toBe('"f"');
  });
});

describe('names follow', () => {
  it('from a renamed role to functions, keys and access providers', async () => {
    await session.get('Role.create({ name: "r" })');
    await session.get('Function.create({ name: "f", role: "r", body: "() => 1" })');
    const key = await session.secret('Key.create({ role: "r" }).secret');
    await session.get(
      'AccessProvider.create({ name: "ap", issuer: "https://i", jwks_uri: "https://j", roles: ["r"] })',
    );
    await session.get('Role.byName("r")!.update({ name: "s" })');
    expect(
      await session.ask('[Function.byName("f")!.role, Key.all().first()!.role, AccessProvider.byName("ap")!.roles[0]]'),
    ).toBe('[ "s", "s", "s" ]');
    expect(await session.ask('1', key)).toBe('1');
  });

  it('but a role that functions or keys run with is not deleted', async () => {
    await session.get('Role.create({ name: "r" })');
    await session.get('Key.create({ role: "r" })');
    expect(await session.ask('Role.byName("r")!.delete()')).toBe('constraint_failure: Failed to delete Role `r`.');
  });
});
