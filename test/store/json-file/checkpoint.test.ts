import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCheckpoint, readCheckpoint, writeCheckpoint } from '../../../src/store/json-file/checkpoint.ts';
import type { Json } from '../../../src/store/store.ts';
import { emptyTree } from '../../../src/store/tree.ts';
import { applyWrites } from '../../../src/store/tree-snapshot.ts';
import { SimulatedFiles } from './simulated-files.ts';

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('__proto__', '1', '10', '2', '}', '{'),
);
const row = fc.jsonValue({ maxDepth: 2, noUnicodeString: false }) as fc.Arbitrary<Json>;

test('any tables come back, read whole or line by line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ table: name, key: name, row }), { minLength: 1, maxLength: 30 }),
      async (writes) => {
        const files = new SimulatedFiles(() => 0.5);
        const tables = applyWrites(emptyTree(), writes);
        const written = { database: 'd', version: 3, time: 4, tables, length: 0 };
        const length = await writeCheckpoint(files, 'db.json', written);
        const contents = files.contents('db.json');
        expect(length).toBe(contents.length);
        const plain = (trees: typeof tables): unknown =>
          [...trees.entries()].map(([table, rows]) => [table, [...rows.entries()]]);
        // JSON knows no -0.
        const expected = JSON.parse(JSON.stringify(plain(tables)));
        for (const limit of [Number.POSITIVE_INFINITY, 0]) {
          const read = parseCheckpoint(contents, 'db.json', limit);
          expect(plain(read.tables)).toEqual(expected);
          expect(read).toMatchObject({ database: 'd', version: 3, time: 4, length });
          read.tables.checkValid(true);
        }
      },
    ),
  );
});

test('line by line, what is cut off or out of place is refused with its line', async () => {
  const files = new SimulatedFiles(() => 0.5);
  const writes = ['a', 'b', 'c'].map((key) => ({ table: 't', key, row: { key } }));
  await writeCheckpoint(files, 'db.json', {
    database: 'd',
    version: 1,
    time: 1,
    tables: applyWrites(emptyTree(), writes),
    length: 0,
  });
  const text = files.contents('db.json').toString();
  const parse = (text: string): unknown => parseCheckpoint(Buffer.from(text), 'db.json', 0);
  expect(() => parse(text.replace('"b"', '"b'))).toThrow('db.json is damaged: line 10 is not as Faunula writes it');
  expect(() => parse(text.slice(0, text.indexOf('"c"')))).toThrow('db.json is damaged');
  expect(() => parse(text.slice(0, text.indexOf('tables')))).toThrow('db.json is damaged');
  expect(() => parse('x'.repeat(20_000))).toThrow('is not a Faunula database');
});

test('a checkpoint is written in slices, so that others get their turn', async () => {
  const files = new SimulatedFiles(() => 0.5);
  const writes = Array.from({ length: 20_000 }, (_, i) => ({
    table: 't',
    key: String(i).padStart(6, '0'),
    row: { text: 'x'.repeat(50) },
  }));
  const tables = applyWrites(emptyTree(), writes);
  let turns = 0;
  let done = false;
  const count = (): void => {
    turns++;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  const length = await writeCheckpoint(files, 'db.json', { database: 'd', version: 1, time: 1, tables, length: 0 });
  done = true;
  expect(length).toBeGreaterThan(1_500_000);
  expect(turns).toBeGreaterThan(5);
  expect((await readCheckpoint(files, 'db.json')).tables.get('t')!.size).toBe(20_000);
});
