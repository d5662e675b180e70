/** What would take all there is ends with an error, and the next query is answered as if nothing had happened. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Fql4Database } from '../support/fql4.ts';

let database: Fql4Database;

beforeEach(() => {
  database = new Fql4Database();
});

/** The first error, or `answered`. */
async function outcomeOf(expression: string): Promise<string> {
  const { errors } = await database.send(expression);
  return errors ? `${errors[0]?.code}: ${errors[0]?.description}` : 'answered';
}

const inEachOther = (begin: string, end: string, depth: number) => `${begin.repeat(depth)}1${end.repeat(depth)}`;

describe('expressions within each other', () => {
  const nested = {
    arrays: ['[', ']'],
    objects: ['{"object":{"a":', '}}'],
    functions: ['{"add":[1,', ']}'],
    bindings: ['{"let":{"a":1},"in":', '}'],
    conditions: ['{"if":true,"then":1,"else":', '}'],
    lambdas: ['{"query":{"lambda":"x","expr":', '}}'],
  } as const;

  it.each(Object.entries(nested))('%s: a hundred are evaluated, many more are refused', async (_, [begin, end]) => {
    expect(await outcomeOf(inEachOther(begin, end, 100))).toBe('answered');
    for (const depth of [1_500, 50_000, 200_000]) {
      const tooDeep = /^(invalid expression: Request body JSON exceeds nesting limit\.|stack overflow: )/;
      expect(await outcomeOf(inEachOther(begin, end, depth))).toMatch(tooDeep);
    }
    expect(await outcomeOf('1')).toBe('answered');
  });
});

describe('what is no expression', () => {
  const problems = {
    '{"unknown":1}': 'No form/function found, or invalid argument keys: { unknown }.',
    '{"get":1,"what":2}': 'No form/function found, or invalid argument keys: { get, what }.',
    '{"var":"x"}': "Variable 'x' is not defined.",
    '{"lambda":"x","expr":1}': 'No form/function found, or invalid argument keys: { lambda, expr }.',
    '{"a":': 'Request body is not valid JSON.',
    '\u0000': 'Request body is not valid JSON.',
  };

  it.each(Object.entries(problems))('%s', async (text, description) => {
    expect(await outcomeOf(text)).toBe(`invalid expression: ${description}`);
  });
});

describe('values', () => {
  const many = Array.from({ length: 60 }, (_, index) => index).join();
  const tooLarge = 'a value, with all that it holds, must not be larger than 4194304 others';

  it('that double are stopped', async () => {
    const double = async (body: string, start: string) =>
      (await database.ask(`Reduce((a, b) => ${body}, ${start}, [${many}])`)).slice(0, 200);
    const string = 'invalid argument: the length of a string must be <= 16777216';
    expect(await double('Concat([a, a])', "'x'")).toBe(string);
    expect(await double('[a, a]', '[1]')).toBe(`invalid argument: ${tooLarge}`);
    expect(await double('({ a: a, b: a })', '{}')).toBe(`invalid argument: ${tooLarge}`);
    expect(await double("[a, Repeat(Repeat('x', 1024), 1024), Repeat(Repeat('y', 1024), 1024)]", '[]')).toBe(
      `invalid argument: ${tooLarge}`,
    );
    expect(await database.ask('Add(1, 1)')).toBe('2');
  });
});

describe('functions', () => {
  it('that call themselves for ever are stopped', async () => {
    await database.get("CreateFunction({ name: 'again', body: Query(x => 1) })");
    await database.get("Update(Function('again'), { body: Query(x => Call(Function('again'), x)) })");
    expect(await database.ask("Call('again', 1)")).toMatch(/^stack overflow: /);
    expect(await database.ask('Add(1, 1)')).toBe('2');
  });
});
