/** Event streams: what idle ones cost writers, what an event costs its followers, and what a poll of a feed costs. */

import { Engine } from '../src/engine.ts';
import { ADMIN } from '../src/model/authority.ts';
import { provideCrypto } from '../src/model/crypto.ts';
import { nodeCrypto } from '../src/node-crypto.ts';
import type { Caller } from '../src/query/request.ts';
import { MemoryStore } from '../src/store/memory.ts';
import { alternate, printRows, type Row } from './row.ts';

provideCrypto(nodeCrypto);
const admin: Caller = { scope: '', authority: ADMIN };

class Bench {
  readonly engine = new Engine(new MemoryStore());
  events = 0;

  async run(fql: string): Promise<string> {
    const answer = await this.engine.query(admin, { fql, formats: ['simple'] });
    if (answer.outcome !== 'success') throw new Error(answer.message);
    return JSON.parse(answer.data.simple ?? 'null') as string;
  }

  async follow(fql: string): Promise<void> {
    const token = this.engine.events.readToken(await this.run(fql));
    if (!token) throw new Error('no token');
    const answer = await this.engine.events.stream(admin, { token }, (fault) => console.error(fault));
    if (answer.outcome !== 'success') throw new Error(answer.message);
    const reader = answer.events.getReader();
    const read = async (): Promise<void> => {
      const { done, value } = await reader.read();
      this.events += value?.match(/"type":"(add|update)"/g)?.length ?? 0;
      if (!done) await read();
    };
    void read();
  }

  async update(times: number): Promise<void> {
    for (let turn = 0; turn < times; turn++) await this.run('Log.byId("1")!.update({ n: 1 })\nnull');
  }
}

async function prepared(): Promise<Bench> {
  const bench = new Bench();
  await bench.run('Collection.create({ name: "Log", indexes: { byKind: { terms: [{ field: "kind" }] } } })\nnull');
  await bench.run('Log.create({ id: 1, kind: 0 })\nnull');
  return bench;
}

async function idle(): Promise<Row> {
  const [alone, followed] = [await prepared(), await prepared()];
  for (let stream = 1; stream <= 2500; stream++) {
    await followed.follow(`Log.byKind(${stream}).eventSource()`);
    await followed.follow(`Set.single(Log.byId("${stream + 1}")).eventSource()`);
  }
  const [value, floor] = await alternate(
    15,
    () => followed.update(400),
    () => alone.update(400),
  );
  followed.engine.events.close();
  const goal = { bound: 'at most', ratio: 1.2 } as const;
  return { name: 'a write beside 5,000 idle streams', floorName: 'the same without', floor, value, goal };
}

async function told(): Promise<Row> {
  const [alone, followed] = [await prepared(), await prepared()];
  for (let stream = 0; stream < 100; stream++) await followed.follow('Log.where(.n > 0).eventSource()');
  const [value, floor] = await alternate(
    9,
    async () => {
      followed.events = 0;
      await followed.update(40);
      while (followed.events < 40 * 100) await new Promise((resolve) => setTimeout(resolve, 0));
    },
    () => alone.update(40),
  );
  followed.engine.events.close();
  return { name: 'a write and its event to 100 streams', floorName: 'the write', floor, value };
}

async function polled(): Promise<Row> {
  const [small, large] = [await prepared(), await prepared()];
  const poll = async (bench: Bench) => {
    const token = bench.engine.events.readToken(await bench.run('Log.all().eventSource()'));
    if (!token) throw new Error('no token');
    await bench.update(1);
    await bench.engine.events.feed(admin, { token, pageSize: 16 });
  };
  for (let part = 0; part < 20; part++) {
    await large.run('Set.sequence(0, 5000).forEach(n => { Log.create({ n: n })\n null })');
  }
  for (const bench of [small, large]) await poll(bench);
  const many = async (bench: Bench) => {
    for (let turn = 0; turn < 100; turn++) await poll(bench);
  };
  const [value, floor] = await alternate(
    9,
    () => many(large),
    () => many(small),
  );
  const goal = { bound: 'at most', ratio: 2 } as const;
  return { name: 'polling a feed of 100,000 documents', floorName: 'one of a single document', floor, value, goal };
}

printRows([await idle(), await told(), await polled()]);
