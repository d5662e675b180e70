/** What a field takes, as the message about a value of another type says it. */
import { expect, it } from 'vitest';
import { ADMIN } from '../../src/model/authority.ts';
import { Session } from '../support/session.ts';

it.each([
  ['Int | Int | Null', 'Int | Null'],
  ['Null | Array<Int> | String', 'String | Array<Int> | Null'],
  ['Array<Int> | Array<String>', 'Array<Int | String>'],
  ['Array<Int?> | Array<{ a: Int } | String>', 'Array<Int | String | { a: Int } | Null>'],
  ['{ a: Int, b: Int } | { a: String }', '{ a: Int | String }'],
  ['{ a: Int } | { b: String }', '{}'],
  ['{ a: Int? } | { a: String }', '{ a: Int | String | Null }'],
  ['{ *: Int } | { *: String }', '{ *: Int | String }'],
  ['{ *: Any } | { a: Int }', '{ a: Any | Int }'],
  ['{ a: { b: Int } } | { a: { b: String, c: Int }, z: Int }', '{ a: { b: Int | String } }'],
  ['[Int] | [Int, Int] | [String] | Array<Boolean>', 'Array<Boolean> | [Int | String] | [Int, Int]'],
  ['{ a: Int } | [Int] | Array<Int> | String', 'String | Array<Int> | { a: Int } | [Int]'],
])('a field of type %s expects %s', async (signature, expected) => {
  const session = new Session();
  await session.get(`Collection.create({ name: "Bag", fields: { x: { signature: "${signature}" } } }).name`);
  const answer = await session.engine.query(
    { scope: '', authority: ADMIN },
    { fql: 'Bag.create({ x: 0.5 })', formats: ['simple'], typecheck: false },
  );
  expect(answer).toMatchObject({
    constraintFailures: [{ paths: [['x']], message: `Expected ${expected}, provided Double` }],
  });
});
