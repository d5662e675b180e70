/** Indexes of several arrays have an entry for each way to take one element of each: up to a limit. */
import { expect, it } from 'vitest';
import { largestEntries, requireEntrySize } from '../../src/model/index-size.ts';
import { Session } from '../support/session.ts';

const keys = (count: number, length: number) => Array.from({ length: count }, () => 'x'.repeat(length));

it('counts what all combinations take together', () => {
  const count = Math.floor(Math.sqrt(largestEntries / 20));
  expect(() => requireEntrySize('some', [keys(count, 10), keys(count, 10)])).not.toThrow();
  expect(() => requireEntrySize('some', [keys(count + 10, 10), keys(count, 10)])).toThrow('in the index `some`');
});

it('refuses documents in FQL v10', async () => {
  const session = new Session();
  const values = '[{ field: ".a", mva: true }, { field: ".b", mva: true }, { field: ".c", mva: true }]';
  const create = (size: number) =>
    `let some = Array.sequence(0, ${size}).map(n => n.toString() + " of some");\nSpell.create({ a: some, b: some, c: some }) != null`;
  await session.get(`Collection.create({ name: "Spell", indexes: { bomb: { values: ${values} } } }).name`);
  expect(await session.ask(create(5))).toBe('true');
  expect(await session.ask('Spell.bomb().count()')).toMatch(/^\d+$/);
  expect(await session.ask(create(100))).toMatch(/^invalid_request: The entries of one document in the index `bomb`/);
});
