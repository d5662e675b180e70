/** What a Collection document may say. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session();
});

async function failures(fql: string): Promise<readonly string[]> {
  const answer = await session.engine.query({ secret: 'root-secret' }, { fql, formats: ['simple'], typecheck: false });
  if (answer.outcome !== 'failure') return [answer.outcome];
  return answer.constraintFailures.map(({ message }) => message);
}

describe('computed fields and checks', () => {
  it('may be lambdas without parameters, in brackets', async () => {
    await session.get(`Collection.create({
      name: "Thing",
      computed_fields: { next: { body: "(.n + 1)" } },
      constraints: [{ check: { name: "positive", body: "(.n > 0)" } }]
    }).name`);
    expect(await session.get('Thing.create({ n: 3 }).next')).toBe(4);
    expect(await failures('Thing.create({ n: 0 })')).toEqual(['Document failed check constraint `positive`']);
  });

  it('of functions may not', async () => {
    expect(await failures('Function.create({ name: "f", body: "(.n)" })')).toEqual([
      expect.stringContaining('Short form lambdas are not allowed here'),
    ]);
  });
});

describe('constraints', () => {
  it('that are there more than once are said once, however their paths are written', async () => {
    const twice = '{ check: { name: "ok", body: "d => d.ok" } }';
    expect(
      await failures(`Collection.create({ name: "Thing", constraints: [
        { unique: ["name"] }, { unique: [".['name']"] }, { unique: [".name"] }, ${twice}, ${twice}, ${twice}
      ] })`),
    ).toEqual(["Duplicate check constraint name 'ok'", 'Duplicate unique constraint on path [.name]']);
  });
});

describe('several faults', () => {
  it('are told in the order of the fields, what is missing last, parts before what they are part of', async () => {
    expect(await failures('Collection.create({ history_days: -1, name: "a b", ttl_days: "x" })')).toEqual([
      'Non-negative value required.',
      'Invalid identifier.',
      'Expected Long | Null, provided String',
    ]);
    expect(await failures('Collection.create({ ttl_days: -1 })')).toEqual([
      'Non-negative value required.',
      'Missing required field of type String',
    ]);
    expect(await failures('Collection.create({ name: "A", indexes: { "a b": { terms: [{ field: "(" }] } } })')).toEqual(
      ['Value `(` is not a valid FQL path expression.'],
    );
  });

  it('are told once for each field', async () => {
    const faults = await failures('Collection.create({ name: "A", indexes: { a: { terms: [{ field: 1 }] } } })');
    expect(faults).toEqual(['Expected String, provided Int']);
  });
});
