/** Whatever is sent: an answer comes of it or an error with its place, and never a fault. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiVersion, apiVersions } from '../../src/fql4/api-version.ts';
import type { Argument } from '../../src/fql4/form.ts';
import { authForms } from '../../src/fql4/forms/auth.ts';
import { basicForms } from '../../src/fql4/forms/basic.ts';
import { collectionForms } from '../../src/fql4/forms/collections.ts';
import { comparisonForms } from '../../src/fql4/forms/comparison.ts';
import { conversionForms } from '../../src/fql4/forms/conversion.ts';
import { numberForms } from '../../src/fql4/forms/numbers.ts';
import { objectForms } from '../../src/fql4/forms/objects.ts';
import { readForms } from '../../src/fql4/forms/reads.ts';
import { reduceForms } from '../../src/fql4/forms/reduce.ts';
import { refForms } from '../../src/fql4/forms/refs.ts';
import { setForms } from '../../src/fql4/forms/sets.ts';
import { stringForms } from '../../src/fql4/forms/strings.ts';
import { timeForms } from '../../src/fql4/forms/time.ts';
import { trigonometryForms } from '../../src/fql4/forms/trigonometry.ts';
import { typeForms } from '../../src/fql4/forms/types.ts';
import { writeForms } from '../../src/fql4/forms/writes.ts';
import { runExpression } from '../../src/fql4/run.ts';
import type { Json } from '../../src/store/store.ts';
import { Fql4Database, type Fql4Error, rootSecret, wireOf } from '../support/fql4.ts';

const forms = [
  ...[authForms, basicForms, collectionForms, comparisonForms, conversionForms, numberForms, objectForms, readForms],
  ...[reduceForms, refForms, setForms, stringForms, timeForms, trigonometryForms, typeForms, writeForms],
].flat();

const texts = [
  ...['null', 'true', '0', '1', '-1', '2.5', '9223372036854775807', '-9223372036854775808', '1e308', "''", "'a'"],
  ...["'%s %d'", "'(a+)+$'", "'days'", "'create'", "'add'", "'2024-01-01T00:00:00Z'", '[]', '[1, 2]', "['data', 'n']"],
  ...["[['a', 1]]", '{}', '{ data: { n: 1 } }', "{ name: 'made' }", "{ password: 'p' }", 'Now()', "Date('2024-01-01')"],
  ...["Bytes('AQID')", "Collection('notes')", "Collection('nope')", "Ref(Collection('notes'), '1')", 'Tokens()'],
  ...["Ref(Collection('notes'), '404')", "Index('by_n')", "Match(Index('by_n'), 1)", "Documents(Collection('notes'))"],
  ...[
    "Paginate(Documents(Collection('notes')))",
    "Events(Ref(Collection('notes'), '1'))",
    "Function('f')",
    "Role('r')",
  ],
  ...["Database('child')", "Query(Lambda('x', Var('x')))", "Get(Ref(Collection('notes'), '1'))", 'Var("free")'],
];
const leaves = texts.map((text) => JSON.parse(wireOf(text)) as Json);
const escapes: readonly Json[] = [
  { '@ts': 'never' },
  { '@ref': {} },
  { '@ref': 'classes/notes/1' },
  { '@set': { match: 1 } },
  { '@query': { lambda: 'x', expr: { var: 'y' } } },
  { '@bytes': '!' },
  { '@obj': { '@ts': 1 } },
  { '@unknown': 1 },
];
const lambdas: readonly Json[] = [
  { lambda: 'x', expr: { var: 'x' } },
  { lambda: ['x', 'y'], expr: { add: [{ var: 'x' }, { var: 'y' }] } },
  { lambda: ['x', ['_', 'y']], expr: { get: { var: 'x' } } },
  { lambda: 'x', expr: { is_empty: { var: 'x' } } },
];

/** Mostly a value of some kind; sometimes another form. */
const expressions = fc.letrec<{ expression: Json; form: Json }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: fc.constantFrom(...leaves, ...escapes), weight: 5 },
    { arbitrary: tie('form'), weight: 3 },
    { arbitrary: fc.array(tie('expression'), { maxLength: 3 }), weight: 1 },
    {
      arbitrary: fc.record({ object: fc.dictionary(fc.constantFrom('data', 'ts', 'size', 'n'), tie('expression')) }),
      weight: 1,
    },
  ),
  form: fc.constantFrom(...forms).chain((form) => {
    const argument = ({ takes }: Argument<unknown>): fc.Arbitrary<Json> =>
      takes === 'expression' ? tie('expression') : fc.oneof(fc.constantFrom(...lambdas), tie('expression'));
    const [required, optional] = [false, true].map((is) =>
      [...form.arguments].filter(([, { optional }]) => optional === is),
    );
    const fields = Object.fromEntries([...form.arguments].map(([name, each]) => [name, argument(each)]));
    return fc.record(fields, optional?.length ? { requiredKeys: (required ?? []).map(([name]) => name) } : {});
  }),
})).form;

describe('random expressions', () => {
  let database: Fql4Database;

  beforeAll(async () => {
    database = new Fql4Database();
    await database.get("CreateCollection({ name: 'notes' })");
    await database.get("CreateDatabase({ name: 'child' })");
    await database.get("CreateFunction({ name: 'f', body: Query(Lambda('x', Add(Var('x'), 1))) })");
    await database.get(
      `CreateRole({ name: 'r', privileges: [{ resource: Collection('notes'), actions: { read: true } }] })`,
    );
    await database.get(
      "CreateIndex({ name: 'by_n', source: Collection('notes'), terms: [{ field: ['data', 'n'] }], values: [{ field: ['data', 'm'] }] })",
    );
    await database.get("Create(Ref(Collection('notes'), '1'), { data: { n: 1, m: 2 } })");
  });

  /** What they write is not kept: each of them finds the same. */
  const answerTo = async (expression: Json, version: ApiVersion) => {
    const answer = await database.engine.transact({ secret: rootSecret }, {}, (context) => ({
      keep: false,
      answer: runExpression(context, JSON.stringify(expression), version).answer,
    }));
    if (answer === undefined || answer === 'contended') throw new Error('not answered');
    return answer;
  };

  it('are answered, or refused with a place', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, fc.constantFrom(...apiVersions), async (expression, version) => {
        const { status, body } = await answerTo(expression, version);
        const { resource, errors = [] } = JSON.parse(body) as { resource?: Json; errors?: readonly Fql4Error[] };
        if (status < 300) expect(resource).not.toBeUndefined();
        else expect([400, 403, 404]).toContain(status);
        for (const { code, description, position } of errors) {
          // A time that is too long ago stands nowhere in the expression.
          if (code !== 'bad request') expect(position).toBeInstanceOf(Array);
          expect(`${code}: ${description}`).not.toMatch(/\[object|: undefined/);
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 5000) },
    );
  });
});
