/**
 * The official JavaScript driver: every class of error it has, raised for real; save ThrottlingError, since nothing here
 * is rate-limited.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AbortError,
  AuthenticationError,
  AuthorizationError,
  Client,
  ClientClosedError,
  ClientError,
  ConstraintFailureError,
  ContendedTransactionError,
  DateStub,
  FaunaError,
  fql,
  InvalidRequestError,
  NetworkError,
  ProtocolError,
  type Query,
  QueryCheckError,
  QueryRuntimeError,
  QueryTimeoutError,
  ServiceError,
  ServiceInternalError,
} from 'fauna';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory.ts';
import { type CommitResult, ReadOnlyError, StoreError } from '../../src/store/store.ts';
import { type Driven, drive, overHttp1, transports } from '../support/driver.ts';

const failure = async (query: Promise<unknown>): Promise<ServiceError> => {
  const problem: unknown = await query.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(problem).toBeInstanceOf(FaunaError);
  return problem as ServiceError;
};

describe.each(transports)('over %s', (transport) => {
  let database: Driven;
  let client: Client;

  beforeAll(async () => {
    database = await drive(transport);
    client = database.connect();
    await client.query(fql`Collection.create({ name: "Once", constraints: [{ unique: ["n"] }] })`);
    await client.query(fql`Once.create({ n: 1 })`);
  });

  afterAll(() => database.close());

  it.each<[Query, new (...args: never[]) => ServiceError, string]>([
    [fql`1 +`, QueryCheckError, 'invalid_query'],
    [fql`nope`, QueryCheckError, 'invalid_query'],
    [fql`1 / 0`, QueryRuntimeError, 'divide_by_zero'],
    [fql`Once.byId("1")!.n`, QueryRuntimeError, 'document_not_found'],
    [fql`abort(3)`, AbortError, 'abort'],
    [fql`Once.create({ n: 1 })`, ConstraintFailureError, 'constraint_failure'],
  ])('queries fail with the class that their code asks for: $0', async (query, type, code) => {
    const problem = await failure(client.query(query));
    expect(problem).toBeInstanceOf(type);
    expect(problem).toBeInstanceOf(ServiceError);
    expect([problem.code, problem.httpStatus]).toEqual([code, 400]);
    expect(problem.queryInfo).toMatchObject({ summary: expect.stringContaining('at *query*:1:'), stats: {} });
  });

  it('carry what was aborted with', async () => {
    const problem = (await failure(client.query(fql`abort([1, Date("2024-01-01")])`))) as AbortError;
    expect(problem.abort).toEqual([1, DateStub.from('2024-01-01')]);
  });

  it('carry which constraints failed', async () => {
    const problem = (await failure(client.query(fql`Role.create({ name: "x", nope: 1 })`))) as ConstraintFailureError;
    expect(problem.constraint_failures).toEqual([{ paths: [['nope']], message: 'Unexpected field provided' }]);
    expect(problem.queryInfo?.summary).toContain('nope: Unexpected field provided');
  });

  it('tell of queries that take too long', async () => {
    const long = fql`Set.sequence(0, 100000000).count()`;
    const problem = await failure(client.query(long, { query_timeout_ms: 30 }));
    expect(problem).toBeInstanceOf(QueryTimeoutError);
    expect(problem).toMatchObject({ code: 'time_out', httpStatus: 440 });
    expect(problem.message).toMatch(/^Client set aggressive deadline: query needs 1000, timed out within \d+$/);
  });

  it('a limit of one millisecond ends every query, and nothing is written', async () => {
    const create = fql`Once.create({ n: 2 })`;
    expect(await failure(client.query(create, { query_timeout_ms: 1 }))).toBeInstanceOf(QueryTimeoutError);
    expect((await client.query(fql`Once.where(.n == 2).count()`)).data).toBe(0);
    const feed = client.feed(fql`Once.all().eventSource()`, { query_timeout_ms: 1 });
    await expect(feed.nextPage()).rejects.toBeInstanceOf(QueryTimeoutError);
  });

  it('tell of requests that can not be', async () => {
    const problem = await failure(client.query(fql`1`, { query_timeout_ms: 600_001 }));
    expect(problem).toBeInstanceOf(InvalidRequestError);
    expect(problem).toMatchObject({ code: 'invalid_request', httpStatus: 400 });
  });

  it('tell who may not', async () => {
    const unknown = await failure(database.connect('nobody').query(fql`1`));
    expect(unknown).toBeInstanceOf(AuthenticationError);
    expect(unknown).toMatchObject({ code: 'unauthorized', httpStatus: 401, message: 'Access token required' });
    const reader = await failure(database.connect('secret:server-readonly').query(fql`Once.create({ n: 3 })`));
    expect(reader).toBeInstanceOf(QueryRuntimeError);
    expect(reader).toMatchObject({ code: 'permission_denied', httpStatus: 400 });
  });

  it('of the client itself need no server', async () => {
    const closed = database.connect();
    closed.close();
    expect(await failure(closed.query(fql`1`))).toBeInstanceOf(ClientClosedError);
    const { data: page } = await client.query(fql`Once.all().paginate(1)`);
    expect(page).toBeDefined();
    const { data: set } = await client.query(fql`Once.all()`);
    expect(await failure(client.query(fql`x`, { arguments: { x: set } }))).toBeInstanceOf(ClientError);
    expect(() => client.stream(fql`Once.all().eventSource()`, { cursor: 'gsGCGmcGl+0aJPRzAAA=' })).toThrow(ClientError);
  });
});

describe('a store that', () => {
  const write = fql`Collection.create({ name: "Row" })`;
  const opened: Driven[] = [];

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  const connectTo = async (transport: (typeof transports)[number], commit: () => CommitResult) => {
    const store = new MemoryStore();
    store.commit = commit;
    const database = await drive(transport, { store });
    opened.push(database);
    return database.connect();
  };

  it.each(transports)('is overtaken at every commit says so over %s', async (transport) => {
    const client = await connectTo(transport, () => ({ committed: false }));
    const problem = await failure(client.query(write, { max_contention_retries: 2 }));
    expect(problem).toBeInstanceOf(ContendedTransactionError);
    expect(problem).toMatchObject({ code: 'contended_transaction', httpStatus: 409 });
  });

  it.each(transports)('can not write its file says so over %s', async (transport) => {
    const client = await connectTo(transport, () => {
      throw new StoreError('The disk is full.');
    });
    const problem = await failure(client.query(write));
    expect(problem).toBeInstanceOf(ServiceInternalError);
    expect(problem).toMatchObject({ message: 'The disk is full.', httpStatus: 500 });
  });

  it.each(transports)('is only read forbids writes over %s', async (transport) => {
    const client = await connectTo(transport, () => {
      throw new ReadOnlyError('It is open read-only.');
    });
    const problem = await failure(client.query(write));
    expect(problem).toBeInstanceOf(AuthorizationError);
    expect(problem).toMatchObject({ code: 'forbidden', httpStatus: 403 });
  });
});

describe('what is not there', () => {
  it('can not be reached', async () => {
    const database = await drive('HTTP/2');
    const { url = '' } = database;
    await database.close();
    const endpoint = new URL(url);
    for (const http of [undefined, overHttp1(url)]) {
      const client = new Client({ secret: 'secret', endpoint }, http);
      expect(await failure(client.query(fql`1`))).toBeInstanceOf(NetworkError);
      client.close();
    }
  });

  it('or is something else is told apart', async () => {
    const server = createServer((_, response) => response.end('<h1>It works!</h1>'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new Client({ secret: 'secret', endpoint: new URL(url) }, overHttp1(url));
    expect(await failure(client.query(fql`1`))).toBeInstanceOf(ProtocolError);
    client.close();
    await new Promise((closed) => server.close(closed));
  });
});
