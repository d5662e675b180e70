import { beforeEach, describe, expect, it } from 'vitest';
import { newGlobalId } from '../../src/model/global-id.ts';
import { rootSecret, Session, unauthorized } from '../support/session.ts';

let session: Session;
const inChild = `${rootSecret}:child:admin`;

beforeEach(async () => {
  session = new Session();
  await session.get('Database.create({ name: "child" })');
});

describe('a database within a database', () => {
  it('has collections, functions and roles of its own', async () => {
    await session.get('Collection.create({ name: "Note" })', inChild);
    await session.get('Note.create({ id: "1", text: "inner" })', inChild);
    await session.get('Collection.create({ name: "Note" })');
    expect(await session.ask('Note.all().count()')).toBe('0');
    expect(await session.ask('Note.byId("1")!.text', inChild)).toBe('"inner"');
  });

  it('keeps its id and its data when it is renamed or replaced', async () => {
    await session.get('Collection.create({ name: "Note" })', inChild);
    const id = await session.get('Database.byName("child")!.global_id');
    await session.get('Database.byName("child")!.update({ name: "other" })');
    await session.get('Database.byName("other")!.replace({ name: "third", data: { note: 1 } })');
    expect(await session.get('Database.byName("third")!.global_id')).toBe(id);
    expect(await session.ask('Note.all().count()', `${rootSecret}:third:admin`)).toBe('0');
    expect(await session.ask('1', inChild)).toBe(unauthorized);
    await session.get('Database.create({ name: "child" })');
    expect(await session.ask('Collection.all().count()', inChild)).toBe('0');
  });

  it('shows nothing of where it is kept', async () => {
    const answer = await session.ask('Database.byName("child")');
    expect(answer).toMatch(/^\{ name: "child", coll: Database, ts: Time\("[^"]+"\), global_id: "[a-z0-9]{13}" \}$/);
  });

  it('checks types as its parent does where it does not say', async () => {
    expect(await session.ask('Query.isEnvTypechecked()', inChild)).toBe('true');
    await session.get('Database.byName("child")!.update({ typechecked: false })');
    await session.get('Database.create({ name: "grandchild" })', inChild);
    expect(await session.ask('Query.isEnvTypechecked()', `${rootSecret}:child/grandchild:admin`)).toBe('false');
  });

  it('is refused under a name that is taken, or is none', async () => {
    const unique = 'constraint_failure: Failed unique constraint.';
    expect(await session.ask('Database.create({ name: "child" })')).toBe(unique);
    for (const name of ['a b', '1st', 'a-b', '', 'a/b', 'if']) {
      const answer = await session.ask(`Database.create({ name: "${name}" })`);
      expect([name, answer]).toEqual([name, 'constraint_failure: Failed to create Database.']);
    }
  });

  it('takes all that is in it along when it is deleted', async () => {
    const before = rows();
    await session.get('Database.create({ name: "gone" })');
    const inGone = `${rootSecret}:gone:admin`;
    await session.get('Database.create({ name: "inner" })', inGone);
    for (const secret of [inGone, `${rootSecret}:gone/inner:admin`]) {
      await session.get(
        'Collection.create({ name: "Note", indexes: { byText: { terms: [{ field: "text" }] } }, constraints: [{ unique: ["n"] }], history_days: 3 })',
        secret,
      );
      await session.get('Note.create({ id: "1", text: "a", n: 1 })', secret);
      await session.get('Note.byId("1")!.update({ text: "b", n: 2 })', secret);
      await session.get('Token.create({ document: Note.byId("1") })', secret);
      await session.get('Credential.create({ document: Note.byId("1"), password: "x" })', secret);
      await session.get('Function.create({ name: "f", body: "() => 1" })', secret);
    }
    await session.get('Database.byName("gone")!.delete()');
    const left = rows().filter((row) => !before.includes(row));
    // What the parent remembers of the document that is gone.
    expect(left.filter((row) => !/^\/(Database|:system)/.test(row))).toEqual([]);
  });
});

function rows(): string[] {
  const { tables } = session.store.snapshot();
  return [...tables.keys()].flatMap((table) =>
    [...session.store.snapshot().scan(table)].map(([key]) => `${table} ${key}`),
  );
}

describe('global ids', () => {
  it('are 64 bits in z-base-32', () => {
    expect(newGlobalId(0n)).toBe('yyyyyyyyyyyyy');
    expect(newGlobalId(2n ** 64n - 1n)).toBe('9999999999996');
    expect(newGlobalId(1n)).not.toBe(newGlobalId(2n));
  });
});
