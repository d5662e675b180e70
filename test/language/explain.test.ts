/**
 * Two readers know the language: the grammar, which makes the tree, and the one that explains what the grammar
 * refused. They have to agree on every text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { explain } from '../../src/language/explain/explain.ts';
import { parseQuery } from '../../src/language/parse.ts';
import { query, refusal } from './trees.ts';

const folder = join(import.meta.dirname, '../golden/scenarios');
const recorded = readdirSync(folder).flatMap((file) => {
  const scenarios = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { steps: { query: string }[] }[];
  return scenarios.flatMap(({ steps }) => steps.map(({ query: text }) => text)).filter((text) => text.length < 300);
});

const pieces = [
  ...['(', ')', '[', ']', '{', '}', ',', ':', ';', '\n', '.', '?.', '??', '!', '...', '=>', '=', '"', "'", '#{', '\\'],
  ...[
    '<<-END\n',
    '<<+A\n',
    '\nEND\n',
    '\nA',
    '+',
    '-',
    '/',
    '//',
    '/*',
    '*/',
    '|',
    '&&',
    'isa ',
    'if ',
    'else ',
    'at ',
  ],
  ...[
    'let ',
    'match ',
    'case ',
    'null',
    'x',
    '1',
    '0x',
    '1e',
    '.5',
    '@',
    '->',
    '<',
    '>',
    '~',
    ' ',
    '$',
    '{ * }',
    '(x) =>',
  ],
];

it('reads what the grammar reads, and knows what is wrong with the rest', () => {
  const edit = fc.record({
    at: fc.nat(300),
    remove: fc.nat(3),
    insert: fc.option(fc.constantFrom(...pieces), { nil: '' }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...recorded), fc.array(edit, { maxLength: 3 }), (text, edits) => {
      let edited = text;
      for (const { at, remove, insert } of edits) {
        const start = at % (edited.length + 1);
        edited = edited.slice(0, start) + insert + edited.slice(start + remove);
      }
      const summary = refusal(parseQuery, edited);
      if (summary === undefined) expect(explain(query(edited), 'query')).toEqual([]);
      else expect(summary).not.toContain('error: Invalid syntax');
    }),
    { numRuns: 5000 },
  );
});
