import { describe, expect, it } from 'vitest';
import { printMetrics, type QueryMetrics } from '../../src/fql4/text/metrics.ts';
import { createSession, describeTime, type EngineAnswer, labelOf, runQuery } from '../../src/shell/session.ts';
import { createVariable } from '../../src/shell/variables.ts';
import { fail, fakeEngine, succeed, TOKEN, TOKEN_FIELDS, TOKEN_SECRET } from './fake-engine.ts';

describe('a query in a session', () => {
  it('runs as the role, and answers with the decorated text', async () => {
    const engine = fakeEngine({ 'People.all()': succeed('{ data: [] }', { '@set': { data: [] } }) });
    const session = createSession(engine, { runAs: { kind: 'role', role: 'server' } });
    expect(await runQuery(session, 'People.all()')).toEqual({ ok: true, result: '{ data: [] }', messages: [] });
    expect(engine.requests).toMatchObject([{ fql: 'People.all()', role: 'server' }]);
    expect(engine.requests[0]).not.toHaveProperty('secret');
    expect(session.lastAnswer).toEqual({ '@set': { data: [] } });
  });

  it('runs with a secret, and then takes no role', async () => {
    const engine = fakeEngine();
    const session = createSession(engine, { runAs: { kind: 'secret', secret: TOKEN_SECRET, label: 'session' } });
    await runQuery(session, '1');
    expect(engine.requests[0]).toMatchObject({ secret: TOKEN_SECRET });
    expect(engine.requests[0]).not.toHaveProperty('role');
    expect(labelOf(session.runAs)).toBe('session');
  });

  it('keeps logs and hints apart from the result', async () => {
    const session = createSession(fakeEngine({ 'log(1)': succeed('null', null, 'info: 1\n') }));
    expect(await runQuery(session, 'log(1)')).toEqual({
      ok: true,
      result: 'null',
      messages: [{ kind: 'log', text: 'info: 1' }],
    });
  });

  it('says why it failed, with the code for those who expect it', async () => {
    const session = createSession(
      fakeEngine({ x: fail('invalid_query', 'error: Unbound variable `x`\nat *query*:1:1') }),
    );
    session.lastAnswer = 'before';
    expect(await runQuery(session, 'x')).toEqual({
      ok: false,
      code: 'invalid_query',
      messages: [{ kind: 'error', text: 'error: Unbound variable `x`\nat *query*:1:1' }],
    });
    expect(session.lastAnswer).toBe('before');
  });

  it('says of an invalid secret no more than that', async () => {
    const session = createSession(fakeEngine({ x: fail('unauthorized', 'Access token required') }));
    const { code, messages } = await runQuery(session, 'x');
    expect(code).toBe('unauthorized');
    expect(messages).toEqual([{ kind: 'error', text: 'Invalid secret' }]);
  });

  it('sends the variables that the text names, and no others', async () => {
    const engine = fakeEngine();
    const session = createSession(engine);
    session.variables.set('janine', createVariable('371'));
    session.variables.set('session', createVariable(TOKEN_SECRET));
    await runQuery(session, 'People.byId(janine)');
    await runQuery(session, 'People.all()');
    expect(engine.requests[0]?.arguments).toEqual({ janine: '371' });
    expect(engine.requests[1]).not.toHaveProperty('arguments');
  });

  it('notices the secrets in its answer', async () => {
    const session = createSession(fakeEngine({ 'Login()': succeed('{…}', TOKEN) }));
    await runQuery(session, 'Login()');
    expect([...session.secrets]).toEqual([[TOKEN_SECRET, 'Token of People "371234567890123456"']]);
  });

  it('tells two tokens of one person apart', async () => {
    const other = { '@doc': { ...TOKEN_FIELDS, id: '403', secret: 'fnAnotherSecretOfAlice' } };
    const session = createSession(
      fakeEngine({ 'Login()': succeed('{…}', [TOKEN, other, TOKEN, 'fnSecretOfNobodyKnows']) }),
    );
    await runQuery(session, 'Login()');
    expect([...session.secrets.values()]).toEqual([
      'Token of People "371234567890123456"',
      'Token of People "371234567890123456" (2)',
      'a secret',
    ]);
  });

  it('says how long it took when the timer is on', async () => {
    const session = createSession(fakeEngine());
    session.timer = true;
    const { messages } = await runQuery(session, '1');
    expect(messages).toMatchObject([{ kind: 'note', text: expect.stringMatching(/^\d+(\.\d+)? m?s$/) }]);
  });
});

describe('a query of FQL v4 in a session', () => {
  const metrics: QueryMetrics = {
    bytesIn: 28,
    bytesOut: 81,
    computeOps: 1,
    readOps: 8,
    writeOps: 0,
    readBytes: 250,
    writeBytes: 0,
    queryTime: 8,
    retries: 0,
  };
  const answer: EngineAnswer = { ...succeed('{ data: [] }', { data: [] }), metrics } as EngineAnswer;

  it('says what it has cost below its answer', async () => {
    const engine = fakeEngine({ 'Paginate(Tokens())': answer });
    const output = await runQuery(createSession(engine, { version: 4 }), 'Paginate(Tokens())');
    expect(output).toMatchObject({ ok: true, result: '{ data: [] }', metrics: printMetrics(metrics) });
    expect(engine.requests).toMatchObject([{ fql: 'Paginate(Tokens())', version: 4 }]);
  });

  it('says nothing of that when it is not wanted', async () => {
    const session = createSession(fakeEngine({ x: answer }), { version: 4, metrics: false });
    expect(await runQuery(session, 'x')).not.toHaveProperty('metrics');
  });

  it('keeps values that FQL v10 has none for from its queries', async () => {
    const engine = fakeEngine();
    const session = createSession(engine, { version: 4 });
    session.variables.set('index', createVariable({ '@fql4': '{"@ref":{"id":"i"}}' }));
    await runQuery(session, 'Get(index)');
    session.version = 10;
    expect(await runQuery(session, 'index')).toMatchObject({ ok: false, code: 'invalid_request' });
    expect(engine.requests.map(({ arguments: given }) => given)).toEqual([
      { index: { '@fql4': '{"@ref":{"id":"i"}}' } },
    ]);
  });
});

describe('times', () => {
  it.each([
    [0.42, '0.4 ms'],
    [37.2, '37 ms'],
    [1240, '1.24 s'],
  ])('of %f ms read %s', (ms, text) => {
    expect(describeTime(ms)).toBe(text);
  });
});
