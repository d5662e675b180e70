/** Computed fields in indexes: made of the document alone, whatever else they could read. */
import { expect, it } from 'vitest';
import { rootSecret, Session } from '../support/session.ts';

it('hold nothing for documents whose field calls a function, or asks for the time of the document', async () => {
  const session = new Session();
  // Where types are checked, such an index can not be defined.
  await session.get('Database.create({ name: "loose", typechecked: false }).name');
  const ask = (fql: string) => session.ask(fql, `${rootSecret}:loose:admin`);
  await ask('Function.create({ name: "one", body: "_ => 1" })');
  await ask(`Collection.create({
    name: "Thing",
    computed_fields: { called: { body: "d => if (d.a) one(1) else 0" }, stamped: { body: "d => d.ts" } }
  })`);
  await ask('Thing.create({ id: "1", a: true })');
  await ask(`Thing.definition.update({
    indexes: { byCalled: { terms: [{ field: "called" }] }, byStamp: { terms: [{ field: "stamped" }] } }
  })`);
  await ask('Thing.create({ id: "2", a: false })');
  expect(await ask('[Thing.byCalled(0).map(.id).toArray(), Thing.byCalled(1).map(.id).toArray()]')).toBe(
    '[ [ "2" ], [] ]',
  );
  expect(await ask('Thing.all().map(d => Thing.byStamp(d.ts).count()).toArray()')).toBe('[ 0, 0 ]');
  expect(await ask('Thing.all().map(.called).toArray()')).toBe('[ 1, 0 ]');
});
