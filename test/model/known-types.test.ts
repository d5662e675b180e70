import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standardTypes, typesOf } from '../../src/model/known-types.ts';

interface RecordedType {
  readonly self: string;
}

const file = join(import.meta.dirname, '../golden/environment.json');
const { types } = JSON.parse(readFileSync(file, 'utf8')) as { types: Readonly<Record<string, RecordedType>> };
/** What the collection `A` of the recorded database adds. */
const ofCollection = new Set(typesOf('A').map(([name]) => name));

it('the schema knows the types of the recorded environment, with what they take', () => {
  const recorded = Object.entries(types).filter(([name]) => !ofCollection.has(name));
  const arities = recorded.map(([name, { self }]) => [name, self.startsWith('<A>') ? 1 : 0]);
  const known = [...standardTypes].map(([name, { parameters }]) => [name, parameters]);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(arities));
  expect([...ofCollection].every((name) => name in types)).toBe(true);
});
