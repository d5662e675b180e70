/** A database whose event sources are followed: streams and feeds as their clients see them, without a server. */

import { Engine } from '../../src/engine.ts';
import { behind, decodeCursor } from '../../src/events/event-cursor.ts';
import { ADMIN } from '../../src/model/authority.ts';
import type { Caller } from '../../src/query/request.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Json, Store } from '../../src/store/store.ts';

export interface Event {
  readonly type: 'status' | 'add' | 'update' | 'remove' | 'error';
  readonly data?: Json;
  readonly txn_ts?: number;
  readonly cursor?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly abort?: Json };
  readonly stats: { readonly read_ops: number; readonly compute_ops: number };
}

export interface Page {
  readonly events: readonly Event[];
  readonly cursor: string;
  readonly has_next: boolean;
}

/** Where to begin: behind a cursor, or a time in microseconds. */
export interface Place {
  readonly cursor?: string | undefined;
  readonly start?: number;
}

const admin: Caller = { scope: '', authority: ADMIN };
export const rootSecret = 'root-secret';

export class Followed {
  readonly engine: Engine;
  readonly faults: unknown[] = [];

  constructor(
    store: Store = new MemoryStore(),
    /** How often idle streams are looked at: often, so that a test need not wait. */
    options = { statusInterval: 0, checkInterval: 1 },
  ) {
    this.engine = new Engine(store, rootSecret, options);
  }

  /** Runs a query; throws when it fails. Gives its data and the time of its transaction. */
  async run(fql: string, caller: Caller = admin): Promise<{ readonly data: Json; readonly time: number }> {
    const answer = await this.engine.query(caller, { fql, formats: ['simple'] });
    if (answer.outcome !== 'success') throw new Error(`${answer.code}: ${answer.message} in ${fql}`);
    return { data: JSON.parse(answer.data.simple ?? 'null') as Json, time: answer.txnTime };
  }

  async get(fql: string, caller?: Caller): Promise<Json> {
    return (await this.run(fql, caller)).data;
  }

  /** The token of the event source that the query gives. */
  async token(fql: string, caller?: Caller): Promise<string> {
    return String(await this.get(fql, caller));
  }

  async stream(token: string, caller: Caller = admin, place: Place = {}): Promise<Stream> {
    const answer = await this.engine.events.stream(caller, { token: this.read(token), from: from(place) }, (fault) =>
      this.faults.push(fault),
    );
    if (answer.outcome === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    return new Stream(answer.events);
  }

  async feed(token: string, caller: Caller = admin, place: Place = {}, pageSize = 16): Promise<Page> {
    const request = { token: this.read(token), from: from(place), pageSize };
    const answer = await this.engine.events.feed(caller, request);
    if (answer.outcome === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    return JSON.parse(answer.text) as Page;
  }

  private read(token: string) {
    const read = this.engine.events.readToken(token);
    if (!read) throw new Error('no token');
    return read;
  }
}

function from({ cursor, start }: Place) {
  if (cursor !== undefined) return decodeCursor(cursor);
  return start === undefined ? undefined : behind(start);
}

export class Stream {
  ended = false;
  private readonly reader: ReadableStreamDefaultReader<string>;
  private text = '';
  /** Lines that no test has looked at yet. */
  private waiting: Event[] = [];

  constructor(events: ReadableStream<string>) {
    this.reader = events.getReader();
  }

  /** The next event of any type; undefined when the stream has ended. */
  async next(): Promise<Event | undefined> {
    while (this.waiting.length === 0 && !this.ended) await this.read();
    return this.waiting.shift();
  }

  /** All that was told of commits up to `time`: up to a status event that is younger, or to the end. */
  async upTo(time: number): Promise<Event[]> {
    const events: Event[] = [];
    for (;;) {
      const event = await this.next();
      if (!event || (event.type === 'status' && (event.txn_ts ?? 0) > time)) return events;
      if (event.type !== 'status') events.push(event);
    }
  }

  async leave(): Promise<void> {
    await this.reader.cancel();
  }

  private async read(): Promise<void> {
    const { done, value } = await this.reader.read();
    this.ended = done;
    const lines = (this.text + (value ?? '')).split('\r\n');
    this.text = lines.pop() ?? '';
    this.waiting.push(...lines.map((line) => JSON.parse(line) as Event));
  }
}

/** `add 1, update 2 …`: the types with what the events show. */
export function shown(events: readonly Event[], show: (data: Json) => Json = (data) => data): string[] {
  return events.map(({ type, data, error }) => {
    return type === 'error' ? `error ${error?.code}` : `${type} ${JSON.stringify(show(data ?? null))}`;
  });
}
