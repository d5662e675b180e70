/**
 * Replays recorded scenarios of streams and feeds through the endpoints, without a port. Where the recording waited for
 * events to come, or not to come, this waits for a status event that is younger than everything written before.
 */
import { Engine } from '../../src/engine.ts';
import { createApp } from '../../src/server/app.ts';
import { MemoryStore } from '../../src/store/memory.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

export interface EventStep {
  readonly query?: string;
  readonly as?: string;
  readonly role?: string;
  readonly typecheck?: boolean;
  readonly format?: string;
  readonly save?: Readonly<Record<string, string>>;
  /** Opens a stream under this name, of the event source that the query gives, or with this body. */
  readonly stream?: string;
  /** Asks for a page of events. */
  readonly feed?: boolean;
  readonly body?: string;
  readonly cursor?: string;
  readonly start_ts?: string;
  readonly page_size?: number;
  /** Takes the next events of the stream of this name; 0 are all there are. */
  readonly expect?: string;
  readonly count?: number;
  readonly close?: string;
  readonly answer: Json;
}

export interface EventScenario {
  readonly name: string;
  readonly steps: readonly EventStep[];
}

const rootSecret = 'secret';
const database = 'golden_events_0';

/** Runs all steps in a database of their own. */
export async function replayEvents(scenario: EventScenario): Promise<Json[]> {
  const run = new Run();
  try {
    await run.begin();
    const answers: Json[] = [];
    for (const step of scenario.steps) answers.push(await run.step(step));
    return answers;
  } finally {
    run.engine.events.close();
  }
}

class Run {
  readonly engine = new Engine(new MemoryStore(), rootSecret, { statusInterval: 0, checkInterval: 1 });
  private readonly faults: unknown[] = [];
  private readonly app = createApp(this.engine, { hosts: () => true, onFault: (fault) => this.faults.push(fault) });
  private readonly kept: Record<string, string> = { db: database, root: rootSecret };
  private readonly streams = new Map<string, OpenStream>();
  private readonly normal = new Normalizer();
  /** The time of the newest transaction, in microseconds. */
  private newest = 0;

  async begin(): Promise<void> {
    await this.post('/query/1', rootSecret, {
      query: `Database.create({ name: "${database}", typechecked: true })`,
    });
  }

  async step(step: EventStep): Promise<Json> {
    const secret = step.as ? (this.kept[step.as] ?? step.as) : `${rootSecret}:${database}:${step.role ?? 'admin'}`;
    const answer = await this.answer(step, secret);
    if (this.faults.length > 0) throw this.faults[0];
    return answer;
  }

  private async answer(step: EventStep, secret: string): Promise<Json> {
    if (step.expect !== undefined) return this.expect(step);
    if (step.close !== undefined) {
      await this.streams.get(step.close)?.leave();
      return { closed: step.close };
    }
    if (step.stream === undefined && !step.feed) {
      const answer = await this.query(step, secret, step.format ?? (step.save ? 'tagged' : 'simple'));
      this.save(step, answer);
      return this.queryAnswer(answer);
    }
    let body = this.fill(step.body ?? '');
    if (step.query !== undefined) {
      const answer = await this.query(step, secret, 'tagged');
      const token = at(answer, 'data.@stream');
      if (typeof token !== 'string') return { query: this.queryAnswer(answer) };
      if (step.stream !== undefined) this.kept[step.stream] = token;
      body = JSON.stringify({
        token,
        ...(step.cursor && { cursor: this.fill(step.cursor) }),
        ...(step.start_ts && { start_ts: Number(this.fill(step.start_ts)) }),
        ...(step.page_size !== undefined && { page_size: step.page_size }),
      });
    }
    return step.feed ? this.feed(step, secret, body) : this.open(step, secret, body);
  }

  private async feed(step: EventStep, secret: string, body: string): Promise<Json> {
    const answer = await this.post('/feed/1', secret, body);
    this.save(step, answer);
    const { status, events, has_next: hasNext, error } = answer;
    if (!Array.isArray(events)) return this.normal.value({ status: status as Json, error: error ?? null });
    const has = ['cursor', 'has_next', 'stats'].filter((name) => name in answer);
    return {
      status: status as Json,
      events: events.map((event) => this.normal.event(event)),
      has,
      has_next: hasNext as Json,
    };
  }

  private async open(step: EventStep, secret: string, body: string): Promise<Json> {
    const response = await this.app.request('/stream/1', this.request(secret, body));
    await this.streams.get(step.stream ?? '')?.leave();
    if (response.status !== 200 || !response.body) {
      const { error } = (await response.json()) as Fields;
      return this.normal.value({ status: response.status, error: error ?? null });
    }
    const stream = new OpenStream(response.body);
    this.streams.set(step.stream ?? '', stream);
    const first = await stream.first();
    this.save(step, { first });
    return this.normal.value({
      status: response.status,
      first: this.normal.event(first),
      content_type: response.headers.get('content-type'),
    });
  }

  private async expect(step: EventStep): Promise<Json> {
    const stream = this.streams.get(step.expect ?? '');
    if (!stream) return { missing: true };
    const events = await stream.take(step.count || Number.POSITIVE_INFINITY, this.newest);
    this.save(step, { events });
    return { events: events.map((event) => this.normal.event(event)), ended: stream.ended };
  }

  private async query(step: EventStep, secret: string, format: string): Promise<Fields> {
    const headers: Record<string, string> = { 'x-format': format };
    if (step.typecheck !== undefined) headers['x-typecheck'] = String(step.typecheck);
    const answer = await this.post('/query/1', secret, { query: this.fill(step.query ?? '') }, headers);
    this.newest = Math.max(this.newest, Number(answer.txn_ts ?? 0));
    return answer;
  }

  private async post(path: string, secret: string, body: string | Fields, headers = {}): Promise<Fields> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.app.request(path, this.request(secret, text, headers));
    return { status: response.status, ...((await response.json()) as Fields) };
  }

  private request(secret: string, body: string, headers = {}): RequestInit {
    const given = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers };
    return { method: 'POST', headers: given, body };
  }

  private queryAnswer({ status, data, error, summary }: Fields): Json {
    const answer: Fields = { status: status as Json };
    if (data !== undefined) answer.data = data;
    if (error) answer.error = error;
    if (summary) answer.summary = summary;
    return this.normal.value(answer);
  }

  private save(step: EventStep, answer: Fields): void {
    for (const [name, path] of Object.entries(step.save ?? {})) {
      const found = untag(at(answer, path));
      if (found !== undefined) this.kept[name] = String(found);
    }
  }

  private fill(text: string): string {
    return text
      .replace(/\$\{(\w+)\}/g, (all, name: string) => this.kept[name] ?? all)
      .replace(/\$\{now([+-]\d+)\}/g, (_, seconds: string) => String((Date.now() + Number(seconds) * 1000) * 1000));
  }
}

/** Events as they come. */
class OpenStream {
  ended = false;
  private readonly reader: ReadableStreamDefaultReader<string>;
  private readonly waiting: Fields[] = [];
  private text = '';

  constructor(body: ReadableStream<Uint8Array>) {
    this.reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async first(): Promise<Fields> {
    await this.until(() => this.waiting.length > 0);
    return this.waiting.shift() as Fields;
  }

  /** So many events that are no status events, or fewer where the stream says that there are no more up to a time. */
  async take(count: number, time: number): Promise<Fields[]> {
    const isLate = ({ type, txn_ts: seen }: Fields) => type === 'status' && Number(seen) > time;
    const events = () => this.waiting.filter(({ type }) => type !== 'status');
    await this.until(() => events().length >= count || this.waiting.some(isLate));
    const taken = events().slice(0, count);
    const rest = events().slice(count);
    this.waiting.splice(0, this.waiting.length, ...rest);
    if (taken.at(-1)?.type === 'error') await this.until(() => false);
    return taken;
  }

  async leave(): Promise<void> {
    await this.reader.cancel();
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!this.ended && !condition()) {
      const { done, value } = await this.reader.read();
      this.ended = done;
      const lines = (this.text + (value ?? '')).split('\r\n');
      this.text = lines.pop() ?? '';
      for (const line of lines) this.waiting.push(JSON.parse(line) as Fields);
    }
  }
}

/** Puts placeholders where recordings differ; times of transactions are numbered as they first appear. */
class Normalizer {
  private readonly ids = new Map<string, string>();
  private readonly times = new Map<Json, number>();

  event(given: Json): Json {
    const event = given as Fields;
    const { type, data, error, txn_ts: time } = event;
    const out: Fields = { type: type ?? null };
    if (data !== undefined) out.data = this.value(data);
    if (error !== undefined) out.error = this.value(error);
    if (time !== undefined && type !== 'status') {
      if (!this.times.has(time)) this.times.set(time, this.times.size + 1);
      out.txn = this.times.get(time) as number;
    }
    out.has = ['cursor', 'txn_ts', 'stats'].filter((name) => name in event);
    return out;
  }

  value(json: Json): Json {
    if (typeof json === 'string') return this.text(json);
    if (Array.isArray(json)) return json.map((each) => this.value(each));
    if (json === null || typeof json !== 'object') return json;
    return Object.fromEntries(Object.entries(json).map(([name, each]) => [name, this.value(each)]));
  }

  private text(text: string): string {
    const recent = 40 * 864e5;
    return text
      .replace(/\bfn[A-Za-z0-9_-]{38,}/g, '<secret>')
      .replace(/\bg9[A-Za-z0-9+/_-]{30,}=*/g, '<stream>')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g, (time) =>
        Math.abs(Date.parse(time) - Date.now()) < recent ? '<time>' : time,
      )
      .replace(/(?<![\d.])\d{17,19}(?!\d|\.\d)/g, (id) => {
        if (!this.ids.has(id)) this.ids.set(id, `<id${this.ids.size + 1}>`);
        return this.ids.get(id) as string;
      });
  }
}

function at(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const key of path.split('.')) {
    for (const tag of ['@doc', '@object', '@ref']) {
      if (isFields(found) && !(key in found) && tag in found) found = found[tag];
    }
    found = isFields(found) || Array.isArray(found) ? (found as Fields)[key] : undefined;
  }
  return found;
}

function untag(value: Json | undefined): Json | undefined {
  if (!isFields(value)) return value;
  const [entry, ...others] = Object.entries(value);
  return entry?.[0].startsWith('@') && others.length === 0 ? entry[1] : value;
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
