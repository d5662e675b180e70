/** What a database in protected mode refuses of its collections. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../support/session.ts';

const suffix = 'destructive change forbidden because database is in protected mode.';
const safe = 'root-secret:safe:admin';
let session: Session;

/** The failures of a change, and the message they come with. */
async function refusals(fql: string, secret = safe): Promise<readonly string[]> {
  const answer = await session.engine.query({ secret }, { fql, formats: ['simple'] });
  if (answer.outcome !== 'failure') return [answer.outcome];
  return [answer.message, ...answer.constraintFailures.map(({ message }) => message.replace(`: ${suffix}`, ''))];
}

beforeEach(async () => {
  session = new Session();
  await session.get('Database.create({ name: "safe", protected: true }).name');
  await session.get(
    `Collection.create({ name: "A", history_days: 5, ttl_days: 5,
       indexes: { byN: { terms: [{ field: "n" }] }, also: { terms: [{ field: ".n" }], values: [{ field: "id" }] } },
       constraints: [{ unique: ["m"] }] }).name`,
    safe,
  );
});

describe('a protected database', () => {
  it('keeps its collections', async () => {
    expect(await refusals('A.definition.delete()')).toEqual([
      'Failed to delete Collection `A`.',
      'Cannot delete collection',
    ]);
  });

  it('keeps history and documents as long as they were promised to be kept', async () => {
    const failed = 'Failed to update Collection `A`.';
    const change = (fields: string) => refusals(`A.definition.update({ ${fields} })`);
    expect(await change('history_days: 4')).toEqual([failed, 'Cannot decrease `history_days` field']);
    expect(await change('history_days: null')).toEqual([failed, 'Cannot remove `history_days` field']);
    expect(await change('ttl_days: 4')).toEqual([failed, 'Cannot decrease `ttl_days` field']);
    expect(await change('history_days: 6, ttl_days: 6')).toEqual(['success']);
    expect(await change('ttl_days: null')).toEqual(['success']);
    expect(await change('ttl_days: 1')).toEqual([failed, 'Cannot remove `ttl_days` field']);
  });

  it('keeps what indexes and unique constraints hold', async () => {
    const lost = ['Invalid database schema update.\n', 'Cannot cause deletion of backing index'];
    const change = (fields: string) => refusals(`A.definition.update({ ${fields} })`);
    expect(await change('constraints: []')).toEqual(lost);
    expect(await change('indexes: { byN: null, also: null }')).toEqual(lost);
    expect(await change('indexes: { byN: { terms: [{ field: "k" }] }, also: null }')).toEqual(lost);
    expect(await change('indexes: { byN: null }')).toEqual(['success']);
    expect(await change('indexes: { byM: { terms: [{ field: "m" }] } }, constraints: []')).toEqual(['success']);
  });

  it('takes all other changes', async () => {
    expect(await refusals('A.definition.update({ name: "B", data: { a: 1 }, document_ttls: true })')).toEqual([
      'success',
    ]);
    expect(await refusals('B.definition.replace({ name: "A" })')).toContain('Cannot decrease `history_days` field');
  });

  it('protects those within, unless they say otherwise', async () => {
    await session.get('Database.create({ name: "in" }); Database.create({ name: "out", protected: false }); 0', safe);
    for (const name of ['in', 'out'])
      await session.get('Collection.create({ name: "C" }).name', `root-secret:safe/${name}:admin`);
    expect(await refusals('C.definition.delete()', 'root-secret:safe/in:admin')).toContain('Cannot delete collection');
    expect(await refusals('C.definition.delete()', 'root-secret:safe/out:admin')).toEqual(['success']);
    expect(await session.get('Query.isEnvProtected()', 'root-secret:safe/in:admin')).toBe(true);
  });
});
