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
