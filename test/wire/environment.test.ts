/** The type environment that `GET /environment/1` shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { loadDatabase } from '../../src/model/schema.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import { type TypeEnvironment, typeEnvironment } from '../../src/wire/environment.ts';

/** The environment after these queries. */
async function environmentAfter(...queries: readonly string[]): Promise<TypeEnvironment> {
  const store = new MemoryStore();
  const engine = new Engine(store, 'secret');
  for (const fql of queries) {
    const answer = await engine.query({ secret: 'secret' }, { fql, formats: ['simple'] });
    expect(answer.outcome).toBe('success');
  }
  const database = loadDatabase(beginTransaction(store), '');
  if (!database) throw new Error('the root database is missing');
  return typeEnvironment(database.schema);
}

describe('the environment', () => {
  it('is as recorded', async () => {
    const recorded = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/environment.json'), 'utf8'));
    const environment = await environmentAfter(
      'Collection.create({ name: "A" })',
      'Function.create({ name: "Rec", body: "n => n", signature: "(Number) => Number" })',
    );
    expect(environment.globals).toEqual(recorded.globals);
    expect(environment.types).toEqual(recorded.types);
  });

  it('lists names in the order of the alphabet', async () => {
    const { globals, types } = await environmentAfter();
    for (const names of [Object.keys(globals), Object.keys(types)]) expect(names).toEqual(names.toSorted());
  });

  it('has the fields that a collection defines, and what writes to them take', async () => {
    const { types } = await environmentAfter(`Collection.create({
      name: "Shop", alias: "Store",
      fields: {
        name: { signature: "String" }, stars: { signature: "Int?" }, open: { signature: "Boolean", default: "true" },
        tags: { signature: "Array<String>" }, place: { signature: "{ city: String, zip: Long }" }
      },
      wildcard: "Any",
      computed_fields: { label: { body: "s => s.name", signature: "String" } },
      indexes: { byTag: { terms: [{ field: "tags", mva: true }, { field: ".place.city" }] } }
    })`);
    expect(types['Shop']?.alias).toBe(
      '{ id: ID, ts: Time, ttl: Time | Null, name: String, stars: Int | Null, open: Boolean, tags: Array<String>, ' +
        'place: { city: String, zip: Long }, label: String, *: Any }',
    );
    expect(types['Shop']?.fields).toMatchObject({
      update:
        '(data: { ttl: Null, data: Null, name: String | Null, stars: Number | Null, open: Boolean | Null, ' +
        'tags: Array<String> | Null, place: { city: String, zip: Number } | Null, *: Any }) => Shop',
      replaceData:
        '(data: { name: String, stars: Number | Null, open: Boolean | Null, tags: Array<String>, ' +
        'place: { city: String, zip: Number }, *: Any }) => Shop',
      delete: '() => NullShop',
    });
    expect(types['ShopCollection']?.fields?.['byTag']).toMatch(
      /^\(\(term1: String, term2: String\) => Set<Shop>\) & \(\(term1: String, term2: String, range: .*\) => Set<Shop>\)$/,
    );
  });

  it('knows collections and functions by their aliases as well', async () => {
    const { globals } = await environmentAfter(
      'Collection.create({ name: "Shop", alias: "Store" })',
      'Function.create({ name: "twice", alias: "double", body: "(x, y) => x" })',
    );
    expect(globals).toMatchObject({ Shop: 'ShopCollection', Store: 'ShopCollection' });
    expect(globals['double']).toBe('UserFunction<(x: Any, y: Any) => Any>');
  });
});
