/** Moving databases: what they hold goes with them, and whoever has a secret of theirs notices nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fql4Database, wireOf } from '../support/fql4.ts';

describe('MoveDatabase', () => {
  let database: Fql4Database;
  const secretFor = async (fields: string) => {
    const { secret } = (await database.get(`CreateKey(${fields})`)) as { readonly secret: string };
    return secret;
  };

  const errorsOf = async (text: string, secret?: string) => (await database.send(wireOf(text), secret)).errors;

  beforeEach(async () => {
    database = new Fql4Database();
    await database.get(`CreateDatabase({ name: 'one', data: { kept: true } })`);
    await database.get(`CreateDatabase({ name: 'two' })`);
  });

  it('takes it out of one database and puts it into another', async () => {
    const before = (await database.get(`Get(Database('one'))`)) as Record<string, unknown>;
    const moved = (await database.get(`MoveDatabase(Database('one'), Database('two'))`)) as Record<string, unknown>;
    expect(moved).toMatchObject({ name: 'one', global_id: before.global_id, data: { kept: true } });
    expect(await database.get(`Exists(Database('one'))`)).toBe(false);
    expect(await database.get(`Exists(Database('one', Database('two')))`)).toBe(true);
    expect(await database.ask(`Paginate(Databases())`)).toBe(`{ data: [ Database("two") ] }`);
  });

  it('keeps documents, indexes, databases within it, keys and tokens', async () => {
    const outer = await secretFor(`{ role: 'admin', database: Database('one') }`);
    await database.get(`CreateCollection({ name: 'users' })`, outer);
    await database.get(`CreateDatabase({ name: 'inner' })`, outer);
    await database.ask(
      `CreateIndex({ name: 'all', source: Collection('users'), values: [{ field: ['data', 'n'] }] })`,
      outer,
    );
    await database.get(
      `Create(Ref(Collection('users'), '1'), { data: { n: 1 }, credentials: { password: 'p' } })`,
      outer,
    );
    const { secret: token } = (await database.get(
      `Login(Ref(Collection('users'), '1'), { password: 'p' })`,
      outer,
    )) as {
      readonly secret: string;
    };
    const { secret: own } = (await database.get(`CreateKey({ role: 'server' })`, outer)) as {
      readonly secret: string;
    };

    await database.get(`MoveDatabase(Database('one'), Database('two'))`);

    for (const secret of [outer, own]) {
      await database.get(`Create(Collection('users'), { data: { n: 2 } })`, secret);
      const found = await database.get(`Select('data', Paginate(Match(Index('all'))))`, secret);
      expect(found).toEqual(secret === outer ? [1, 2] : [1, 2, 2]);
    }
    expect(await database.ask(`CurrentIdentity()`, token)).toBe(`Ref(Collection("users"), "1")`);
    expect(await database.get(`Exists(Database('inner'))`, outer)).toBe(true);
    expect(await database.ask(`Paginate(Keys())`)).toBe(`{ data: [] }`);
  });

  it('leaves the name free for another one, which has nothing of the first', async () => {
    await database.get(`MoveDatabase(Database('one'), Database('two'))`);
    await database.get(`CreateDatabase({ name: 'one' })`);
    const secret = await secretFor(`{ role: 'admin', database: Database('one') }`);
    expect(await database.ask(`Paginate(Collections())`, secret)).toBe(`{ data: [] }`);
  });

  it.each([
    ['into itself', `MoveDatabase(Database('one'), Database('one'))`, 'one'],
    ['into one within it', `MoveDatabase(Database('one'), Database('inner', Database('one')))`, 'inner'],
  ])('is not moved %s', async (_, text, parent) => {
    await database.get(
      `CreateDatabase({ name: 'inner' })`,
      await secretFor(`{ role: 'admin', database: Database('one') }`),
    );
    const description = `Cannot move database 'one' into parent '${parent}': Cannot move database from ancestor to descendant.`;
    expect(await errorsOf(text)).toEqual([{ position: [], code: 'move database error', description }]);
  });

  it('is not moved where another one has its name, nor by who may not delete it, nor when it is not there', async () => {
    const secret = await secretFor(`{ role: 'admin', database: Database('two') }`);
    await database.get(`CreateDatabase({ name: 'one' })`, secret);
    const move = `MoveDatabase(Database('one'), Database('two'))`;
    expect(await errorsOf(move)).toMatchObject([
      { code: 'instance already exists', description: 'Database already exists.' },
    ]);
    const server = await secretFor(`{ role: 'server' }`);
    expect(await errorsOf(move, server)).toMatchObject([{ code: 'permission denied' }]);
    expect(await errorsOf(`MoveDatabase(Database('gone'), Database('two'))`)).toMatchObject([
      { position: ['move_database'], code: 'invalid ref' },
    ]);
  });
});
