/**
 * Replays recorded HTTP requests against a server of their own, byte for byte: headers, statuses and bodies of every
 * endpoint. Ids, times near now, secrets and cursors stand as placeholders in both.
 */
import { type IncomingHttpHeaders, request } from 'node:http';
import { Engine } from '../../src/engine.ts';
import { type RunningServer, serve } from '../../src/server/serve.ts';
import { MemoryStore } from '../../src/store/memory.ts';

type Json = null | boolean | number | string | readonly Json[] | Fields;
interface Fields {
  readonly [name: string]: Json | undefined;
}

export interface WireStep {
  readonly method?: string;
  readonly path?: string;
  /** null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Sent as JSON, or as it is where it is a text. */
  readonly body?: Json;
  /** Short for a body with a query, and with `args` as its arguments. */
  readonly query?: Json;
  readonly args?: Json;
  /** Names under which parts of the body are kept for later steps. */
  readonly save?: Readonly<Record<string, string>>;
  /** Only the status is compared. */
  readonly ignore?: boolean;
  /** Why the answer is recorded for the record only. */
  readonly departure?: string;
  readonly answer: WireAnswer;
}

export interface WireScenario {
  readonly name: string;
  readonly steps: readonly WireStep[];
}

export interface WireAnswer {
  readonly status: number;
  /** Of headers that differ from run to run only that they are there. */
  readonly headers: Readonly<Record<string, string | true>>;
  readonly body: Json;
  /** Those that were the same in every run of the original. */
  readonly stats?: Readonly<Record<string, Json>>;
}

const rootSecret = 'secret';
const database = 'golden_wire_0';
const costHeaders = [
  'x-compute-ops',
  'x-byte-read-ops',
  'x-byte-write-ops',
  'x-storage-bytes-read',
  'x-storage-bytes-write',
];
/** Of the connection, or of the recorded server itself. */
const otherHeaders = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'x-faunadb-build',
]);

/** Sends all requests to a server with one child database. */
export async function replayWire(scenario: WireScenario): Promise<WireAnswer[]> {
  const faults: unknown[] = [];
  const engine = new Engine(new MemoryStore(), rootSecret);
  const server = await serve(engine, { host: '127.0.0.1', port: 0, onFault: (fault) => faults.push(fault) });
  try {
    const made = await engine.query(
      { secret: rootSecret },
      { fql: `Database.create({ name: "${database}", typechecked: true })`, formats: ['simple'] },
    );
    if (made.outcome !== 'success') throw new Error('the database of the scenario could not be made');
    const replay = new Replay(server);
    const answers: WireAnswer[] = [];
    for (const step of scenario.steps) answers.push(await replay.step(step));
    if (faults.length > 0) throw faults[0];
    return answers;
  } finally {
    engine.events.close();
    await server.close();
  }
}

class Replay {
  private readonly kept: Record<string, string> = {
    db: database,
    root: rootSecret,
    admin: `${rootSecret}:${database}:admin`,
  };
  private readonly normalize = placeholders();

  constructor(private readonly server: RunningServer) {}

  async step(step: WireStep): Promise<WireAnswer> {
    const { method = 'POST', path = '/query/1', headers = {}, save = {} } = step;
    const given = { authorization: `Bearer ${this.kept['admin']}`, 'content-type': 'application/json', ...headers };
    const sent: Record<string, string> = {};
    for (const [name, value] of Object.entries(given)) if (value !== null) sent[name] = this.fill(value);
    const body = bodyOf(step);
    const raw = await this.send(method, this.fill(path), sent, body === undefined ? undefined : this.fill(body));
    const json = parse(raw.text);
    for (const [name, place] of Object.entries(save)) {
      const part = untag(partAt(json, place));
      if (part !== undefined) this.kept[name] = String(part);
    }
    const { stats = costsOf(raw.headers), ...rest } = isFields(json) ? json : {};
    return {
      status: raw.status,
      headers: this.headersOf(raw.headers),
      body: this.normalize(isFields(json) ? rest : json),
      ...(isFields(stats) && { stats: stats as Readonly<Record<string, Json>> }),
    };
  }

  private headersOf(headers: IncomingHttpHeaders): Readonly<Record<string, string | true>> {
    const shown: Record<string, string | true> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (otherHeaders.has(name)) continue;
      shown[name] = name === 'traceparent' || name.startsWith('x-') ? true : String(this.normalize(String(value)));
    }
    return shown;
  }

  private fill(text: string): string {
    return text
      .replace(/\$\{(\w+)\}/g, (all, name: string) => this.kept[name] ?? all)
      .replace(/\$\{now([+-]\d+)\}/g, (_, seconds: string) => String((Date.now() + Number(seconds) * 1000) * 1000))
      .replace(/\$\{(\d+)\*([^}]*)\}/g, (_, count: string, part: string) => part.repeat(Number(count)))
      .replace(/\$\{base64 ([^}]*)\}/g, (_, part: string) => Buffer.from(part).toString('base64'));
  }

  private send(method: string, path: string, headers: Readonly<Record<string, string>>, body: string | undefined) {
    return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((done, failed) => {
      const { hostname, port } = new URL(this.server.url);
      const sent = request({ host: hostname, port, method, path, agent: false });
      for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
      if (body !== undefined && !sent.hasHeader('transfer-encoding')) {
        sent.setHeader('content-length', Buffer.byteLength(body));
      }
      let answered = false;
      sent.on('response', (reply) => {
        answered = true;
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          done({ status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      // A server that refuses a body before it has read all of it may close the connection under the client's hands.
      sent.on('error', (problem) => answered || failed(problem));
      sent.end(body);
    });
  }
}

function bodyOf({ body, query, args }: WireStep): string | undefined {
  if (query !== undefined) return JSON.stringify(args === undefined ? { query } : { query, arguments: args });
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function costsOf(headers: IncomingHttpHeaders): Fields | undefined {
  if (headers['x-compute-ops'] === undefined) return undefined;
  return Object.fromEntries(costHeaders.map((name) => [name, Number(headers[name])]));
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function partAt(value: Json, path: string): Json | undefined {
  let part: Json | undefined = value;
  for (const name of path.split('.')) {
    for (const tag of ['@doc', '@object', '@ref', '@set']) {
      if (isFields(part) && !(name in part) && tag in part) part = part[tag];
    }
    part = isFields(part) ? part[name] : undefined;
  }
  return part;
}

function untag(value: Json | undefined): Json | undefined {
  if (!isFields(value)) return value;
  const [entry, ...others] = Object.entries(value);
  return entry?.[0].startsWith('@') && others.length === 0 ? entry[1] : value;
}

const recent = 40 * 864e5;
const isRecent = (micros: number) => Math.abs(micros / 1000 - Date.now()) < recent;

/** Replaces what differs from run to run: ids by number of first appearance, times near now, secrets, cursors. */
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
      .replace(/\bg9[A-Za-z0-9+/_-]{30,}=*/g, '<stream>')
      .replace(/\bhd[A-Za-z0-9+/_-]{12,}=*/g, '<cursor>')
      .replace(/\bg[a-z][A-Za-z0-9+/_-]{8,}==?(?![A-Za-z0-9+/=])/g, '<event-cursor>')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (time) =>
        isRecent(Date.parse(time) * 1000) ? '<time>' : time,
      )
      .replace(/(?<![\d.])\d{16}(?![\d.])/g, (micros) => (isRecent(Number(micros)) ? '<txn_ts>' : micros))
      .replace(/(?<![\d.])\d{17,19}(?!\d|\.\d)/g, id)
      .replace(/\btimed out within \d+/g, 'timed out within <ms>')
      .replace(/golden_[a-z0-9]+_\d+/g, '<db>');
  const walk = (value: Json, name?: string): Json => {
    if (typeof value === 'string') {
      if (name === 'query_tags') return value.split(',').sort().join(',');
      return name === 'global_id' ? '<global>' : text(value);
    }
    if (typeof value === 'number') return Number.isInteger(value) && isRecent(value) ? '<txn_ts>' : value;
    if (Array.isArray(value)) return value.map((each) => walk(each));
    if (!isFields(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [text(key), walk(each ?? null, key)]));
  };
  return walk;
}

/** What is compared of an answer: all but static types and statistics. */
export function view({ status, headers, body }: WireAnswer, { ignore, answer }: WireStep): Json {
  if (ignore) return { status };
  if (!isFields(body)) return { status, headers, body };
  const { static_type: _, error, ...rest } = body;
  return { status, headers, body: { ...rest, ...(error !== undefined && { error: withoutParser(error, answer) }) } };
}

/** What the original's JSON parser says of broken JSON is its own: of such a message only the beginning counts. */
function withoutParser(error: Json, recorded: WireAnswer): Json {
  const message = (given: Json | undefined) => (isFields(given) ? String(given['message']) : '');
  const ofParser = isFields(recorded.body) && message(recorded.body['error']).includes('[Source: REDACTED');
  if (!ofParser || !isFields(error) || !message(error).startsWith('Invalid request body')) return error;
  return { ...error, message: 'Invalid request body: …' };
}

/** The statistics that are compared: retries and times are each engine's own affair. */
export function statsView({ stats = {} }: WireAnswer, recorded: WireAnswer): Json {
  const compared = Object.keys(recorded.stats ?? {}).filter((name) => !/(retries|time_ms)$/.test(name));
  return Object.fromEntries(compared.map((name) => [name, stats[name]]));
}
