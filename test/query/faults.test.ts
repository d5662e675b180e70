/**
 * Queries that somebody mistyped: recorded ones with words taken out, put in or changed for others. Each is answered or
 * refused; what Faunula throws would be a fault of its own. MUTATIONS sets how many are made of each recorded query.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Scenario } from '../golden/replay.ts';

const each = Number(process.env['MUTATIONS'] ?? 1);
const folder = join(import.meta.dirname, '../golden/scenarios');
const scenarios = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Scenario[],
);

const wordPattern = /[A-Za-z_]\w*|\d+|"(?:[^"\\]|\\.)*"|=>|\s+|[^\sA-Za-z0-9]/g;
const wordsOf = (text: string) => text.match(wordPattern) ?? [];
const allWords = [...new Set(scenarios.flatMap(({ steps }) => steps.flatMap(({ query }) => wordsOf(query))))];
const odd = [
  '\n',
  '#{',
  '`',
  '\\',
  '"',
  "'",
  '/*',
  '//',
  '<<-END\n',
  '<<+X\n',
  '\u0000',
  '👍',
  'é',
  '..',
  '@',
  '\r\n',
  '))',
];

interface Change {
  readonly how: 'remove' | 'replace' | 'insert' | 'repeat' | 'cut';
  /** Where, as a part of the text. */
  readonly at: number;
  readonly word: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom('remove', 'replace', 'insert', 'repeat', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  word: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...allWords) }, fc.constantFrom(...odd)),
});

function apply(words: string[], { how, at, word }: Change): string[] {
  const index = Math.floor(at * words.length);
  if (how === 'remove') return words.toSpliced(index, 1);
  if (how === 'replace') return words.toSpliced(index, 1, word);
  if (how === 'insert') return words.toSpliced(index, 0, word);
  return how === 'repeat' ? words.toSpliced(index, 0, words[index] ?? '') : words.slice(0, index);
}

it('are answered or refused', { timeout: 60_000 + each * 60_000 }, async () => {
  const count = scenarios.reduce((sum, { steps }) => sum + steps.length, 0) * each;
  const changes = fc.sample(fc.array(change, { minLength: 1, maxLength: 3 }), { numRuns: count });
  let asked = 0;
  for (const { steps } of scenarios) {
    const engine = new Engine(new MemoryStore(), 'secret');
    const caller = { secret: 'secret:db:admin' };
    await engine.query({ secret: 'secret' }, { fql: 'Database.create({ name: "db" })', formats: ['simple'] });
    const ask = (fql: string) =>
      engine.query(caller, { fql, formats: ['decorated', 'tagged'], typecheck: false, timeoutMs: 3_000 });
    for (const { query } of steps) {
      for (let time = 0; time < each; time++) {
        const text = (changes[asked++] ?? []).reduce(apply, wordsOf(query)).join('');
        const answer = await ask(text).catch((fault) => {
          throw new Error(`A fault at ${JSON.stringify(text)}`, { cause: fault });
        });
        if (answer.outcome === 'failure') expect(answer.message, text).not.toMatch(/\bundefined\b|\[object /);
      }
      await ask(query);
    }
  }
  expect(asked).toBe(count);
});
