/** The text language makes the expressions that the official driver makes: recorded ones, see driver/record.mjs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functions } from '../../../src/fql4/text/functions.ts';
import { InvalidText } from '../../../src/fql4/text/invalid-text.ts';
import { parseFql4 } from '../../../src/fql4/text/parse.ts';
import { writeWire } from '../../../src/fql4/text/wire.ts';
import { Source } from '../../../src/language/source.ts';

interface Recorded {
  readonly text: string;
  /** What the driver sends; it refuses the text where there is nothing. */
  readonly wire?: unknown;
  readonly isExample?: true;
}

const lines = readFileSync(join(import.meta.dirname, 'driver/recorded.jsonl'), 'utf8')
  .trim()
  .split('\n');
const [head, ...texts] = lines.map((line) => JSON.parse(line)) as [{ driver: string; names: string[] }, ...Recorded[]];

function expressionOf(text: string): string {
  return writeWire(parseFql4(new Source('*query*', text)));
}

/** JSON as the driver writes it, but for how numbers are written: 1e+21, 1e21. */
function same(json: string, wire: unknown): void {
  expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(wire));
}

describe(`the query functions of ${head.driver}`, () => {
  it('are known by their names, and no others are', () => {
    expect([...functions.keys()].sort()).toEqual([...head.names].sort());
  });

  it.each(head.names)('%s takes the arguments that the driver takes, and makes the same of them', (name) => {
    const calls = texts.filter(({ text, isExample }) => !isExample && text.startsWith(`${name}(`));
    expect(calls.some((call) => 'wire' in call)).toBe(true);
    for (const call of calls) {
      if ('wire' in call) same(expressionOf(call.text), call.wire);
      else expect(() => expressionOf(call.text), call.text).toThrow(InvalidText);
    }
  });
});

describe('texts as they stand in programs', () => {
  const examples = texts.filter(({ isExample }) => isExample);

  it.each(examples.map(({ text, wire }) => [text, wire]))('%s', (text, wire) => {
    expect(wire, 'the driver takes it').toBeDefined();
    same(expressionOf(text as string), wire);
  });
});
