/** Over HTTP: `faunula serve` against a bare Node server that sends the same bytes, each in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askOnce, measureRate, postRequest, type Target } from './http-client.ts';
import { alternate, printRows, type Row } from './row.ts';

const cli = process.env['FAUNULA_CLI'] ?? 'dist/cli.cjs';
const folder = process.env['FAUNULA_TEMP'] ?? '.';
const headers = { authorization: 'Bearer secret', 'content-type': 'application/json', 'x-format': 'tagged' };

const queries = {
  arithmetic: '1 + 1',
  'point read': 'People.byId("500")',
  'index lookup': 'People.byName("Person 500").first()',
  'projected page': 'Order.all() { total, buyer { name, email } }',
  create: 'Log.create({ name: "Ada", email: "ada@example.com" })',
};

const setUp = [
  'Collection.create({ name: "People", indexes: { byName: { terms: [{ field: "name" }] } } })',
  'Collection.create({ name: "Order" })\nCollection.create({ name: "Log" })',
  'Set.sequence(1, 2001).forEach(i => People.create({ id: i, name: "Person #{i}", email: "person#{i}@example.com" }))',
  'Set.sequence(1, 101).forEach(i => Order.create({ total: i, buyer: People.byId(i) }))',
];

/** Answers whatever it is asked with the status, headers and body that it is started with. */
const bareServer = `
  const { createServer } = require('node:http');
  const { headers, body } = JSON.parse(process.argv[1]);
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => console.log('listening on http://127.0.0.1:' + server.address().port));
`;

interface Server {
  readonly port: number;
  readonly child: ChildProcess;
}

/** Starts a server in a process of its own, and waits until it says where it listens. */
function start(...args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((ready, failed) => {
    child.once('error', failed);
    child.stdout.once('data', (line: Buffer) => {
      const port = /:(\d+)\s*$/.exec(line.toString())?.[1];
      if (port) ready({ port: Number(port), child });
      else failed(new Error(line.toString()));
    });
  });
}

function queryOf(fql: string): Buffer {
  return postRequest('/query/1', headers, JSON.stringify({ query: fql }));
}

function headersOf(head: string): Record<string, string> {
  const lines = head.split('\r\n').slice(1);
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  // Node writes these by itself.
  return Object.fromEntries(pairs.filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)));
}

/** How long processors have worked for a process, in milliseconds; undefined where the system does not tell. */
function processorTime({ pid }: ChildProcess): number | undefined {
  try {
    // Hundredths of a second, behind the name of the program, which may hold anything.
    const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[10]) + Number(fields[11])) * 10;
  } catch {
    return undefined;
  }
}

/** Runs a body over and over; what a server worked meanwhile is added to its entry in `worked`. */
async function working(child: ChildProcess, worked: Map<ChildProcess, number>, body: () => Promise<unknown>) {
  const before = processorTime(child);
  await body();
  const after = processorTime(child);
  if (before !== undefined && after !== undefined) worked.set(child, (worked.get(child) ?? 0) + after - before);
}

/** The client takes a processor, too: what a server itself takes for a request shows here. */
function workRow(name: string, work: number | undefined, least: number | undefined, requests: number): Row[] {
  if (work === undefined || least === undefined) return [];
  const [value, floor] = [work, least].map((each) => (each / requests) * 1000) as [number, number];
  return [{ name: `/query/1, ${name}, µs of the server's processor`, floorName: 'a bare Node server', value, floor }];
}

async function measure(name: string, server: Server, fql: string): Promise<Row[]> {
  const asked: Target = { port: server.port, request: queryOf(fql) };
  const { head, body } = await askOnce(asked);
  if (!body.startsWith('{"data"')) throw new Error(body);
  const bare = await start('-e', bareServer, JSON.stringify({ headers: headersOf(head), body }));
  const floor: Target = { ...asked, port: bare.port };
  const rows: Row[] = [];
  for (const connections of [1, 32]) {
    const count = (connections * (name === 'create' ? 1_000 : 2_000)) / (connections === 1 ? 1 : 4);
    const worked = new Map<ChildProcess, number>();
    // Until the code of both is compiled.
    for (const target of [asked, floor]) await measureRate(target, connections, 4_000);
    const runs = 7;
    const [value, least] = await alternate(
      runs,
      () => working(server.child, worked, () => measureRate(asked, connections, count)),
      () => working(bare.child, worked, () => measureRate(floor, connections, count)),
    );
    rows.push({
      name: `/query/1, ${name}, ${connections} ${connections === 1 ? 'connection' : 'connections'}, per second`,
      floorName: 'a bare Node server',
      value: (count / value) * 1000,
      floor: (count / least) * 1000,
      ...(connections === 1 || name === 'create' ? {} : { goal: { bound: 'at least', ratio: 0.5 } as const }),
    });
    if (connections > 1) rows.push(...workRow(name, worked.get(server.child), worked.get(bare.child), runs * count));
  }
  bare.child.kill();
  return rows;
}

const server = await start(cli, 'serve', '--db', join(folder, 'serve.json'), '--port', '0');
for (const fql of setUp) {
  const { body } = await askOnce({ port: server.port, request: queryOf(fql) });
  if (!body.startsWith('{"data"')) throw new Error(body);
}
for (const [name, fql] of Object.entries(queries)) printRows(await measure(name, server, fql));
server.child.kill();
