/** `Equals`, where it is less obvious. */
import { beforeAll, describe, expect, it } from 'vitest';
import { runExpression } from '../../src/fql4/run.ts';
import { Fql4Database, rootSecret, wireOf } from '../support/fql4.ts';

describe('Equals', () => {
  let database: Fql4Database;

  beforeAll(async () => {
    database = new Fql4Database();
    await database.get(`CreateCollection({ name: 'spells' })`);
    await database.get(`CreateIndex({ name: 'all', source: Collection('spells') })`);
    await database.get(`Create(Ref(Collection('spells'), '1'), {})`);
  });

  it.each([
    [`Equals(1, ToDouble(1))`, true],
    [`Equals([1], [ToDouble(1)])`, false],
    [`Equals(0, Ceil(-0.1))`, false],
    [`Equals(ToDouble(0), Ceil(-0.1))`, false],
  ])('%s is %s', async (text, expected) => {
    expect(await database.get(text)).toBe(expected);
  });

  const actionOf = (set: string) => `Select(['data', 0, 'action'], Paginate(Events(${set})))`;

  it.each([
    ['4', `Match(Index('all'))`, 'add', true],
    ['4', `Match(Index('all'))`, 'create', true],
    ['4', `Match(Index('all'))`, 'remove', false],
    ['4', `Ref(Collection('spells'), '1')`, 'create', true],
    ['5', `Match(Index('all'))`, 'add', true],
    ['5', `Match(Index('all'))`, 'create', false],
  ] as const)(
    'in version %s the action of the first event of %s equals %s: %s',
    async (version, set, name, expected) => {
      const text = wireOf(`Equals(${actionOf(set)}, '${name}')`);
      const run = (context: Parameters<typeof runExpression>[0]) => runExpression(context, text, version);
      const answer = await database.engine.transact({ secret: rootSecret }, {}, run);
      expect(answer).toMatchObject({ body: `{"resource":${expected}}` });
    },
  );
});

describe('Match', () => {
  it('tells integers from doubles', async () => {
    const database = new Fql4Database();
    await database.get(`CreateCollection({ name: 'spells' })`);
    await database.get(
      `CreateIndex({ name: 'by_level', source: Collection('spells'), terms: [{ field: ['data', 'level'] }] })`,
    );
    await database.get(`Create(Ref(Collection('spells'), '1'), { data: { level: 5 } })`);
    await database.get(`Create(Ref(Collection('spells'), '2'), { data: { level: ToDouble(5) } })`);
    const found = (level: string) =>
      database.get(`Select('data', Map(Paginate(Match(Index('by_level'), ${level})), r => Select('id', r)))`);
    expect(await found('5')).toEqual(['1']);
    expect(await found('ToDouble(5)')).toEqual(['2']);
  });
});
