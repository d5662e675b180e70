/**
 * Replays recorded queries of FQL v4 in process, through the endpoint, and compares answers. Ids, times near now and
 * secrets stand as placeholders in both.
 */
import { Engine } from '../../src/engine.ts';
import { createApp } from '../../src/server/app.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json } from '../../src/store/store.ts';

export interface Step {
  /** As a person writes it. */
  readonly query: string;
  /** As a driver sends it. */
  readonly wire: Json;
  /** Names under which parts of the answer are kept for later steps: `{ token: 'resource.secret' }`. */
  readonly save?: Readonly<Record<string, string>>;
  /** Run as the owner of the secret kept under this name. */
  readonly as?: string;
  readonly role?: string;
  /** Compare the status alone. */
  readonly ignore?: boolean;
  readonly answer: Answer;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Answer {
  readonly status: number;
  readonly resource?: Json;
  readonly errors?: Json;
  /** The names of headers that say what the query has cost. */
  readonly metrics: readonly string[];
}

const metricNames = [
  'x-byte-read-ops',
  'x-byte-write-ops',
  'x-compute-ops',
  'x-query-bytes-in',
  'x-query-bytes-out',
  'x-query-time',
  'x-storage-bytes-read',
  'x-storage-bytes-write',
  'x-txn-retries',
];

export const rootSecret = 'secret';
const databaseName = 'golden4_db_0';

/** How a step reaches the endpoint. */
export interface Connection {
  /** `step`: with the kept parts in their places. */
  send(secret: string, step: Pick<Step, 'query' | 'wire'>): Promise<Answer>;
  close(): Promise<void>;
}

/** Without a server. Faults of ours are thrown. */
export async function connectInProcess(): Promise<Connection> {
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const app = createApp(new Engine(new MemoryStore(), rootSecret), { hosts: () => true, onFault });
  const send = async (secret: string, { wire }: Pick<Step, 'wire'>): Promise<Answer> => {
    const response = await app.request('/', {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'x-faunadb-api-version': '4' },
      body: JSON.stringify(wire),
    });
    return answerOf(response.status, (name) => response.headers.has(name), await response.json());
  };
  return { send, close: async () => {} };
}

/** `body`: the JSON of an answer. */
export function answerOf(status: number, hasHeader: (name: string) => boolean, body: unknown): Answer {
  return { status, ...(body as object), metrics: metricNames.filter(hasHeader) };
}

/** Runs all steps in a database of their own. */
export async function replay(scenario: Scenario, connect: () => Promise<Connection>): Promise<Answer[]> {
  const connection = await connect();
  try {
    return await replayOver(connection, scenario);
  } finally {
    await connection.close();
  }
}

async function replayOver({ send }: Connection, scenario: Scenario): Promise<Answer[]> {
  const query = `CreateDatabase({ name: '${databaseName}' })`;
  await send(rootSecret, { query, wire: { create_database: { object: { name: databaseName } } } });
  const kept: Record<string, string> = {};
  const fill = (text: string) => text.replace(/\$\{(\w+)\}/g, (all, name: string) => kept[name] ?? all);
  const normalize = placeholders();
  const answers: Answer[] = [];
  for (const step of scenario.steps) {
    const secret = step.as ? (kept[step.as] ?? step.as) : `${rootSecret}:${databaseName}:${step.role ?? 'admin'}`;
    const filled = { query: fill(step.query), wire: JSON.parse(fill(JSON.stringify(step.wire))) as Json };
    const answer = await send(secret, filled);
    for (const [name, path] of Object.entries(step.save ?? {})) {
      const part = partAt(answer as unknown as Json, path);
      if (part !== undefined) kept[name] = String(part);
    }
    answers.push(normalize(answer as unknown as Json) as unknown as Answer);
  }
  return answers;
}

/** What is compared of an answer: everything but the order of fields. */
export function view({ status, resource, errors, metrics }: Answer, { ignore }: Step): Json {
  if (ignore) return { status };
  return sortKeys({ status, resource, errors, metrics } as unknown as Json);
}

export function agree(step: Step, got: Answer): boolean {
  return JSON.stringify(view(step.answer, step)) === JSON.stringify(view(got, step));
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function partAt(value: Json, path: string): Json | undefined {
  let part: Json | undefined = value;
  for (const key of path.split('.')) {
    for (const tag of ['@ref', '@obj', '@set']) {
      if (isRecord(part) && !(key in part) && tag in part) part = part[tag];
    }
    part = isRecord(part) ? part[key] : undefined;
  }
  return part;
}

const recent = 40 * 864e5;
/** Hashes are not for showing: the original shows them. */
const hidden = new Set(['hashed_secret', 'hashed_password']);

function placeholders(): (value: Json) => Json {
  const ids = new Map<string, string>();
  const id = (text: string) => {
    const known = ids.get(text) ?? `<id${ids.size + 1}>`;
    ids.set(text, known);
    return known;
  };
  const text = (value: string) =>
    value
      .replace(/\bfn[A-Za-z0-9_-]{38,}/g, '<secret>')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (time) =>
        Math.abs(Date.parse(time) - Date.now()) < recent ? '<time>' : time,
      )
      .replace(/(?<![\d.])\d{17,19}(?![\d.])/g, id)
      .replace(/(db\.fauna\.com\/db\/)[a-z0-9]{10,16}/g, '$1<global>')
      .replace(/golden4_[a-z0-9]+_\d+/g, '<db>');
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return Math.abs(value - Date.now() * 1000) < recent * 1000 ? '<ts>' : value;
    if (Array.isArray(value)) return value.map(walk);
    if (!isRecord(value)) return value;
    const shown = Object.entries(value).filter(([key]) => !hidden.has(key));
    return Object.fromEntries(shown.map(([key, each]) => [key, key === 'global_id' ? '<global>' : walk(each)]));
  };
  return walk;
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sortKeys(each)]));
}
