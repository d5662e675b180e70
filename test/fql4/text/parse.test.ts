/** What the text language says of texts that it does not take, and where. */
import { describe, expect, it } from 'vitest';
import type { Variables } from '../../../src/fql4/text/build.ts';
import { InvalidText } from '../../../src/fql4/text/invalid-text.ts';
import { isCompleteFql4, parseFql4 } from '../../../src/fql4/text/parse.ts';
import { placeOf, writeWire } from '../../../src/fql4/text/wire.ts';
import { renderDiagnostic } from '../../../src/language/render-diagnostic.ts';
import { Source } from '../../../src/language/source.ts';

function refusal(text: string): string {
  try {
    parseFql4(new Source('*query*', text));
  } catch (problem) {
    if (problem instanceof InvalidText) return renderDiagnostic(problem.diagnostic);
    throw problem;
  }
  throw new Error(`nothing is wrong with ${text}`);
}

function messageOf(text: string): string {
  return refusal(text).split('\n')[0]?.replace('error: ', '') ?? '';
}

function expressionOf(text: string, variables: Variables = {}): unknown {
  return JSON.parse(writeWire(parseFql4(new Source('*query*', text), variables)));
}

describe('a call of no function', () => {
  it('is told with its place, and with the function that was meant', () => {
    expect(refusal('Paginate(Tokns())')).toBe(`error: FQL v4 has no function \`Tokns\`
at *query*:1:10
  |
1 | Paginate(Tokns())
  |          ^^^^^
  |
hint: Did you mean \`Tokens\`?
  |
1 | Paginate(Tokens())
  |          ~~~~~~
  |`);
  });

  it.each([
    ['paginate(1)', 'Paginate'],
    ['q.getUser(1)', undefined],
    ['Crate(1, 2)', 'Create'],
    ['IsTimestmap(1)', 'IsTimestamp'],
    ['Signup(1)', undefined],
  ])('%s: did you mean %s?', (text, meant) => {
    if (meant === undefined) expect(refusal(text)).not.toContain('Did you mean');
    else expect(refusal(text)).toContain(`Did you mean \`${meant}\`?`);
  });

  it('may be meant for a function of users', () => {
    expect(messageOf("Signup('x')")).toBe(
      "FQL v4 has no function `Signup`: those of users are called with Call(Function('Signup'), …)",
    );
  });
});

describe('a call with too many or too few arguments', () => {
  it.each([
    ['Get()', '`Get(ref, ts?)` takes 1 to 2 arguments, not 0'],
    ['Now(1)', '`Now()` takes no arguments, not 1'],
    ['Not(true, false)', '`Not(boolean)` takes 1 argument, not 2'],
    ['Tokens(1, 2)', '`Tokens(database?)` takes at most 1 argument, not 2'],
    ['Add()', '`Add(...numbers)` takes at least 1 argument, not 0'],
    ['Map([1])', '`Map(collection, lambda)` takes 2 arguments, not 1'],
    ['Match()', '`Match(index, ...terms)` takes at least 1 argument, not 0'],
  ])('%s', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});

describe('what would have to be computed as JavaScript', () => {
  it.each([
    ['1 + 2', '`+` is not computed: FQL v4 has functions, such as Add(…)'],
    ['Get(a || b)', '`||` is not computed: FQL v4 has functions, such as Or(…)'],
    ['!true', '`!` is not computed: FQL v4 has functions, such as Not(…)'],
    ['[...x]', '`...` is not computed: write the values, or use Append, Union or Merge'],
    [`\`a \${b}\``, 'Nothing is computed in a string: join strings with Concat'],
    ['Get(x).data', "Parts of a value are read with Select, as in Select(['data', 'name'], …)"],
    ['Map([1], x => x.name)', "Nothing is computed as JavaScript: `Select('name', x)` reads a field"],
    ['Map([1], x => x.data.name)', "Nothing is computed as JavaScript: `Select(['data', 'name'], x)` reads a field"],
    ['Math.max(1, 2)', 'Nothing is computed as JavaScript: there is no `.max(…)` in FQL v4'],
    ['client.query(q.Now())', 'Type the query alone, without `client.query(…)` around it'],
    ['process.exit(1)', 'Nothing is computed as JavaScript: there is no `.exit(…)` in FQL v4'],
    [
      'Map([1], x => { a: x })',
      '`{ … }` behind `=>` is a block: write `=> ({ … })` for an object, or `=> { return … }`',
    ],
    ['Map([1], x => x(1))', '`x` is a variable: functions are called with Call(…)'],
  ])('%s is refused', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});

describe('a text that is no expression', () => {
  it.each([
    ['', 'There is no query'],
    ['// nothing', 'There is no query'],
    ['Get(1 2)', 'Expected `,` or `)`, not `2`'],
    ['[1,,2]', 'Expected a value or `]`, not `,`'],
    ['{ a: }', 'Expected a value, not `}`'],
    ['{ a 1 }', 'Expected `,` or `}`, not `1`'],
    ['{ , }', 'Expected a field or `}`, not `,`'],
    ["{ 'a' }", "`'a'` needs a value: `'a': …`"],
    ['Get(1))', 'Expected the end of the query, not `)`'],
    ["'open", "This string has no end: `'` is missing"],
    ['"one\ntwo"', 'This string has no end: `"` is missing'],
    ['/* open', 'This comment has no end: `*/` is missing'],
    ['Tokens', '`Tokens` is a function: `Tokens(database?)`'],
    ['users', "Nothing here is called `users`: strings stand in quotes, variables in Var('…')"],
    ['12px', 'This is no number'],
    ['007', 'This is no number'],
    ['1__0', 'This is no number'],
    ['1e999', 'This number is too large'],
    ['9223372036854775808', 'An integer has at most 64 bits: write larger numbers as 1e20'],
    ["'\\u12'", '`\\u` needs digits: \\xHH, \\uHHHH or \\u{…}'],
    ["'\\u{110000}'", 'There is no character with this number'],
    ["'\\101'", 'Numbers of characters are written as \\xHH or \\uHHHH'],
    ['Lambda(1)', "Lambda takes a function, as in Lambda(x => …), or a name and an expression, as in Lambda('x', …)"],
    ['() => 1', 'A lambda takes at least one argument'],
    ['Let(1, 2)', 'Let takes its variables as an object, or as an array of objects'],
    ['Let([1], 2)', 'Let takes its variables as objects'],
    ['Object([1])', 'Object takes an object'],
    ['Bytes(1)', "Bytes takes a string in base64, as in Bytes('AQID')"],
    ["Bytes('AQI')", 'This is no base64'],
    ['Paginate(Tokens(), 5)', 'Paginate takes its options as an object, as in { size: 10 }'],
  ])('%j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('that ends too early is told which bracket is open', () => {
    expect(
      refusal('Create(\n  Tokens(),\n  { data: { a: 1 }\n'),
    ).toBe(`error: Expected \`,\` or \`}\`, but the query ends
at *query*:3:19
  |
3 |   { data: { a: 1 }
  |                   ^
  |
hint: This \`{\` is not closed
  |
3 |   { data: { a: 1 }
  |   ^
  |`);
  });

  it('but two is told how to write two', () => {
    expect(refusal('Now()\nNow()')).toContain('Here begins another query: a query is one expression');
  });

  it('and nests without end', () => {
    expect(messageOf('['.repeat(100_000))).toBe('Nested too deeply: at most 300 brackets can be open at once');
    expect(messageOf(`${'x => '.repeat(100_000)}x`)).toBe(
      'Nested too deeply: at most 300 brackets can be open at once',
    );
    expect(expressionOf(`${'['.repeat(300)}${']'.repeat(300)}`)).toBeInstanceOf(Array);
  });
});

describe('variables of the session', () => {
  const variables: Variables = {
    id: '371',
    count: { '@int': '3' },
    large: { '@long': '9223372036854775807' },
    price: { '@double': '1.0' },
    when: { '@time': '2024-01-01T00:00:00Z' },
    person: { '@ref': { id: '1', coll: { '@mod': 'People' } } },
    collection: { '@ref': { name: 'People', coll: { '@mod': 'Collection' } } },
    token: { '@ref': { id: '7', coll: { '@mod': 'Token' } } },
    tokens: { '@mod': 'Token' },
    filter: { '@object': { '@x': 1, city: 'Nantes' } },
    set: { '@fql4': '{"@set":{"match":{"@ref":{"id":"i"}}}}' },
  };

  it('stand for their values', () => {
    const people = { '@ref': { id: 'People', collection: { '@ref': { id: 'collections' } } } };
    expect(expressionOf('[id, count, when, person, token, tokens, collection, set]', variables)).toEqual([
      '371',
      3,
      { '@ts': '2024-01-01T00:00:00Z' },
      { '@ref': { id: '1', collection: people } },
      { '@ref': { id: '7', collection: { '@ref': { id: 'tokens' } } } },
      { '@ref': { id: 'tokens' } },
      people,
      { '@set': { match: { '@ref': { id: 'i' } } } },
    ]);
    expect(expressionOf('{ filter }', variables)).toEqual({
      object: { filter: { object: { '@x': 1, city: 'Nantes' } } },
    });
    const numbers = writeWire(parseFql4(new Source('*query*', '[large, price]'), variables));
    expect(numbers).toBe('[9223372036854775807,1.0]');
  });

  it('give way to the parameters of functions', () => {
    expect(expressionOf('Map([1], id => id)', variables)).toMatchObject({ map: { lambda: 'id', expr: { var: 'id' } } });
  });
});

describe('the place of an error', () => {
  const text = "Create(\n  Collection('users'),\n  { data: { age: Add(1, 'x') } },\n)";
  const at = (...path: (string | number)[]) => {
    const { start, end } = placeOf(parseFql4(new Source('*query*', text)), path);
    return text.slice(start, end);
  };

  it('is found by its path in the expression', () => {
    expect(at('params', 'object', 'data', 'object', 'age', 'add', 1)).toBe("'x'");
    expect(at('params', 'object', 'data', 'object', 'age')).toBe('Add');
    expect(at('create')).toBe('Collection');
    expect(at()).toBe('Create');
  });

  it('is the nearest one when the path leads out of the text', () => {
    expect(at('create', 'nothing', 'there')).toBe('Collection');
  });
});

describe('whether a text is a whole query', () => {
  it.each([
    ['Now()', 'complete'],
    ['Now();', 'complete'],
    ['x => x', 'complete'],
    ['Get(', 'incomplete'],
    ['Create(Tokens(), {', 'incomplete'],
    ['`open', 'incomplete'],
    ['Now() /* open', 'incomplete'],
    ['x =>', 'incomplete'],
    ['q.', 'incomplete'],
    ['', 'incomplete'],
    ["'open", 'invalid'],
    ["Get('open", 'invalid'],
    ['1 +', 'invalid'],
    ['Get())', 'invalid'],
    ['Nope()', 'invalid'],
    ['Get()', 'invalid'],
  ])('%j: %s', (text, expected) => {
    expect(isCompleteFql4(text)).toBe(expected);
  });
});
