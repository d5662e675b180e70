/** What has happened to sets: alone, together, and as of a time. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fql4Database } from '../../support/fql4.ts';

describe('events of sets', () => {
  let database: Fql4Database;

  beforeEach(async () => {
    database = new Fql4Database();
    await database.get(`CreateCollection({ name: 'spells', history_days: 30 })`);
    const index = `source: Collection('spells'), terms: [{ field: ['data', 'element'] }]`;
    await database.get(`CreateIndex({ name: 'by_element', ${index} })`);
    await database.get(
      `CreateIndex({ name: 'by_level', source: Collection('spells'), terms: [{ field: ['data', 'level'] }] })`,
    );
    await database.get(`Create(Ref(Collection('spells'), '1'), { data: { element: 'fire', level: 1 } })`);
    await database.get(`Create(Ref(Collection('spells'), '2'), { data: { element: 'fire', level: 2 } })`);
  });

  const actions = (set: string) =>
    `Select('data', Map(Paginate(${set}), e => [Select('action', e), Select(['document', 'id'], e)]))`;

  it('are of the past when they are read in the past', async () => {
    const events = `Events(Match(Index('by_element'), 'fire'))`;
    const first = `Select('ts', Get(Ref(Collection('spells'), '1')))`;
    expect(await database.get(actions(events))).toEqual([
      ['add', '1'],
      ['add', '2'],
    ]);
    expect(await database.get(`At(${first}, ${actions(events)})`)).toEqual([['add', '1']]);
  });

  it('are all there in a union, each once', async () => {
    const element = `Events(Match(Index('by_element'), 'fire'))`;
    const document = `Events(Ref(Collection('spells'), '1'))`;
    expect(await database.get(actions(`Union(${element}, ${document})`))).toEqual([
      ['add', '1'],
      ['create', '1'],
      ['add', '2'],
    ]);
    expect(await database.get(actions(`Union(${element}, ${element})`))).toHaveLength(2);
  });
});

describe('history', () => {
  it('is kept for as many days as there are', async () => {
    const database = new Fql4Database();
    await database.send('{"create_collection":{"object":{"name":"spells","history_days":9223372036854775807}}}');
    await database.get(`Create(Ref(Collection('spells'), '1'), {})`);
    for (const ts of [1, 2]) await database.get(`Insert(Ref(Collection('spells'), '1'), ${ts}, 'create', {})`);
    const times = `Select(['data', 0, 'ts'], Paginate(Events(Ref(Collection('spells'), '1'))))`;
    expect(await database.get(times)).toBe(1);
    expect(await database.get(`Exists(Ref(Collection('spells'), '1'), 1)`)).toBe(true);
  });

  it('has nothing of what a query takes back', async () => {
    const database = new Fql4Database();
    await database.get(`CreateCollection({ name: 'spells' })`);
    await database.get(
      `CreateIndex({ name: 'levels', source: Collection('spells'), values: [{ field: ['data', 'level'] }] })`,
    );
    const level = (value: number) => `Update(Ref(Collection('spells'), '1'), { data: { level: ${value} } })`;
    await database.get(`Create(Ref(Collection('spells'), '1'), { data: { level: 1 } })`);
    const events = `Paginate(Events(Match(Index('levels'))))`;
    const before = await database.get(events);
    await database.get(`Do(${level(2)}, ${level(1)})`);
    expect(await database.get(events)).toEqual(before);
    await database.get(`Do(${level(2)}, ${level(3)})`);
    expect(await database.get(`Select('data', Map(${events}, e => [Select('action', e), Select('data', e)]))`)).toEqual(
      [
        ['add', 1],
        ['add', 3],
        ['remove', 1],
      ],
    );
  });
});
