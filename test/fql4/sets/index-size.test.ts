/** Indexes of several arrays: an entry for each way to take one element of each. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fql4Database, wireOf } from '../../support/fql4.ts';

describe('the entries of a document', () => {
  let database: Fql4Database;
  const index = `CreateIndex({ name: 'bomb', source: Collection('spells'), values: [{ field: ['data', 'a'] }, { field: ['data', 'b'] }, { field: ['data', 'c'] }] })`;
  const documentOf = (size: number) => {
    const texts = (name: string) => JSON.stringify(Array.from({ length: size }, (_, at) => `${name} number ${at}`));
    return `Create(Collection('spells'), { data: { a: ${texts('a')}, b: ${texts('b')}, c: ${texts('c')} } })`;
  };
  const errorOf = async (text: string) => (await database.send(wireOf(text))).errors?.[0];

  beforeEach(async () => {
    database = new Fql4Database();
    await database.get(`CreateCollection({ name: 'spells' })`);
  });

  it('are as many as there are combinations', async () => {
    await database.get(documentOf(10));
    await database.get(index);
    await database.get(documentOf(10));
    expect(await database.get(`Count(Match(Index('bomb')))`)).toBe(2_000);
  });

  it('are refused where they would be too many, when the document comes and when the index does', async () => {
    const refused = {
      code: 'bad request',
      description: expect.stringContaining('of one document in the index `bomb`'),
    };
    await database.get(documentOf(100));
    expect(await errorOf(index)).toMatchObject(refused);
    await database.get(`Delete(Select(['data', 0], Paginate(Documents(Collection('spells')))))`);
    const other = new Fql4Database();
    await other.get(`CreateCollection({ name: 'spells' })`);
    await other.get(index);
    expect((await other.send(wireOf(documentOf(100)))).errors?.[0]).toMatchObject(refused);
  });
});
