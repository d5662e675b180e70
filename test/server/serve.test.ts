/** Queries over HTTP, as Fauna's drivers send them. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

let server: RunningServer;
const faults: unknown[] = [];

beforeAll(async () => {
  const engine = new Engine(new MemoryStore(), 'secret');
  server = await serve(engine, { host: '127.0.0.1', port: 0, onFault: (fault) => faults.push(fault) });
});

afterAll(async () => {
  await server.close();
  expect(faults).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

async function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const response = await fetch(`${server.url}/query/1`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Reply['json'] };
}

describe('POST /query/1', () => {
  it('answers in the format asked for', async () => {
    const query = '{ a: 1, b: 2.5 }';
    expect((await post({ query })).json['data']).toEqual({ a: 1, b: 2.5 });
    expect((await post({ query }, { 'x-format': 'tagged' })).json['data']).toEqual({
      a: { '@int': '1' },
      b: { '@double': '2.5' },
    });
    expect((await post({ query }, { 'x-format': 'decorated' })).json['data']).toBe('{\n  a: 1,\n  b: 2.5\n}');
  });

  it('carries summary, transaction time, statistics and schema version', async () => {
    const { status, headers, json } = await post({ query: 'log("hello")\n1' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
    expect(json).toMatchObject({ data: 1, summary: 'info at *query*:1: hello', schema_version: expect.any(Number) });
    expect(Math.abs(Number(json['txn_ts']) / 1000 - Date.now())).toBeLessThan(60_000);
    expect(json['stats']).toMatchObject({ compute_ops: 1, write_ops: 0, contention_retries: 0, rate_limits_hit: [] });
  });

  it('takes arguments as the format says: tagged, or plain JSON', async () => {
    const tagged = await post({ query: 'x + 1', arguments: { x: { '@int': '2' } } }, { 'x-format': 'tagged' });
    expect(tagged.json['data']).toEqual({ '@int': '3' });
    expect((await post({ query: 'x + 1', arguments: { x: 2 } })).json['data']).toBe(3);
    const bad = await post({ query: 'x', arguments: { x: { '@int': 'no' } } }, { 'x-format': 'tagged' });
    expect(bad).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_request', message: "Invalid argument 'x': invalid integer" } },
    });
  });

  it('puts failures of queries into an error envelope', async () => {
    const { status, json } = await post({ query: 'abort({ why: "so" })' });
    expect(status).toBe(400);
    expect(json['error']).toEqual({ code: 'abort', message: 'Query aborted.', abort: { why: 'so' } });
    expect(json['summary']).toContain('*query*:1:6');
  });

  it('refuses a missing or wrong secret', async () => {
    for (const authorization of ['Bearer nope', 'Bearer', 'Basic', '']) {
      const { status, headers, json } = await post({ query: '1' }, { authorization });
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(json).toEqual({ error: { code: 'unauthorized', message: 'Access token required' } });
    }
  });

  it('takes the secret as the user name of Basic as well', async () => {
    const authorization = `Basic ${Buffer.from('secret:').toString('base64')}`;
    expect((await post({ query: '1' }, { authorization })).json['data']).toBe(1);
  });

  it('takes a scoped secret whole from Basic, never for less than it says', async () => {
    await post({ query: 'Database.create({ name: "scoped" })' });
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const query = 'Database.byName("scoped") == null';
    expect((await post({ query }, basic('secret:'))).json['data']).toBe(false);
    for (const user of ['secret:scoped:admin:', 'secret:scoped:admin']) {
      expect((await post({ query }, basic(user))).json['data']).toBe(true);
    }
    for (const user of ['secret:password', 'secret:../scoped:admin:', ':secret', ':']) {
      expect((await post({ query }, basic(user))).status).toBe(401);
    }
    await post({ query: 'Database.byName("scoped")!.delete()' });
  });

  it('names what is wrong with a header', async () => {
    const bad: readonly [string, string, string][] = [
      ['x-format', 'xml', 'Invalid format xml'],
      ['x-typecheck', 'yes', 'Must be a boolean value.'],
      ['x-query-timeout-ms', '0', 'Must be greater than 0.'],
      ['x-query-timeout-ms', '600001', 'Must be less than or equal to 600000.'],
      ['x-max-contention-retries', '8', 'Must be between 0 and 7.'],
      ['x-last-txn-ts', 'soon', "Invalid timestamp 'soon'."],
      ['x-query-tags', 'a=b,a=c', 'duplicate key'],
      ['x-query-tags', `a=b,${'c'.repeat(3_000)}=d`, 'header is too long'],
      ['x-query-tags', `${'k'.repeat(41)}=v,k=${'v'.repeat(81)}`, 'invalid value'],
      ['x-query-tags', `k=${'v'.repeat(81)},${'k'.repeat(41)}=v`, 'invalid key'],
      ['x-query-tags', 'é=b', 'invalid tags'],
    ];
    for (const [name, value, message] of bad) {
      const { status, json } = await post({ query: '1' }, { [name]: value });
      expect({ status, json }).toEqual({
        status: 400,
        json: { error: { code: 'invalid_request', message: `Invalid header '${name}': ${message}` } },
      });
    }
  });

  it('takes the first of several headers of one name', async () => {
    const headers = {
      authorization: 'Bearer secret',
      'x-format': ['simple', 'tagged'],
      'x-query-tags': ['a=b', 'a=c'],
    };
    const text = await new Promise<string>((whole) => {
      const options = { method: 'POST', headers };
      const sent = request(`${server.url}/query/1`, options, async (reply) => {
        whole((await reply.toArray()).join(''));
      });
      sent.end('{"query":"1"}');
    });
    expect(JSON.parse(text)).toMatchObject({ data: 1, query_tags: 'a=b' });
  });

  it('echoes query tags, sorted', async () => {
    expect((await post({ query: '1' }, { 'x-query-tags': 'b=2,a=1' })).json['query_tags']).toBe('a=1,b=2');
  });

  it('refuses bodies that are no request', async () => {
    for (const body of ['', '{', '[]', '5', '{}', '{"query":1}', '{"query":"1","more":2}']) {
      expect(await post(body)).toMatchObject({ status: 400, json: { error: { code: 'invalid_request' } } });
    }
  });

  it('refuses a body of more than 8 MiB', async () => {
    const { status, json } = await post({ query: `"${'x'.repeat(9_000_000)}"` });
    expect({ status, json }).toEqual({
      status: 413,
      json: { error: { code: 'request_size_exceeded', message: 'Request entity is too large' } },
    });
  });

  it('ends a query that takes longer than its time', async () => {
    const query = 'Set.sequence(0, 100000000).reduce((a, b) => a + b)';
    const { status, json } = await post({ query }, { 'x-query-timeout-ms': '200' });
    expect(status).toBe(440);
    expect(json['error']).toMatchObject({ code: 'time_out' });
  });

  it('lets queries of many clients write without losing any', async () => {
    await post({ query: 'Collection.create({ name: "Tick", constraints: [{ unique: ["n"] }] })' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => post({ query: `Tick.create({ n: ${n % 25} }).n` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(25);
    expect(
      answers.filter(({ json }) => (json['error'] as { code?: string })?.code === 'constraint_failure'),
    ).toHaveLength(25);
    expect((await post({ query: 'Tick.all().count()' })).json['data']).toBe(25);
  });
});

describe('the other paths', () => {
  it('answers a ping without a secret', async () => {
    const response = await fetch(`${server.url}/ping`);
    expect(await response.json()).toEqual({ resource: 'Scope write is OK' });
    expect((await fetch(`${server.url}/ping`, { method: 'HEAD' })).status).toBe(200);
    const refused = await fetch(`${server.url}/ping`, { method: 'PUT' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('refuses requests of FQL v4 as its clients expect it', async () => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
      body: JSON.stringify('x'.repeat(9_000_000)),
    });
    expect([response.status, await response.json()]).toEqual([
      413,
      { errors: [{ position: [], code: 'request too large', description: 'Request entity is too large.' }] },
    ]);
  });

  it('knows no other path', async () => {
    for (const path of ['/nope', '/query/1/', '/QUERY/1', '/query/2']) {
      const response = await fetch(`${server.url}${path}`);
      expect([response.status, await response.json()]).toEqual([
        404,
        { errors: [{ code: 'not found', description: 'Not Found' }] },
      ]);
    }
  });

  it('says that schema files are not served yet', async () => {
    for (const path of [
      '/schema/1/files',
      '/schema/1/files/main.fsl',
      '/schema/1/diff?staged=true',
      '/schema/1/staged/status',
    ]) {
      const response = await fetch(`${server.url}${path}`);
      expect(response.status).toBe(501);
      expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('schema files') } });
    }
    const response = await fetch(`${server.url}/schema/1/nope`);
    expect([response.status, await response.json()]).toEqual([404, { error: { message: 'Not found' } }]);
  });

  it('serves this machine only under its own names, so that a web page can not reach it', async () => {
    const { status, text } = await new Promise<{ status: number | undefined; text: string }>((done) => {
      const { port } = new URL(server.url);
      request({ host: '127.0.0.1', port, path: '/ping', headers: { host: 'evil.example' } }, (reply) => {
        reply.once('data', (chunk) => done({ status: reply.statusCode, text: String(chunk) }));
      }).end();
    });
    expect(status).toBe(403);
    // For clients of either version.
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'forbidden' }, errors: [{ code: 'permission denied' }] });
  });
});
