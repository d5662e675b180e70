/** Bodies of requests in their rarer shapes: fragments, values of every tag, and what is said of those that are wrong. */
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { readQueryBody } from '../../src/wire/request-body.ts';

const engine = new Engine(new MemoryStore());

/** What the body's query comes to, in the tagged format, or the summary of why it does not. */
async function answer(body: string): Promise<string> {
  const { fql } = readQueryBody(new TextEncoder().encode(body));
  const result = await engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['tagged'], typecheck: false });
  if (result.outcome === 'refused') return result.message;
  return result.outcome === 'success' ? (result.data.tagged ?? '') : result.summary;
}

function complaint(body: string): string {
  try {
    readQueryBody(new TextEncoder().encode(body));
  } catch (problem) {
    return (problem as Error).message;
  }
  throw new Error(`accepted: ${body}`);
}

describe('names that an object of fragments has twice', () => {
  test('are refused, whether its members are texts or values', () => {
    expect(complaint('{"query":{"object":{"a":"1","b":"2","a":"3"}}}')).toBe('Duplicate object field `a`');
    expect(complaint('{"query":{"object":{"1":{"value":"x"},"1":{"value":"y"}}}}')).toBe('Duplicate object field `1`');
    expect(complaint('{"query":{"fql":["[",{"object":{"b":{"fql":["1"]},"b":"2"}},"]"]}}')).toBe(
      'Duplicate object field `b`',
    );
  });

  test('are the last of them in values, and elsewhere in a body', async () => {
    expect(await answer('{"query":{"object":{"a":{"value":{"x":"1","x":"2"}}}}}')).toBe('{"a":{"x":"2"}}');
    expect(await answer('{"query":"1","query":{"object":{"a":"2"}}}')).toBe('{"a":{"@int":"2"}}');
  });

  test('are not mistaken for texts that look like names', async () => {
    const object = '{"object":{"a: \\"":{"value":"\\"a\\": ,"},"b":{"value":["\\"b\\":", "b: "]}}}';
    expect(await answer(`{"query":${object}}`)).toBe('{"a: \\"":"\\"a\\": ,","b":["\\"b\\":","b: "]}');
  });
});

describe('what is wrong within a fragment is told before what is wrong with it', () => {
  const several =
    "Unexpected JSON Object Field Name. Expected an object with a single key 'fql', 'value', 'array', or 'object'.";

  test.each([
    ['{"fql":[5],"x":1}', 'Unexpected JSON Integer. Expected query template.'],
    ['{"array":[{"object":5}],"x":1}', 'Unexpected JSON Integer.'],
    ['{"fql":["a"],"x":1}', several],
    ['{"value":1,"value2":2}', several],
    ['{"other":1,"x":2}', several],
  ])('%s', (query, message) => {
    expect(complaint(`{"query":${query}}`)).toBe(message);
  });
});

describe('of a template', () => {
  test('errors of the text come before those of values', async () => {
    expect(await answer('{"query":{"fql":["1 + + ",{"value":5}]}}')).toMatch(/^error: Expected expression\n/);
  });

  test('the first bad value is told', async () => {
    const summary = await answer('{"query":{"fql":[{"value":5}," + ",{"value":{"@int":"x"}}]}}');
    expect(summary).toBe('error: numbers must be tagged\nat *query*:1:1\n  |\n1 | <value> + <value>\n  | ^^^^^^^\n  |');
  });

  test('names of objects are escaped as FQL prints them', async () => {
    const summary = await answer('{"query":{"object":{"é😀 \\u200b \'`\\u0000":"nope("}}}');
    expect(summary).toContain('1 | { "é\\u{01f600} \\u200b \'`\\0": (nope() }');
  });
});

describe('values are read as Java reads them', () => {
  test.each([
    ['@double', ' 1.5\\n', '"1.5"'],
    ['@double', '0x1.8p1', '"3.0"'],
    ['@double', '-0X.8P+2d', '"-2.0"'],
    ['@double', '5.', '"5.0"'],
    ['@double', '.5F', '"0.5"'],
    ['@double', '-NaN', '"NaN"'],
    ['@int', '-0', '"0"'],
    ['@long', '+9223372036854775807', '"9223372036854775807"'],
    ['@bytes', 'AQI', '"AQI="'],
    ['@bytes', 'AR==', '"AQ=="'],
    ['@time', '2024-01-01T24:00:00z', '"2024-01-02T00:00:00Z"'],
    ['@date', '+12024-01-01', '"+12024-01-01"'],
  ])('%s %j is %s', async (tag, text, expected) => {
    expect(await answer(`{"query":{"value":{"${tag}":"${text}"}}}`)).toBe(`{"${tag}":${expected}}`);
  });

  test.each([
    ['@double', '.', 'invalid double'],
    ['@double', '0x1', 'invalid double'],
    ['@double', '0xp1', 'invalid double'],
    ['@double', 'NaNd', 'invalid double'],
    ['@double', '1 5', 'invalid double'],
    ['@int', '-', 'invalid integer'],
    ['@bytes', 'AQ=', 'invalid bytes'],
    ['@bytes', 'AQID=', 'invalid bytes'],
    ['@bytes', 'A', 'invalid bytes'],
    ['@date', '10000-01-01', 'invalid date'],
    ['@time', '2024-06-30T23:59:60Z', 'invalid time'],
  ])('%s %j is none', async (tag, text, message) => {
    expect(await answer(`{"query":{"value":{"${tag}":"${text}"}}}`)).toMatch(new RegExp(`^error: ${message}\n`));
  });
});
