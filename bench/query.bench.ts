/** Queries in process: a point read, and creates that are on the disk when they are acknowledged. */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../src/database.ts';
import type { Engine } from '../src/engine.ts';
import { ADMIN } from '../src/model/authority.ts';
import { alternate, printRows, type Row } from './row.ts';

const caller = { scope: '', authority: ADMIN };
const folder = process.env['FAUNULA_TEMP'] ?? '.';

async function ask(engine: Engine, fql: string): Promise<string> {
  const answer = await engine.query(caller, { fql, formats: ['simple'] });
  if (answer.outcome !== 'success') throw new Error(answer.message);
  return answer.data.simple ?? '';
}

const person = '{ name: "Ada", email: "ada@example.com", address: { city: "London", zip: "NW1" } }';

async function pointRead(): Promise<Row> {
  const { engine, close } = await openDatabase(undefined);
  await ask(engine, 'Collection.create({ name: "People" })');
  for (let id = 1; id <= 1000; id++)
    await ask(engine, `People.create({ id: "${id}", name: "Ada", email: "ada@example.com" })`);
  const documents = new Map<string, object>();
  for (let id = 1; id <= 1000; id++) {
    documents.set(String(id), {
      id: String(id),
      coll: 'People',
      ts: new Date(),
      name: 'Ada',
      email: 'ada@example.com',
    });
  }
  const times = 20_000;
  let sink = 0;
  const [value, floor] = await alternate(
    7,
    async () => {
      for (let i = 0; i < times; i++) sink += (await ask(engine, 'People.byId("500")')).length;
    },
    () => {
      for (let i = 0; i < times; i++) sink += JSON.stringify(documents.get('500')).length;
    },
  );
  await close();
  if (sink === 0) throw new Error('nothing was read');
  return {
    name: 'a point read by id, in process',
    floorName: 'Map.get and JSON.stringify',
    value,
    floor,
    goal: { bound: 'at most', ratio: 10 },
  };
}

/** Creates by `clients` at a time against appending and syncing the same bytes one after another. */
async function durableCreates(clients: number, goal: NonNullable<Row['goal']>): Promise<Row> {
  const path = join(folder, `create-${clients}.json`);
  const { engine, close } = await openDatabase(path);
  await ask(engine, 'Collection.create({ name: "People" })');
  await ask(engine, `People.create(${person})`);
  const line = `${readFileSync(`${path}.journal`, 'utf8').trimEnd().split('\n').at(-1)}\n`;
  const file = openSync(join(folder, `floor-${clients}.log`), 'a');
  const rounds = clients === 1 ? 30 : 4;
  const creates = rounds * clients;
  const [value, floor] = await alternate(
    7,
    async () => {
      for (let round = 0; round < rounds; round++) {
        await Promise.all(Array.from({ length: clients }, () => ask(engine, `People.create(${person})`)));
      }
    },
    () => {
      for (let i = 0; i < creates; i++) {
        writeSync(file, line);
        fdatasyncSync(file);
      }
    },
  );
  closeSync(file);
  await close();
  const name = `durable creates, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
  if (goal.bound === 'at most')
    return { name, floorName: 'append and fdatasync', value: value / creates, floor: floor / creates, goal };
  return {
    name: `${name}, per second`,
    floorName: 'append and fdatasync',
    value: (creates / value) * 1000,
    floor: (creates / floor) * 1000,
    goal,
  };
}

printRows([
  await pointRead(),
  await durableCreates(1, { bound: 'at most', ratio: 1.5 }),
  await durableCreates(32, { bound: 'at least', ratio: 8 }),
]);
