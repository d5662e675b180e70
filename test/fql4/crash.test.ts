/** A server that is killed while it writes in FQL v4: what it acknowledged is there, and nothing is there by half. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { inFolder, start } from '../support/faunula.ts';
import { wireOf } from '../support/fql4.ts';

const kills = 12;
const clients = 4;

let running: ChildProcess | undefined;

afterEach(() => {
  running?.kill('SIGKILL');
});

interface Served {
  readonly process: ChildProcess;
  readonly ask: (text: string) => Promise<unknown>;
}

async function serve(folder: string): Promise<Served> {
  const process = start(['--db', join(folder, 'left.json'), 'serve', '--port', '0', '--secret', 'secret']);
  running = process;
  const [line] = (await once(process.stdout as NonNullable<typeof process.stdout>, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())?.[0] ?? '';
  const ask = async (text: string): Promise<unknown> => {
    const headers = { authorization: 'Bearer secret', 'x-faunadb-api-version': '4' };
    const response = await fetch(url, { method: 'POST', headers, body: wireOf(text) });
    const { resource, errors } = (await response.json()) as { resource?: unknown; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return resource;
  };
  return { process, ask };
}

/** Each client writes one number after the other, until the server is gone; notes those that were acknowledged. */
async function writeUntilGone({ ask }: Served, client: number, round: number, acknowledged: string[]): Promise<void> {
  for (let n = 0; ; n++) {
    const name = `${round}-${client}-${n}`;
    // Two documents, an entry in an index for each, and one that is made and taken away again.
    const query = `Do(
      Create(Collection('left'), { data: { name: '${name}' } }),
      Delete(Select('ref', Create(Collection('left'), { data: { name: 'gone ${name}' } }))),
      Create(Collection('right'), { data: { name: '${name}' } }))`;
    try {
      await ask(query);
    } catch {
      return;
    }
    acknowledged.push(name);
  }
}

it(`${kills} kills`, { timeout: 120_000 }, () =>
  inFolder(async (folder) => {
    const acknowledged: string[] = [];
    for (let round = 0; round < kills; round++) {
      const server = await serve(folder);
      if (round === 0) {
        for (const side of ['left', 'right']) {
          await server.ask(`CreateCollection({ name: '${side}' })`);
          await server.ask(`CreateIndex({ name: '${side}s', source: Collection('${side}'), unique: true,
            values: [{ field: ['data', 'name'] }] })`);
        }
      }
      const writing = Array.from({ length: clients }, (_, client) =>
        writeUntilGone(server, client, round, acknowledged),
      );
      setTimeout(() => server.process.kill('SIGKILL'), 20 + Math.random() * 150);
      await Promise.all(writing);
    }
    const { ask } = await serve(folder);
    const namesIn = async (text: string) =>
      (await ask(`Select('data', Map(Paginate(${text}, { size: 100000 }), x => ${nameOf(text)}))`)) as string[];
    const nameOf = (text: string) => (text.startsWith('Documents') ? "Select(['data', 'name'], Get(x))" : 'x');
    const left = new Set(await namesIn("Documents(Collection('left'))"));
    expect(acknowledged.length).toBeGreaterThan(kills);
    expect(acknowledged.filter((name) => !left.has(name))).toEqual([]);
    const sorted = [...left].sort();
    for (const text of ["Documents(Collection('right'))", "Match(Index('lefts'))", "Match(Index('rights'))"]) {
      expect((await namesIn(text)).sort(), text).toEqual(sorted);
    }
  }),
);
