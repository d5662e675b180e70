/** Every recorded query of FQL v4, typed: it makes the expression that was sent, and its answer prints as text that can be typed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFql4 } from '../../../src/fql4/text/parse.ts';
import { printAnswer } from '../../../src/fql4/text/print.ts';
import { writeWire } from '../../../src/fql4/text/wire.ts';
import { Source } from '../../../src/language/source.ts';

interface Scenario {
  readonly steps: readonly {
    readonly query: string;
    readonly wire: unknown;
    readonly answer: { readonly resource?: unknown };
  }[];
}

const folder = join(import.meta.dirname, '../../golden/v4');
const steps = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Scenario[])
  .flatMap((scenario) => scenario.steps);

const expressionOf = (text: string): string => writeWire(parseFql4(new Source('*query*', text)));

describe('recorded queries', () => {
  it('are all here', () => expect(steps.length).toBeGreaterThan(800));

  it.each(steps.map(({ query, wire }) => [query, wire]))('%s', (query, wire) => {
    // Parsed, since JavaScript rounds the long integers that the text language keeps.
    expect(JSON.parse(expressionOf(query as string))).toEqual(wire);
  });
});

describe('recorded answers', () => {
  it('print as text that can be typed', () => {
    for (const { answer } of steps) {
      if (answer.resource === undefined) continue;
      // The recording rounded the largest integer.
      const json = JSON.stringify(answer.resource).replaceAll('9223372036854776000', String(2n ** 63n - 1n));
      const printed = printAnswer(json);
      expect(() => expressionOf(printed), printed).not.toThrow();
    }
  });
});
