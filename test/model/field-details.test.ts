/** Details of defined fields and of paths to fields. */
import { expect, it } from 'vitest';
import { Session } from '../support/session.ts';

const untyped = { typecheck: false };

it('takes whole numbers of any size as values of their own', async () => {
  const session = new Session();
  await session.get(
    'Collection.create({ name: "Thing", fields: { a: { signature: "0 | 42 | 2289521863497489" } } }).name',
  );
  expect(await session.get('Thing.create({ a: 2289521863497489 }).a')).toBe(2289521863497489);
  expect(await session.ask('Thing.create({ a: 3 })', undefined, untyped)).toContain('constraint_failure');
});

it('tells a field of the user from the one that every document has', async () => {
  const session = new Session();
  await session.get('Collection.create({ name: "Thing", fields: { a: { signature: "Int" } } }).name');
  const fql = 'Thing.createData({ a: 0, ttl: 0 })';
  const answer = await session.engine.query({ secret: 'root-secret' }, { fql, formats: ['simple'], typecheck: false });
  expect(answer).toMatchObject({
    constraintFailures: [{ paths: [['data', 'ttl']], message: 'Unexpected field provided' }],
  });
});

it('reads a path that begins with a bracket', async () => {
  const session = new Session();
  await session.get(`Collection.create({
    name: "Thing", indexes: { byFirst: { terms: [{ field: '["a"]["b c"][0]' }] } }
  }).name`);
  await session.get('Thing.create({ id: "1", a: { "b c": [7, 8] } }).id');
  expect(await session.get('Thing.byFirst(7).map(.id).toArray()')).toEqual(['1']);
});
