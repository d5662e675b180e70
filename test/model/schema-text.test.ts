/** The schema as text, as queries leave it. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN } from '../../src/model/authority.ts';
import { printSchema } from '../../src/model/schema-text.ts';
import { Session } from '../support/session.ts';

let session: Session;

beforeEach(() => {
  session = new Session();
});

/** The text behind its heading. */
async function text(): Promise<string> {
  const printed = await session.engine.look({ scope: '', authority: ADMIN }, ({ transaction, database }) => {
    return printSchema(transaction, database.scope).source.text;
  });
  return (printed ?? '').split('\n').slice(2).join('\n');
}

describe('the text of a collection', () => {
  beforeEach(async () => {
    await session.get(`Collection.create({ name: "Boat",
      indexes: { byName: { terms: [{ field: ".name" }] } }, history_days: 3 }).name`);
  });

  it('takes what is added at its end, and leaves the rest where it is', async () => {
    await session.get('Boat.definition.update({ computed_fields: { big: { body: "b => b.length > 20" } } }).name');
    await session.get('Boat.definition.update({ constraints: [{ unique: ["name"] }] }).name');
    await session.get('Boat.definition.update({ history_days: 5 }).name');
    expect(await text()).toBe(`
collection Boat {
  index byName {
    terms [.name]
  }
  history_days 5
  compute big = (b) => b.length > 20
  unique [.name]
}
`);
  });

  it('takes several members of one query with the last in front', async () => {
    await session.get(`Boat.definition.update({ ttl_days: 9, constraints: [{ unique: ["name"] }],
      indexes: { byName: { terms: [{ field: ".name" }] , values: [{ field: ".length" }] }, all2: { values: [{ field: ".a" }] } } }).name`);
    expect(await text()).toBe(`
collection Boat {
  index byName {
    terms [.name]
    values [.length]
  }
  history_days 3
  ttl_days 9
  unique [.name]
  index all2 {
    values [.a]
  }
}
`);
  });

  it('loses what is taken away', async () => {
    await session.get('Boat.definition.update({ ttl_days: 9 }).name');
    await session.get('Boat.definition.update({ indexes: { byName: null } }).name');
    await session.get('Boat.definition.update({ indexes: { byName: { terms: [{ field: ".name" }] } } }).name');
    expect(await text()).toBe(
      '\ncollection Boat {\n  history_days 3\n  ttl_days 9\n  index byName {\n    terms [.name]\n  }\n}\n',
    );
  });

  it('loses the empty line before it when it gets an alias, or none', async () => {
    await session.get('Collection.create({ name: "Pier" }); Collection.create({ name: "Quay", alias: "Kai" }).name');
    await session.get('Pier.definition.update({ alias: "Steg" }).name');
    await session.get('Quay.definition.update({ alias: null }).name');
    const rest = '@alias(Steg)\ncollection Pier {\n}\ncollection Quay {\n}\n';
    expect((await text()).split('3\n}\n')[1]).toBe(rest);
    await session.get('Boat.definition.update({ ttl_days: 1 }).name');
    expect((await text()).split('1\n}\n')[1]).toBe(rest);
  });

  it('is that of a new one when it is renamed', async () => {
    await session.get('Boat.definition.update({ computed_fields: { big: { body: "b => b.length > 20" } } }).name');
    await session.get('Collection.create({ name: "Pier" }).name');
    await session.get('Boat.definition.update({ name: "Ship" }).name');
    expect(await text()).toBe(`
collection Pier {
}

collection Ship {
  compute big = (b) => b.length > 20
  index byName {
    terms [.name]
  }
  history_days 3
}
`);
  });

  it('is where errors are shown', async () => {
    await session.get('Boat.definition.update({ ttl_days: 9 }).name');
    await session.get('Boat.definition.update({ computed_fields: { big: { body: "b => b.length > 20" } } }).name');
    const wrong = 'Boat.definition.update({ computed_fields: { big: { body: "b => nope" } } })';
    expect(await session.ask(wrong)).toContain('at main.fsl:10:24');
  });
});

describe('the text of a field', () => {
  it('says what its parts hold by default', async () => {
    const signature = '{ size: Int=1+2, at: { lat: Int?, "a b": Time = Time.now() }, *: Any }';
    await session.get(`Collection.create({ name: "Port",
      fields: { place: { signature: ${JSON.stringify(signature)} } } }).name`);
    expect(await text()).toBe(`
collection Port {
  place: { size: Int = 1 + 2, at: { lat: Int?, "a b": Time = Time.now() }, *: Any }
}
`);
  });
});

describe('the text of a role', () => {
  it('takes actions at the end of their privileges, and these at the end of the role', async () => {
    await session.get('Collection.create({ name: "A" }); Collection.create({ name: "B" }).name');
    const privileges = (list: string) => `Role.byName("r")!.update({ privileges: [${list}] }).name`;
    await session.get('Role.create({ name: "r", privileges: [{ resource: "B", actions: { write: true } }] }).name');
    await session.get(privileges('{ resource: "B", actions: { read: true, write: true, create: true } }'));
    const ofB = '{ resource: "B", actions: { read: true, write: true } }';
    await session.get(privileges(`{ resource: "A", actions: { read: true, create: true } }, ${ofB}`));
    expect((await text()).split('role ')[1]).toBe(`r {
  privileges B {
    write
    read
  }
  privileges A {
    read
    create
  }
}
`);
  });
});

describe('however a collection is changed', () => {
  const change = fc.oneof(
    fc.record({
      part: fc.constant('computed_fields'),
      name: fc.constantFrom('c', 'd'),
      value: fc.constantFrom('null', '{ body: "_ => 1" }'),
    }),
    fc.record({
      part: fc.constant('indexes'),
      name: fc.constantFrom('x', 'y', 'z'),
      value: fc.constantFrom(
        'null',
        '{ terms: [{ field: ".a" }] }',
        '{ terms: [{ field: ".b" }], values: [{ field: ".c" }] }',
      ),
    }),
  );
  const update = fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const parts = ['computed_fields', 'indexes'].map((part) => {
      const own = changes.filter((each) => each.part === part);
      return `${part}: { ${[...new Map(own.map(({ name, value }) => [name, `${name}: ${value}`])).values()].join(', ')} }`;
    });
    return `C.definition.update({ ${parts.join(', ')} }).name`;
  });

  it('its text has the lines of one that is made anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(update, { maxLength: 8 }), async (updates) => {
        session = new Session();
        await session.get('Collection.create({ name: "C" }).name');
        for (const each of updates) await session.get(each);
        const changed = await text();
        await session.get('C.definition.update({ name: "D" }).name');
        const lines = (await text()).replace('collection D', 'collection C').split('\n').sort();
        expect(changed.split('\n').sort()).toEqual(lines);
      }),
      { numRuns: 40 },
    );
  });
});
