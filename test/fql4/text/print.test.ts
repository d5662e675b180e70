/** Answers as the page on `Tokens` prints them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printMetrics } from '../../../src/fql4/text/metrics.ts';
import { parseFql4 } from '../../../src/fql4/text/parse.ts';
import { printAnswer } from '../../../src/fql4/text/print.ts';
import { writeWire } from '../../../src/fql4/text/wire.ts';
import { Source } from '../../../src/language/source.ts';

const native = (id: string, database?: unknown) => ({ '@ref': { id, ...(database ? { database } : {}) } });
const named = (collection: string, id: string, database?: unknown) => ({
  '@ref': { id, collection: native(collection), ...(database ? { database } : {}) },
});
const users = named('collections', 'users');
const user = { '@ref': { id: '1', collection: users } };
const token = (id: string) => ({ '@ref': { id, collection: native('tokens') } });

const print = (value: unknown): string => printAnswer(JSON.stringify(value));

describe('the answers of the page', () => {
  it('stand on lines of their own, field by field', () => {
    const ttl = { '@ts': '2021-06-23T21:22:18.607Z' };
    expect(
      print({ ref: token('302044087434871296'), ts: 1624310538620000, instance: user, ttl, secret: 'fnEEMR' }),
    ).toBe(`{
  ref: Ref(Tokens(), "302044087434871296"),
  ts: 1624310538620000,
  instance: Ref(Collection("users"), "1"),
  ttl: Time("2021-06-23T21:22:18.607Z"),
  secret: 'fnEEMR'
}`);
    expect(print({ ref: token('1'), ts: 1624310552760000, instance: user, data: { meta: 'data' } })).toBe(`{
  ref: Ref(Tokens(), "1"),
  ts: 1624310552760000,
  instance: Ref(Collection("users"), "1"),
  data: { meta: 'data' }
}`);
  });

  it('or on one line when they are short', () => {
    expect(print({ data: [token('1')] })).toBe('{ data: [ Ref(Tokens(), "1") ] }');
    expect(print({ data: [] })).toBe('{ data: [] }');
  });

  it('hold what is short on one line within them', () => {
    expect(
      print({
        ref: named('indexes', 'tokens_by_instance'),
        ts: 1624310541660000,
        active: true,
        serialized: true,
        name: 'tokens_by_instance',
        permissions: { read: 'public' },
        source: native('tokens'),
        terms: [{ field: 'instance' }],
        values: [{ field: ['data', 'name'] }],
        partitions: 1,
      }),
    ).toBe(`{
  ref: Index("tokens_by_instance"),
  ts: 1624310541660000,
  active: true,
  serialized: true,
  name: 'tokens_by_instance',
  permissions: { read: 'public' },
  source: Tokens(),
  terms: [ { field: 'instance' } ],
  values: [ { field: [ 'data', 'name' ] } ],
  partitions: 1
}`);
  });

  it('break lines where a line would hold more than three levels, or 80 columns', () => {
    expect(print([[[1]]])).toBe('[ [ [ 1 ] ] ]');
    expect(print([[[[1]]]])).toBe('[\n  [ [ [ 1 ] ] ]\n]');
    expect(print(['x'.repeat(60)])).toBe(`[ '${'x'.repeat(60)}' ]`);
    expect(print(['x'.repeat(80)])).toBe(`[\n  '${'x'.repeat(80)}'\n]`);
  });
});

describe('values', () => {
  const child = named('databases', 'child');
  it.each([
    ['null', 'null'],
    ['true', 'true'],
    ['9223372036854775807', '9223372036854775807'],
    ['1.5', '1.5'],
    ['1.0', '1'],
    ['-0.0', '-0'],
    ['1e300', '1e+300'],
    ['9223372036854776000.0', '9.223372036854776e+18'],
    ['"a"', "'a'"],
    ['"it\'s"', '"it\'s"'],
    ['"\'\\""', `'\\'"'`],
    ['"a\\nb\\\\ \\u0000\\u001b\\ud800"', "'a\\nb\\\\ \\x00\\x1B\\uD800'"],
    ['"größe 😀"', "'größe 😀'"],
    ['{}', '{}'],
    ['{"a-b":1,"c":2,"":3,"1":4}', "{ 'a-b': 1, c: 2, '': 3, '1': 4 }"],
    ['{"@obj":{"@ref":1}}', "{ '@ref': 1 }"],
    ['{"@date":"1970-01-01"}', 'Date("1970-01-01")'],
    ['{"@bytes":"AQID"}', 'Bytes("AQID")'],
    ['{"@uuid":"2fb6e2ef-0000-4000-8000-000000000000"}', 'UUID("2fb6e2ef-0000-4000-8000-000000000000")'],
  ])('%s is %s', (json, text) => {
    expect(printAnswer(json)).toBe(text);
  });

  it.each([
    [native('access_providers'), 'AccessProviders()'],
    [native('credentials'), 'Credentials()'],
    [native('tokens', child), 'Tokens(Database("child"))'],
    [named('access_providers', 'idp'), 'AccessProvider("idp")'],
    [named('functions', 'a "b"'), 'Function("a \\"b\\"")'],
    [named('roles', 'r', child), 'Role("r", Database("child"))'],
    [named('databases', 'b', child), 'Database("b", Database("child"))'],
    [named('credentials', '7'), 'Ref(Credentials(), "7")'],
    [
      { '@ref': { id: '1', collection: named('collections', 'a', child) } },
      'Ref(Collection("a", Database("child")), "1")',
    ],
  ])('the reference %j is %s', (value, text) => {
    expect(print(value)).toBe(text);
  });

  it.each([
    [
      { '@set': { match: named('indexes', 'i'), terms: ['a', user] } },
      'Match(Index("i"), "a", Ref(Collection("users"), "1"))',
    ],
    [{ '@set': { documents: users } }, 'Documents(Collection("users"))'],
    [
      { '@set': { union: [{ '@set': { documents: users } }, { '@set': { singleton: user } }] } },
      'Union(Documents(Collection("users")), Singleton(Ref(Collection("users"), "1")))',
    ],
    [
      { '@set': { range: { '@set': { match: named('indexes', 'i') } }, from: 1, to: [] } },
      'Range(Match(Index("i")), 1, [])',
    ],
    [
      { '@set': { filter: { lambda: 'x', expr: true }, collection: { '@set': { documents: users } } } },
      'Filter(Documents(Collection("users")), Lambda("x", true))',
    ],
  ])('the set %j is %s', (value, text) => {
    expect(print(value)).toBe(text);
  });

  it('of functions are lambdas in a Query', () => {
    const condition = '{"if":{"lt":[{"var":"sum"},2]},"then":{"object":{"sum":{"var":"sum"}}},"else":{"now":null}}';
    const body = `{"let":[{"sum":{"add":[{"var":"a"},1]}}],"in":${condition}}`;
    expect(printAnswer(`{"@query":{"api_version":"4","lambda":["a","_"],"expr":${body}}}`)).toBe(
      'Query(Lambda(["a", "_"], Let({ sum: Add(Var("a"), 1) }, If(LT(Var("sum"), 2), { sum: Var("sum") }, Now()))))',
    );
    expect(print({ '@query': { lambda: 'x', expr: { paginate: { tokens: null }, size: 3 } } })).toBe(
      'Query(Lambda("x", Paginate(Tokens(), { size: 3 })))',
    );
  });

  it('nested deeper than can be read are shown as they are', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(printAnswer(deep)).toBe(deep);
  });
});

describe('what is printed', () => {
  /** Without names that look like tags, and integers of more than 64 bits, which no answer has. */
  const values = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));

  it('may be typed again', () => {
    const unwrap = (wire: unknown): unknown => {
      if (Array.isArray(wire)) return wire.map(unwrap);
      if (wire === null || typeof wire !== 'object') return wire;
      const fields = (wire as { object: Record<string, unknown> }).object;
      return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, unwrap(each)]));
    };
    fc.assert(
      fc.property(values, (value) => {
        fc.pre(!/"(?:@|__proto__)|\d{16}/.test(JSON.stringify(value)));
        const typed = printAnswer(JSON.stringify(value));
        expect(unwrap(JSON.parse(writeWire(parseFql4(new Source('*query*', typed)))))).toEqual(value);
      }),
    );
  });
});

describe('the metrics of a query', () => {
  it('are listed with their names and figures aligned', () => {
    const figures = {
      bytesIn: 215,
      bytesOut: 327,
      computeOps: 1,
      readOps: 0,
      writeOps: 1,
      readBytes: 1364,
      writeBytes: 484,
      queryTime: 68,
      retries: 0,
    };
    expect(printMetrics(figures)).toBe(`Query metrics:
•    bytesIn:   215
•   bytesOut:   327
• computeOps:     1
•    readOps:     0
•   writeOps:     1
•  readBytes: 1,364
• writeBytes:   484
•  queryTime:  68ms
•    retries:     0`);
  });
});
