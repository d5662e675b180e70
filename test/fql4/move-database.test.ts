/** Moving databases: what they hold goes with them, and whoever has a secret of theirs notices nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fql4Database } from '../support/fql4.ts';

describe('MoveDatabase', () => {
  let database: Fql4Database;
  const secretFor = async (fields: string) => {
    const { secret } = (await database.json(`CreateKey(${fields})`)) as { readonly secret: string };
    return secret;
  };

  beforeEach(async () => {
    database = new Fql4Database();
    await database.ask(`CreateDatabase({ name: 'one', data: { kept: true } })`);
    await database.ask(`CreateDatabase({ name: 'two' })`);
  });

  it('takes it out of one database and puts it into another', async () => {
    const before = (await database.json(`Get(Database('one'))`)) as Record<string, unknown>;
    const moved = (await database.json(`MoveDatabase(Database('one'), Database('two'))`)) as Record<string, unknown>;
    expect(moved).toMatchObject({ name: 'one', global_id: before.global_id, data: { kept: true } });
    expect(await database.json(`Exists(Database('one'))`)).toBe(false);
    expect(await database.json(`Exists(Database('one', Database('two')))`)).toBe(true);
    expect(await database.ask(`Paginate(Databases())`)).toBe(`{ data: [ Database("two") ] }`);
  });

  it('keeps documents, indexes, databases within it, keys and tokens', async () => {
    const outer = await secretFor(`{ role: 'admin', database: Database('one') }`);
    const inOne = { secret: outer };
    await database.ask(`CreateCollection({ name: 'users' })`, inOne);
    await database.ask(`CreateDatabase({ name: 'inner' })`, inOne);
    await database.ask(
      `CreateIndex({ name: 'all', source: Collection('users'), values: [{ field: ['data', 'n'] }] })`,
      inOne,
    );
    await database.ask(
      `Create(Ref(Collection('users'), '1'), { data: { n: 1 }, credentials: { password: 'p' } })`,
      inOne,
    );
    const { secret: token } = (await database.json(
      `Login(Ref(Collection('users'), '1'), { password: 'p' })`,
      inOne,
    )) as {
      readonly secret: string;
    };
    const { secret: own } = (await database.json(`CreateKey({ role: 'server' })`, inOne)) as {
      readonly secret: string;
    };

    await database.ask(`MoveDatabase(Database('one'), Database('two'))`);

    for (const secret of [outer, own]) {
      await database.ask(`Create(Collection('users'), { data: { n: 2 } })`, { secret });
      const found = await database.json(`Select('data', Paginate(Match(Index('all'))))`, { secret });
      expect(found).toEqual(secret === outer ? [1, 2] : [1, 2, 2]);
    }
    expect(await database.ask(`CurrentIdentity()`, { secret: token })).toBe(`Ref(Collection("users"), "1")`);
    expect(await database.json(`Exists(Database('inner'))`, inOne)).toBe(true);
    expect(await database.ask(`Paginate(Keys())`)).toBe(`{ data: [] }`);
  });

  it('leaves the name free for another one, which has nothing of the first', async () => {
    await database.ask(`MoveDatabase(Database('one'), Database('two'))`);
    await database.ask(`CreateDatabase({ name: 'one' })`);
    const secret = await secretFor(`{ role: 'admin', database: Database('one') }`);
    expect(await database.ask(`Paginate(Collections())`, { secret })).toBe(`{ data: [] }`);
  });

  it.each([
    ['into itself', `MoveDatabase(Database('one'), Database('one'))`, 'one'],
    ['into one within it', `MoveDatabase(Database('one'), Database('inner', Database('one')))`, 'inner'],
  ])('is not moved %s', async (_, text, parent) => {
    await database.ask(`CreateDatabase({ name: 'inner' })`, {
      secret: await secretFor(`{ role: 'admin', database: Database('one') }`),
    });
    const description = `Cannot move database 'one' into parent '${parent}': Cannot move database from ancestor to descendant.`;
    expect(await database.refusal(text)).toEqual([{ position: [], code: 'move database error', description }]);
  });

  it('is not moved where another one has its name, nor by who may not delete it, nor when it is not there', async () => {
    const secret = await secretFor(`{ role: 'admin', database: Database('two') }`);
    await database.ask(`CreateDatabase({ name: 'one' })`, { secret });
    const move = `MoveDatabase(Database('one'), Database('two'))`;
    expect(await database.refusal(move)).toMatchObject([
      { code: 'instance already exists', description: 'Database already exists.' },
    ]);
    const server = await secretFor(`{ role: 'server' }`);
    expect(await database.refusal(move, { secret: server })).toMatchObject([{ code: 'permission denied' }]);
    expect(await database.refusal(`MoveDatabase(Database('gone'), Database('two'))`)).toMatchObject([
      { position: ['move_database'], code: 'invalid ref' },
    ]);
  });
});
