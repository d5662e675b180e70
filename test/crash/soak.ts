/**
 * Many clients on one database, whose process is killed again and again: nothing that was acknowledged may be lost, no
 * answer may be wrong, and what the process takes must not grow with what it has done.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from '../support/faunula.ts';
import { checkRealTime, checkRegisters, type Operation, type Read, type Write } from './history.ts';
import { http1Client, http2Client, type SoakAnswer, type SoakClient } from './soak-client.ts';

export interface SoakOptions {
  readonly file: string;
  readonly seconds: number;
  readonly kills: number;
  readonly clients: number;
}

export interface SoakReport {
  /** What the clients saw that no serial order explains. */
  readonly wrong: readonly string[];
  readonly answers: number;
  /** Requests without an answer: the process was killed. */
  readonly unanswered: number;
  /** Answers by their status or their error. */
  readonly kinds: Readonly<Record<string, number>>;
  /** The memory of the process, in MB, a second after the other since the last kill. */
  readonly memory: readonly number[];
}

const accounts = 20;
const total = accounts * 100;
const registers = 10;
/** How many entries each client keeps. */
const kept = 20;
/** Part of the time in which the process is killed; then it is left alone, to see what memory it comes to take. */
const killing = 0.65;

const schema = `
  Collection.create({ name: "Account" })
  Collection.create({ name: "Register" })
  Collection.create({ name: "Counter" })
  Collection.create({ name: "Claim", constraints: [{ unique: ["name"] }] })
  Collection.create({ name: "Entry", indexes: { byClient: { terms: [{ field: "client" }], values: [{ field: "n" }] } } })
`;
const contents = `
  Set.sequence(0, ${accounts}).forEach(id => Account.create({ id: id, balance: 100 }))
  Set.sequence(0, ${registers}).forEach(id => Register.create({ id: id, value: null }))
  Counter.create({ id: 0, n: 0 })
`;

/** What was acknowledged, and what may have happened. */
class Notes {
  readonly operations: Operation[] = [];
  readonly writes: Write[] = [];
  readonly reads: Read[] = [];
  readonly committed = new Set<Operation>();
  readonly wrong: string[] = [];
  readonly kinds: Record<string, number> = {};
  readonly counts: number[] = [];
  unansweredCounts = 0;
  unanswered = 0;
  /** Who got a name. */
  readonly claims = new Map<string, string>();
  readonly perhapsClaimed = new Set<string>();
  /** Names that were refused. */
  readonly refused = new Set<string>();
  /** The last entry of each client that is sure, and the last that was tried. */
  readonly entries = new Map<string, { sure: number; tried: number }>();

  note(kind: string): void {
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
  }
}

/** The server, which has another address after each kill. */
class Killable {
  url = '';
  private process: ChildProcess | undefined;
  private ready: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  start(): Promise<void> {
    this.ready = new Promise((ready, failed) => {
      const child = start(['--db', this.file, 'serve', '--port', '0', '--secret', 'secret']);
      this.process = child;
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [, url] = /listening on (\S+)/.exec(said) ?? [];
        if (url === undefined) return;
        this.url = url;
        ready();
      });
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.on('exit', () => failed(new Error(`the server did not start: ${said}`)));
    });
    return this.ready;
  }

  async whenUp(): Promise<void> {
    await this.ready;
  }

  async killAndStart(): Promise<void> {
    const gone = new Promise((exit) => this.process?.once('exit', exit));
    this.process?.kill('SIGKILL');
    // Before anyone asks whether it is up.
    const started = gone.then(() => this.start());
    this.ready = started;
    await started;
  }

  async stop(): Promise<void> {
    const gone = new Promise((exit) => this.process?.once('exit', exit));
    this.process?.kill('SIGTERM');
    await gone;
  }

  /** In MB; undefined where the system does not tell. */
  memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.process?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }
}

export async function soak({ file, seconds, kills, clients }: SoakOptions): Promise<SoakReport> {
  const server = new Killable(file);
  await server.start();
  const record = new Notes();
  const setUp = http1Client();
  for (const fql of [schema, contents]) {
    const { status } = await setUp.query(server.url, fql, {});
    if (status !== 200) throw new Error('the database could not be filled');
  }
  const until = performance.now() + seconds * 1000;
  const isOver = () => performance.now() >= until;
  const running = Array.from({ length: clients }, (_, number) => {
    const client = number % 2 === 0 ? http1Client() : http2Client();
    return work(`c${number}`, client, server, record, isOver).finally(() => client.close());
  });

  const pause = (seconds * 1000 * killing) / (kills + 1);
  for (let kill = 0; kill < kills; kill++) {
    await sleep(pause);
    await server.killAndStart();
  }
  const memory: number[] = [];
  while (!isOver()) {
    await sleep(Math.min(1000, Math.max(1, until - performance.now())));
    const taken = server.memory();
    if (taken !== undefined) memory.push(Math.round(taken));
  }
  await Promise.all(running);
  await server.killAndStart();
  await checkEnd(setUp, server.url, record);
  setUp.close();
  await server.stop();

  record.wrong.push(...checkRealTime(record.operations, record.committed));
  record.wrong.push(...checkRegisters(record.writes, record.reads));
  const { wrong, operations, unanswered, kinds } = record;
  return { wrong, answers: operations.length - unanswered, unanswered, kinds, memory };
}

/** Asks and writes at random until the time is over. */
async function work(
  name: string,
  client: SoakClient,
  server: Killable,
  record: Notes,
  isOver: () => boolean,
): Promise<void> {
  let count = 0;
  /** undefined: there was no answer. */
  const ask = async (fql: string, values: Readonly<Record<string, unknown>>, isWrite: boolean) => {
    await server.whenUp();
    const began = performance.now();
    let answer: SoakAnswer | undefined;
    try {
      answer = await client.query(server.url, fql, values);
    } catch {
      record.unanswered++;
    }
    const operation: Operation = { began, ended: answer ? performance.now() : Infinity, time: answer?.time };
    record.operations.push(operation);
    if (answer?.status === 200 && isWrite) record.committed.add(operation);
    record.note(answer ? (answer.code ?? '200') : 'no answer');
    return { answer, operation };
  };
  const random = (below: number) => Math.floor(Math.random() * below);

  const actions: (() => Promise<void>)[] = [
    async () => {
      const [from, to] = [random(accounts), random(accounts)];
      if (from === to) return;
      const transfer = `let a = Account.byId(from)!
        let b = Account.byId(to)!
        if (a.balance < amount) abort("poor")
        a.update({ balance: a.balance - amount })
        b.update({ balance: b.balance + amount })
        null`;
      await ask(transfer, { from: String(from), to: String(to), amount: 1 + random(30) }, true);
    },
    async () => {
      const { answer } = await ask('Account.all().map(.balance).fold(0, (a, b) => a + b)', {}, false);
      if (answer?.status === 200 && answer.data !== total) record.wrong.push(`the accounts hold ${answer.data}`);
    },
    async () => {
      const [key, value] = [String(random(registers)), `${name}-${count}`];
      const fql = 'Register.byId(key)!.update({ value: value }).value';
      const { answer, operation } = await ask(fql, { key, value }, true);
      if (answer === undefined || answer.status === 200) record.writes.push({ ...operation, key, value });
    },
    async () => {
      const key = String(random(registers));
      const { answer, operation } = await ask('Register.byId(key)!.value', { key }, false);
      if (answer?.status === 200) record.reads.push({ ...operation, key, value: answer.data as string | null });
    },
    async () => {
      const { answer } = await ask('let c = Counter.byId("0")!\nc.update({ n: c.n + 1 }).n', {}, true);
      if (answer === undefined) record.unansweredCounts++;
      else if (answer.status === 200) record.counts.push(Number(answer.data));
    },
    async () => {
      const claimed = `name-${random(2_000)}`;
      const { answer } = await ask(
        'Claim.create({ name: name, owner: owner }).owner',
        { name: claimed, owner: name },
        true,
      );
      if (answer === undefined) record.perhapsClaimed.add(`${claimed} ${name}`);
      else if (answer.code === 'constraint_failure') record.refused.add(claimed);
      else if (answer.status === 200) {
        if (record.claims.has(claimed)) record.wrong.push(`${claimed} was given twice`);
        record.claims.set(claimed, name);
      }
    },
    async () => {
      const { sure, tried } = record.entries.get(name) ?? { sure: 0, tried: 0 };
      const n = tried + 1;
      const append = `Entry.create({ client: client, n: n, pad: "${'x'.repeat(200)}" })
        Entry.byClient(client).where(.n <= n - ${kept}).forEach(e => e.delete())`;
      const { answer } = await ask(append, { client: name, n }, true);
      record.entries.set(name, { sure: answer?.status === 200 ? n : sure, tried: n });
    },
    async () => {
      const { sure } = record.entries.get(name) ?? { sure: 0 };
      const { answer } = await ask('Entry.byClient(client).map(.n).toArray()', { client: name }, false);
      if (answer?.status === 200 && sure > 0 && !(answer.data as number[]).includes(sure)) {
        record.wrong.push(`entry ${sure} of ${name} is lost`);
      }
    },
  ];
  for (; !isOver(); count++) await (actions[random(actions.length)] as () => Promise<void>)();
}

/** What the database holds when all is over, in a process that read it from its file. */
async function checkEnd(client: SoakClient, url: string, record: Notes): Promise<void> {
  const { wrong, counts, unansweredCounts, claims, perhapsClaimed, refused, entries, reads } = record;
  const get = async (fql: string, values = {}) => {
    const began = performance.now();
    const answer = await client.query(url, fql, values);
    if (answer.status !== 200) throw new Error(`${answer.code}: ${fql}`);
    return { data: answer.data, operation: { began, ended: performance.now(), time: answer.time } };
  };

  const sum = (await get('Account.all().map(.balance).fold(0, (a, b) => a + b)')).data;
  if (sum !== total) wrong.push(`the accounts hold ${sum} at the end`);
  for (let key = 0; key < registers; key++) {
    const { data, operation } = await get('Register.byId(key)!.value', { key: String(key) });
    reads.push({ ...operation, key: String(key), value: data as string | null });
    record.operations.push(operation);
  }

  const counted = Number((await get('Counter.byId("0")!.n')).data);
  if (new Set(counts).size < counts.length) wrong.push('two clients counted the same');
  if (counted < counts.length || counted > counts.length + unansweredCounts || counted < Math.max(0, ...counts)) {
    wrong.push(`counted ${counted} of ${counts.length} sure and ${unansweredCounts} possible`);
  }

  const owners = new Map((await get('Claim.all().map(c => [c.name, c.owner]).toArray()')).data as [string, string][]);
  const count = Number((await get('Claim.all().count()')).data);
  if (count !== owners.size) wrong.push(`${count} claims of ${owners.size} names`);
  for (const [name, owner] of claims) if (owners.get(name) !== owner) wrong.push(`${name} is no more ${owner}'s`);
  for (const [name, owner] of owners) {
    if (claims.get(name) !== owner && !perhapsClaimed.has(`${name} ${owner}`)) wrong.push(`${owner} has got ${name}`);
  }
  for (const name of refused) if (!owners.has(name)) wrong.push(`${name} was refused, and is free`);

  for (const [name, { sure, tried }] of entries) {
    const found = (await get('Entry.byClient(client).map(.n).toArray()', { client: name })).data as number[];
    const newest = found.at(-1) ?? 0;
    if (!found.includes(sure) && sure > 0) wrong.push(`entry ${sure} of ${name} is lost at the end`);
    if (newest > tried || found.length > kept) wrong.push(`${name} has ${found.length} entries up to ${newest}`);
  }
}
