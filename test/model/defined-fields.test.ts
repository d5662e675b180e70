/** Fields that a collection defines: what documents must hold, and what they hold by default. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN } from '../../src/model/authority.ts';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get('Collection.create({ name: "Owner" }).name');
  await session.get(`Collection.create({ name: "Boat", fields: {
    name: { signature: "String" },
    length: { signature: "Int | Double", default: "7" },
    state: { signature: "\\"afloat\\" | \\"ashore\\"", default: "\\"afloat\\"" },
    owner: { signature: "Ref<Owner>?" },
    berth: { signature: "{ pier: String, number: Int, *: Boolean }?" },
    size: { signature: "[Int, Int]?" },
    made: { signature: "Time", default: "Time.now()" }
  } }).name`);
});

/** What is wrong with a write, by path. */
async function wrong(fql: string): Promise<Record<string, string>> {
  const answer = await session.engine.query(
    { scope: '', authority: ADMIN },
    { fql, formats: ['simple'], typecheck: false },
  );
  if (answer.outcome !== 'failure') throw new Error('the write did not fail');
  return Object.fromEntries(
    answer.constraintFailures.map(({ paths, message }) => [paths[0]?.join('.') ?? '', message]),
  );
}

describe('defined fields', () => {
  it('have their defaults where nothing is given', async () => {
    const boat = await session.get('Boat.create({ name: "Ida" }) { length, state, now: .made <= Time.now() }');
    expect(boat).toEqual({ length: 7, state: 'afloat', now: true });
    expect(await session.get('Boat.all().first()!.update({ length: 8 }).length')).toBe(8);
    expect(await session.get('Boat.all().first()!.replace({ name: "Ada" }).length')).toBe(7);
  });

  it('must have a value of their type', async () => {
    expect(await wrong('Boat.create({ name: 5, length: "x", state: "sunk", extra: 1 })')).toEqual({
      name: 'Expected String, provided Int',
      length: 'Expected Int | Double, provided String',
      state: 'Expected "afloat" | "ashore", provided "sunk"',
      extra: 'Unexpected field provided',
    });
    expect(await wrong('Boat.create({})')).toEqual({ name: 'Missing required field of type String' });
    expect(await wrong('Boat.create({ name: "Ida", owner: Boat("1") })')).toEqual({
      owner: 'Expected Owner | NullOwner | Null, provided Document',
    });
    expect(await wrong('Boat.create({ name: "Ida", size: [1, 2, 3] })')).toEqual({
      size: 'Expected [Int, Int] | Null, provided [Int, Int, Int]',
    });
    expect(await wrong('Boat.create({ name: "Ida", berth: { pier: "A", number: 1.5 } })')).toEqual({
      'berth.number': 'Expected Int, provided Double',
    });
  });

  it('take what fits', async () => {
    const fql =
      'Boat.create({ name: "Ida", length: 7.5, owner: Owner("404"), size: [1, 2], berth: { pier: "A", number: 1, wet: true } }).berth';
    expect(await session.get(fql)).toEqual({ pier: 'A', number: 1, wet: true });
  });

  it('can not be taken away by a null', async () => {
    await session.get('Boat.create({ id: "1", name: "Ida", berth: { pier: "A", number: 1 } }).id');
    expect(await wrong('Boat("1")!.update({ name: null })')).toEqual({ name: 'Missing required field of type String' });
    expect(await session.get('Boat("1")!.update({ berth: null }).berth')).toBe(null);
  });

  it('have no default that fails, or reads', async () => {
    const define = (initial: string) =>
      wrong(`Collection.create({ name: "Odd", fields: { a: { signature: "Int", default: "${initial}" } } })`);
    expect((await define('1 / 0')).a).toContain('Attempted integer division by zero.\n');
    expect((await define('Boat.all().count()')).a).toContain('not allowed in default values');
    expect((await define('newId()')).a).toContain('Value has type ID, which cannot be persisted');
  });

  it('are only of types that are there', async () => {
    expect(
      await session.ask('Collection.create({ name: "Lost", fields: { a: { signature: "Ref<Nobody>" } } })'),
    ).toContain('Unknown type `Nobody`');
    expect(
      await wrong('Collection.create({ name: "Lost", fields: { a: { signature: "Int |", default: "1 +" } } })'),
    ).toEqual({
      'fields.a.signature': expect.stringContaining('Failed parsing user-provided signature.') as unknown,
      'fields.a.default': expect.stringContaining('Unable to parse FQL source code.') as unknown,
    });
  });

  it('change as their collection likes while it is empty', async () => {
    const change = (fields: string) => session.get(`Boat.definition.update({ fields: { ${fields} } }).name`);
    await change('age: { signature: "Int" }, name: null, state: null');
    expect(await wrong('Boat.create({ age: 1, name: "Ida" })')).toEqual({ name: 'Unexpected field provided' });
  });

  describe('of a collection with documents', () => {
    const change = (fields: string, more = '') =>
      session.ask(`Boat.definition.update({ fields: { ${fields} } ${more} })`);

    beforeEach(async () => {
      await session.get('Boat.create({ name: "Ida" }).name');
    });

    it('neither come nor go', async () => {
      expect(await change('age: { signature: "Int?" }')).toContain('Field `.age` is not present in the live schema');
      expect(await change('age: { signature: "Int", default: "1" }')).toContain('`.age` is not present');
      expect(await change('name: null')).toContain('Field `.name` is missing from the submitted schema');
      expect(await change('', ', wildcard: "Any"')).toContain('Wildcard was not present in the live schema');
    });

    it('say which field within one has to be added', async () => {
      expect(await change('spot: { signature: "{ x: { y: Int }, *: Any }" }')).toContain(
        'Field `.spot` is not present',
      );
      expect(await change('spot: { signature: "{ x: { y: Int } }" }')).toContain(
        [
          '    error: Field `.spot.x.y` is not present in the live schema',
          '    at *field:Boat:spot*:1:8',
          '      |',
          '    1 | { x: { y: Int } }',
          '      |        ^',
        ].join('\n'),
      );
    });

    it('change to wider types only', async () => {
      expect(await change('name: { signature: "Int" }')).toContain('does not match the live type `String`');
      expect(await change('berth: { signature: "{ pier: String, number: Int }?" }')).toContain('does not match');
      for (const wider of [
        'name: { signature: "String | Int" }',
        'length: { signature: "Number" }',
        'state: { signature: "String", default: "\\"afloat\\"" }',
        'size: { signature: "Array<Int>?" }',
        'berth: { signature: "{ pier: String | Int, number: Int, dry: Boolean?, *: Boolean }?" }',
        'owner: { signature: "Any" }',
      ])
        expect(await change(wider)).toContain('name: "Boat"');
      expect(await session.get('Boat.create({ name: 5, length: 1, state: "sunk", owner: "me" }).state')).toBe('sunk');
    });

    it('change again once they are gone', async () => {
      await session.get('Boat.all().forEach(.delete())');
      expect(await change('name: null')).toContain('name: "Boat"');
    });
  });
});

describe('a wildcard', () => {
  it('lets in all other fields', async () => {
    await session.get(
      'Collection.create({ name: "Loose", fields: { a: { signature: "Int" } }, wildcard: "Any" }).name',
    );
    expect(await session.get('Loose.create({ a: 1, b: "x" }).b')).toBe('x');
    expect(await wrong('Loose.create({ a: "1", b: 2 })')).toEqual({ a: 'Expected Int, provided String' });
  });

  it('takes any value', async () => {
    const strict = 'Collection.create({ name: "Strict", fields: { a: { signature: "Int" } }, wildcard: "String" })';
    expect(await session.ask(strict)).toContain('error: Top-level wildcard must have type `Any`');
  });
});

describe('an object that a field must hold', () => {
  beforeEach(async () => {
    await session.get(`Collection.create({ name: "Ship", fields: {
      size: { signature: "{ length: Int, width: Int? }" },
      crew: { signature: "{ captain: { name: String? } }" },
      notes: { signature: "{ *: Any }" },
      owner: { signature: "{ name: String }?" },
      decks: { signature: "Array<{ rooms: { count: Int? } }>", default: "[]" }
    } }).name`);
  });

  const ask = (fql: string) => session.ask(fql, 'root-secret', { typecheck: false });

  it('is made when the document is, unless it may be absent', async () => {
    expect(await ask('Ship.create({ size: { length: 9 } }) { size, crew, notes, owner, decks }')).toBe(
      '{ size: { length: 9 }, crew: { captain: {} }, notes: {}, owner: null, decks: [] }',
    );
  });

  it('is made in arrays too', async () => {
    expect(await ask('Ship.create({ size: { length: 9 }, decks: [{}, { rooms: { count: 2 } }] }).decks')).toBe(
      '[ { rooms: {} }, { rooms: { count: 2 } } ]',
    );
  });

  it('misses the fields within, and not the object', async () => {
    const failuresOf = async (fql: string) => {
      const answer = await session.engine.query({ secret: 'root-secret' }, { fql, formats: [], typecheck: false });
      return answer.outcome === 'failure' && answer.constraintFailures;
    };
    expect(await failuresOf('Ship.create({})')).toEqual([
      { paths: [['size', 'length']], message: 'Missing required field of type Int' },
    ]);
    expect(await failuresOf('Ship.create({ size: null })')).toEqual([
      { paths: [['size']], message: 'Missing required field of type { length: Int, width: Int | Null }' },
    ]);
  });

  it('is made by replace, and not by update', async () => {
    await session.get('Ship.create({ id: 1, size: { length: 9 }, crew: { captain: { name: "Jo" } } }).id');
    expect(await ask('Ship(1)!.replace({ size: { length: 8 } }).crew')).toBe('{ captain: {} }');
    expect(await ask('Ship(1)!.update({ crew: null })')).toMatch(/^constraint_failure/);
  });
});

describe('a default within the type of a field', () => {
  const ask = (fql: string) => session.ask(fql, 'root-secret', { typecheck: false });
  const define = (signature: string) =>
    ask(`Collection.create({ name: "Port", fields: { place: { signature: ${JSON.stringify(signature)} } } }).name`);

  it('is taken where none is given, by create and replace', async () => {
    await define('{ country: String = "NO", at: { lat: Int = 50 + 9, long: Int? }, name: String }');
    const whole = '{ country: "NO", at: { lat: 59 }, name: "Oslo" }';
    expect(await ask(`Port.create({ id: 1, place: { name: "Oslo" } }).place == ${whole}`)).toBe('true');
    expect(await ask('Port(1)!.update({ place: { at: { lat: 60 } } }).place.at')).toBe('{ lat: 60 }');
    expect(await ask(`Port(1)!.replace({ place: { name: "Oslo" } }).place == ${whole}`)).toBe('true');
    expect(await ask('Port(1)!.update({ place: { country: null } })')).toMatch(/^constraint_failure/);
  });

  it('that fails is told with its place', async () => {
    await define('{ size: Int = 1 / 0 }');
    const answer = await session.engine.query({ secret: 'root-secret' }, { fql: 'Port.create({})', formats: [] });
    expect(answer).toHaveProperty('constraintFailures.0.paths', [['place', 'size']]);
    expect(answer).toHaveProperty('summary', expect.stringMatching(/at \*field:Port:place\*:1:19/));
  });

  it('is kept as it was written', async () => {
    await define('{ size: Int = 1+2 }');
    expect(await session.get('Port.definition.fields.place.signature')).toBe('{ size: Int = 1+2 }');
  });

  it.each([
    ['{ size: Int = 3 }?', 'Parent is nullable'],
    ['{ size: Int = 3 } | Int', 'Parent is a union'],
    ['Array<{ size: Int = 3 }>', 'Parent is not an object'],
    ['{ size: { now: Int = 3 } = { now: 4 } }', 'Parent has a conflicting default value'],
  ])('is refused in %s', async (signature, why) => {
    const fields = `{ place: { signature: ${JSON.stringify(signature)} } }`;
    const fql = `Collection.create({ name: "Port", fields: ${fields} })`;
    const answer = await session.engine.query({ secret: 'root-secret' }, { fql, formats: [] });
    expect(answer).toHaveProperty('summary', expect.stringContaining('error: Default values are not allowed here'));
    expect(answer).toHaveProperty('summary', expect.stringContaining(`hint: ${why}`));
  });
});
