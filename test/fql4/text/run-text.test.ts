/** A typed query from its text to what is shown of its answer. The engine is a fake: what it answers is given. */
import { describe, expect, it } from 'vitest';
import type { QueryMetrics } from '../../../src/fql4/text/metrics.ts';
import { type Fql4TextAnswer, runFql4Text } from '../../../src/fql4/text/run-text.ts';

const metrics: QueryMetrics = {
  bytesIn: 1,
  bytesOut: 2,
  computeOps: 3,
  readOps: 4,
  writeOps: 5,
  readBytes: 6,
  writeBytes: 7,
  queryTime: 8,
  retries: 9,
};

async function run(text: string, status: number, body: string): Promise<{ answer: Fql4TextAnswer; asked: string[] }> {
  const asked: string[] = [];
  const answer = await runFql4Text(async (expression) => {
    asked.push(expression);
    return { status, body, metrics };
  }, text);
  return { answer, asked };
}

describe('a query', () => {
  it('is sent as the driver would send it, and its answer printed', async () => {
    const body = '{"resource":{"data":[9007199254740993,{"@ts":"2024-01-01T00:00:00Z"}]}}';
    const { answer, asked } = await run('Paginate(Tokens())', 200, body);
    expect(asked).toEqual(['{"paginate":{"tokens":null}}']);
    expect(answer).toEqual({
      ok: true,
      printed: '{ data: [ 9007199254740993, Time("2024-01-01T00:00:00Z") ] }',
      resource: '{"data":[9007199254740993,{"@ts":"2024-01-01T00:00:00Z"}]}',
      tagged: { data: [{ '@long': '9007199254740993' }, { '@time': '2024-01-01T00:00:00Z' }] },
      metrics,
    });
  });

  it('that can not be read is not sent', async () => {
    const { answer, asked } = await run('Nope()', 200, '');
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({ ok: false, code: 'invalid expression', status: 400 });
  });

  it('that fails says what and where', async () => {
    const error = {
      position: ['get'],
      code: 'invalid argument',
      description: 'Ref or Set expected, Integer provided.',
    };
    const { answer } = await run('Get(\n  12\n)', 400, JSON.stringify({ errors: [error] }));
    expect(answer).toEqual({
      ok: false,
      code: 'invalid argument',
      status: 400,
      message: 'Ref or Set expected, Integer provided.',
      summary: `error: invalid argument: Ref or Set expected, Integer provided.
at *query*:2:3
  |
2 |   12
  |   ^^
  |`,
    });
  });

  it('tells of fields, causes, and of several errors', async () => {
    const failures = [{ field: ['data', 'name'], code: 'value required', description: 'Value is required.' }];
    const cause = [{ position: ['expr'], code: 'invalid argument', description: 'Number expected.' }];
    const errors = [
      { position: ['create'], code: 'validation failed', description: 'document data is not valid.', failures },
      { position: [], code: 'call error', description: 'Calling the function resulted in an error.', cause },
    ];
    const { answer } = await run('Create(Tokens())', 400, JSON.stringify({ errors }));
    expect(answer).toMatchObject({
      summary: `error: validation failed: document data is not valid.
failures:
  data.name: value required: Value is required.
at *query*:1:8
  |
1 | Create(Tokens())
  |        ^^^^^^
  |

error: call error: Calling the function resulted in an error.
cause:
  invalid argument: Number expected.
at *query*:1:1
  |
1 | Create(Tokens())
  | ^^^^^^
  |`,
    });
  });

  it('marks the first line of what stands on several', async () => {
    const error = { position: ['create_index'], code: 'validation failed', description: 'no' };
    const { answer } = await run('CreateIndex({\n  a: 1\n})', 400, JSON.stringify({ errors: [error] }));
    expect(answer).toMatchObject({
      summary: `error: validation failed: no
at *query*:1:13
  |
1 | CreateIndex({
  |             ^
  |`,
    });
  });
});

describe('an answer in the tagged format', () => {
  const tagged = async (resource: unknown) => {
    const { answer } = await run('1', 200, JSON.stringify({ resource }));
    return answer.ok ? answer.tagged : undefined;
  };
  const collections = { '@ref': { id: 'collections' } };
  const people = { '@ref': { id: 'People', collection: collections } };
  const child = { '@ref': { id: 'child', collection: { '@ref': { id: 'databases' } } } };

  it.each([
    [1, { '@int': '1' }],
    [2 ** 31, { '@long': '2147483648' }],
    [1.5, { '@double': '1.5' }],
    [{ '@date': '2024-01-01' }, { '@date': '2024-01-01' }],
    [{ '@bytes': 'AQID' }, { '@bytes': 'AQID' }],
    [{ '@obj': { '@x': 1 } }, { '@object': { '@x': { '@int': '1' } } }],
    [{ '@ref': { id: '1', collection: people } }, { '@ref': { id: '1', coll: { '@mod': 'People' } } }],
    [people, { '@ref': { name: 'People', coll: { '@mod': 'Collection' } } }],
    [
      { '@ref': { id: '7', collection: { '@ref': { id: 'tokens' } } } },
      { '@ref': { id: '7', coll: { '@mod': 'Token' } } },
    ],
    [{ '@ref': { id: 'tokens' } }, { '@mod': 'Token' }],
  ])('%j is a value of FQL v10', async (resource, expected) => {
    expect(await tagged(resource)).toEqual(expected);
  });

  it.each([
    [{ '@set': { match: 1 } }],
    [{ '@query': { lambda: 'x', expr: { var: 'x' } } }],
    [{ '@ref': { id: 'i', collection: { '@ref': { id: 'indexes' } } } }],
    [{ '@ref': { id: 'People', collection: collections, database: child } }],
  ])('%j is none, and kept as it is', async (resource) => {
    expect(await tagged(resource)).toEqual({ '@fql4': JSON.stringify(resource) });
  });
});
