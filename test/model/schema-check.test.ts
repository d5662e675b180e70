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

describe('a collection that types name', () => {
  const problem = (answer: string) => answer.split('\n').filter((line) => /^ {4}(error|at)/.test(line));

  beforeEach(async () => {
    await session.get('Collection.create({ name: "Tree", fields: { top: { signature: "Ref<Leaf>?" } } }).name');
  });

  it('keeps its name, and stays', async () => {
    const expected = [
      '    error: Unknown type `Leaf`',
      '    at main.fsl:5:12',
      '    error: Reference type must refer to a doc type',
      '    at main.fsl:5:8',
    ];
    expect(problem(await session.ask('Leaf.definition.delete()'))).toEqual(expected);
    const both = 'Leaf.definition.update({ name: "Blade" })';
    expect(problem(await session.ask(both))).toEqual(expected);
    expect(
      await session.ask(`Tree.definition.update({ fields: { top: { signature: "Ref<Blade>?" } } }); ${both}.name`),
    ).toBe('"Blade"');
  });

  it('may be named by its alias', async () => {
    await session.get('Leaf.definition.update({ alias: "Foliage" }).name');
    await session.get('Tree.definition.update({ fields: { top: { signature: "Ref<Foliage>?" } } }).name');
    await session.get('Tree.create({ top: Leaf.create({}) }).id');
    expect(problem(await session.ask('Leaf.definition.update({ alias: null })'))[0]).toBe(
      '    error: Unknown type `Foliage`',
    );
  });

  it('keeps its name for signatures of functions, where types are checked', async () => {
    const make = (secret?: string) =>
      session.ask(
        'Function.create({ name: "leaves", body: "tree => 1", signature: "(tree: Ref<Bush>) => Set<Twig>" }).name',
        secret,
      );
    expect(problem(await make())).toEqual([
      '    error: Unknown type `Bush`',
      '    at main.fsl:11:27',
      '    error: Unknown type `Twig`',
      '    at main.fsl:11:39',
    ]);
    await session.get('Database.create({ name: "loose", typechecked: false }).name');
    expect(await make('root-secret:loose:admin')).toBe('"leaves"');
  });

  it('lets functions take and give what they do not know', async () => {
    const make = (signature: string) =>
      session.ask(`Function.create({ name: "f", body: "(x, f) => f(x)", signature: "${signature}" }).name`);
    expect(problem(await make('(x: A, f: A => B) => C'))).toEqual([
      '    error: Unknown type `B`',
      '    at main.fsl:11:26',
      '    error: Unknown type `C`',
      '    at main.fsl:11:30',
    ]);
    expect(await make('(x: A, f: A => B) => B')).toBe('"f"');
  });
});

describe('names that make types', () => {
  it('are not those of types of another collection', async () => {
    const taken = async (fql: string) => /existing types: (\w+)/.exec(await session.ask(fql))?.[1];
    expect(await taken('Collection.create({ name: "NullLeaf" })')).toBe('NullLeaf');
    expect(await taken('Collection.create({ name: "Tree", alias: "LeafCollection" })')).toBe('LeafCollection');
    await session.get('Collection.create({ name: "TwigCollection" }).name');
    expect(await taken('Leaf.definition.update({ name: "Twig" })')).toBe('TwigCollection');
    expect(await session.ask('Leaf.definition.update({ data: { a: 1 } }).name')).toBe('"Leaf"');
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

describe('a query that changes the schema several times', () => {
  it('is shown with its collections before its functions and roles', async () => {
    const make = `
      Role.create({ name: "r", privileges: { resource: "Petal", actions: { read: true } } })
      Function.create({ name: "one", body: "_ => 1" })
      Collection.create({ name: "Petal", computed_fields: { a: { body: "_ => one(0)" } },
        indexes: { byA: { terms: [{ field: ".a" }] } } })`;
    expect(await session.ask(make)).toMatch(/at main.fsl:8:22/);
  });

  it('leaves its items in that order for later queries', async () => {
    await session.get('Function.create({ name: "one", body: "_ => 1" }); Collection.create({ name: "Petal" }).name');
    const wrong = 'Petal.definition.update({ computed_fields: { a: { body: "_ => nope" } } })';
    expect(await session.ask(wrong)).toMatch(/at main.fsl:8:22/);
  });

  it('is told of each collection whose types clash where it wrote that one', async () => {
    const both = 'Collection.create({ name: "Petal" })\nCollection.create({ name: "PetalCollection" })';
    expect(await session.ask(both)).toMatch(/`Petal` gen.*:1:18.*`PetalCollection` gen.*:2:18/s);
  });

  it('may delete a database whose key it has just made, and the key with it', async () => {
    await session.get('Database.create({ name: "within" })');
    const both = 'Key.create({ role: "admin", database: "within" }); Database.byName("within")!.delete()';
    expect(await session.ask(`${both}; Key.all().count()`)).toBe('0');
    expect(await session.ask('Key.all().count()')).toBe('0');
  });

  it('may rename what it has just had others name', async () => {
    await session.get('Database.create({ name: "within" }); Role.create({ name: "r" })');
    const rename = `
      Key.create({ role: "r", database: "within" })
      Function.create({ name: "one", body: "_ => 1", role: "r" })
      Database.byName("within")!.update({ name: "inside" })
      Role.byName("r")!.update({ name: "s" }).name`;
    expect(await session.ask(rename)).toBe('"s"');
    expect(await session.ask('let k = Key.all().first()!; [k.role, k.database, Function.byName("one")!.role]')).toBe(
      '[ "s", "inside", "s" ]',
    );
  });
});
