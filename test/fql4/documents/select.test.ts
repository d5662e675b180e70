/** `Select` within what sets are made of. */
import { expect, it } from 'vitest';
import { Fql4Database } from '../../support/fql4.ts';

it('finds references where a set is of native collections', async () => {
  const database = new Fql4Database();
  const union = `Union(Databases(), Collections())`;
  expect(await database.get(`Equals(Select(['@set', 'union', 0], ${union}), Databases())`)).toBe(true);
  expect(await database.get(`Select(['@set', 'union', 1, 'id'], ${union})`)).toBe('collections');
  expect(await database.get(`IsRef(Select(['@set', 'union', 1], ${union}))`)).toBe(true);
});
