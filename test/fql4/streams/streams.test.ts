/** What streams of FQL v4 tell, as their clients read it. Source: the reference page "Event Streaming". */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultFields, type EventField } from '../../../src/fql4/streams/event.ts';
import { printAnswer } from '../../../src/fql4/text/print.ts';
import type { Json } from '../../../src/store/store.ts';
import { Fql4Database, rootSecret, wireOf } from '../../support/fql4.ts';

let db: Fql4Database;
const faults: unknown[] = [];

beforeEach(async () => {
  db = new Fql4Database();
  await db.get("CreateCollection({ name: 'notes' })");
  await db.get("Create(Ref(Collection('notes'), '1'), { data: { n: 1, to: { a: 1, b: 2 } } })");
});

afterEach(() => {
  db.engine.close();
  expect(faults.splice(0)).toEqual([]);
});

interface Told {
  readonly type: string;
  readonly txn: number;
  readonly event: Json;
}

/** The events of a stream, as they come. */
class Listener {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #waiting: string[] = [];

  constructor(text: ReadableStream<string>) {
    this.#reader = text.getReader();
  }

  async next(): Promise<Told | undefined> {
    while (this.#waiting.length === 0) {
      const { value, done } = await this.#reader.read();
      if (done) return undefined;
      this.#waiting = value.split('\r\n').slice(0, -1);
    }
    return JSON.parse(this.#waiting.shift() as string) as Told;
  }

  /** The next events in one line each: the type, and the event with its times left out. */
  async told(count: number): Promise<string[]> {
    const lines: string[] = [];
    for (let index = 0; index < count; index++) {
      const told = await this.next();
      const event = told && printAnswer(JSON.stringify(told.event)).replace(/\s+/g, ' ');
      lines.push(told ? `${told.type} ${event?.replace(/, ts: \d+/g, '')}` : 'end');
    }
    return lines;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function open(text: string, fields: readonly EventField[] = [], secret = rootSecret): Promise<Listener> {
  const request = {
    text: wireOf(text),
    version: '4',
    fields: fields.length === 0 ? defaultFields : new Set(fields),
  } as const;
  const answer = await db.engine.fql4Streams.stream({ secret }, request, (fault) => faults.push(fault));
  if (!(answer instanceof ReadableStream)) throw new Error(answer?.body ?? 'unauthorized');
  const listener = new Listener(answer);
  expect((await listener.next())?.type).toBe('start');
  return listener;
}

const refused = (text: string) =>
  open(text).then(
    () => 'opened',
    (problem: Error) => problem.message,
  );

describe('a stream of a document', () => {
  it('begins with a time that all its events are later than, and all that was written before is earlier', async () => {
    const { ts } = (await db.get("Update(Ref(Collection('notes'), '1'), {})")) as { ts: number };
    const request = { text: wireOf("Ref(Collection('notes'), '1')"), version: '4', fields: defaultFields } as const;
    const answer = await db.engine.fql4Streams.stream({ secret: rootSecret }, request, () => {});
    const listener = new Listener(answer as ReadableStream<string>);
    const start = await listener.next();
    expect(start).toEqual({ type: 'start', txn: start?.event, event: start?.txn });
    expect(start?.txn).toBeGreaterThan(ts);
    await db.get("Update(Ref(Collection('notes'), '1'), {})");
    expect((await listener.next())?.txn).toBeGreaterThan(start?.txn as number);
  });

  it('tells of updates, of the end, and of a new beginning', async () => {
    const listener = await open("Ref(Collection('notes'), '1')");
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 2 } })");
    await db.get("Delete(Ref(Collection('notes'), '1'))");
    await db.get("Create(Ref(Collection('notes'), '1'), { data: { n: 3 } })");
    await db.get("Update(Ref(Collection('notes'), '2'), {})").catch(() => {});
    const ref = 'document: { ref: Ref(Collection("notes"), "1"),';
    expect(await listener.told(3)).toEqual([
      `version { action: 'update', ${ref} data: { n: 2, to: { a: 1, b: 2 } } } }`,
      `version { action: 'delete', ${ref} data: { n: 2, to: { a: 1, b: 2 } } } }`,
      `version { action: 'create', ${ref} data: { n: 3 } } }`,
    ]);
  });

  it('tells what changed, and what was before, when it is asked to', async () => {
    const before = await db.get("Get(Ref(Collection('notes'), '1'))");
    const listener = await open("Get(Ref(Collection('notes'), '1'))", ['diff', 'prev']);
    const after = await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: null, to: { b: 3 }, more: [1] } })");
    const { ref, ts } = after as { ref: Json; ts: number };
    expect((await listener.next())?.event).toEqual({
      diff: { ref, ts, data: { to: { b: 3 }, more: [1], n: null } },
      prev: before,
    });
  });

  it('tells of a past that is written anew', async () => {
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 2 } })");
    const history = (await db.get("Paginate(Events(Ref(Collection('notes'), '1')))")) as { data: { ts: number }[] };
    const [first = 0, last = 0] = history.data.map(({ ts }) => ts);
    const listener = await open("Ref(Collection('notes'), '1')");
    const ref = 'document: { ref: Ref(Collection("notes"), "1"),';
    const at = Math.floor((first + last) / 2);
    await db.get(`Insert(Ref(Collection('notes'), '1'), ${at}, 'delete', {})`);
    await db.get(`Remove(Ref(Collection('notes'), '1'), ${at}, 'delete')`);
    expect(await listener.told(4)).toEqual([
      `history_rewrite { action: 'create', ${ref} data: { n: 2, to: { a: 1, b: 2 } } } }`,
      `history_rewrite { action: 'delete', ${ref} data: { n: 1, to: { a: 1, b: 2 } } } }`,
      `history_rewrite { action: 'delete', document: { ref: Ref(Collection("notes"), "1") } }`,
      `history_rewrite { action: 'update', ${ref} data: { n: 2, to: { a: 1, b: 2 } } } }`,
    ]);
  });

  it('hears of writes in FQL v10 as well', async () => {
    const listener = await open("Ref(Collection('notes'), '1')");
    const fql = 'notes.byId("1")!.update({ n: 7 }) { n }';
    await db.engine.query({ secret: rootSecret }, { fql, formats: ['simple'] });
    const [told] = await listener.told(1);
    expect(told).toContain('n: 7');
  });
});

describe('a stream of a set', () => {
  it('tells which documents come into a collection, and which go', async () => {
    const listener = await open("Documents(Collection('notes'))");
    await db.get("Create(Ref(Collection('notes'), '2'), {})");
    await db.get("Update(Ref(Collection('notes'), '2'), { data: { n: 1 } })");
    await db.get("Delete(Ref(Collection('notes'), '1'))");
    expect(await listener.told(2)).toEqual([
      `set { action: 'add', document: { ref: Ref(Collection("notes"), "2") } }`,
      `set { action: 'remove', document: { ref: Ref(Collection("notes"), "1") } }`,
    ]);
  });

  it('tells which documents an index has for its terms, and what it covers', async () => {
    await db.get(`CreateIndex({ name: 'by_n', source: Collection('notes'), partitions: 1,
      terms: [{ field: ['data', 'n'] }], values: [{ field: ['data', 'to', 'a'] }] })`);
    const listener = await open("Match(Index('by_n'), 2)", ['action', 'document', 'index']);
    await db.get("Create(Ref(Collection('notes'), '2'), { data: { n: 3 } })");
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 2 } })");
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { more: true } })");
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 1 } })");
    const where = 'index: { ref: Index("by_n"), terms: [ 2 ], values: [ 1 ] } }';
    const document = 'document: { ref: Ref(Collection("notes"), "1") }';
    expect(await listener.told(2)).toEqual([
      `set { action: 'add', ${document}, ${where}`,
      `set { action: 'remove', ${document}, ${where}`,
    ]);
  });

  it('says nothing of entries that go with their index or their collection', async () => {
    await db.get("CreateIndex({ name: 'all', source: Collection('notes') })");
    const [ofIndex, ofCollection] = [await open("Match(Index('all'))"), await open("Documents(Collection('notes'))")];
    await db.get("Delete(Index('all'))");
    await db.get("Delete(Collection('notes'))");
    db.engine.endStreams();
    expect([await ofIndex.told(1), await ofCollection.told(1)]).toEqual([['end'], ['end']]);
  });
});

describe('who may see what', () => {
  it('keeps what a role may not read', async () => {
    await db.get(`CreateRole({ name: 'reader', privileges: [{ resource: Collection('notes'), actions: {
      read: Query(Lambda('ref', Equals(Select(['data', 'n'], Get(Var('ref')), 0), 5))) } }] })`);
    const { secret } = (await db.get("CreateKey({ role: Role('reader') })")) as { secret: string };
    const ofDocument = await open("Ref(Collection('notes'), '1')", [], secret);
    const ofSet = await open("Documents(Collection('notes'))", [], secret);
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 4 } })");
    await db.get("Update(Ref(Collection('notes'), '1'), { data: { n: 5 } })");
    await db.get("Create(Ref(Collection('notes'), '2'), { data: { n: 4 } })");
    await db.get("Create(Ref(Collection('notes'), '3'), { data: { n: 5 } })");
    expect((await ofDocument.told(1))[0]).toContain('n: 5');
    expect((await ofSet.told(1))[0]).toContain('"3"');
  });

  it('ends with the secret', async () => {
    const key = (await db.get("CreateKey({ role: 'server' })")) as { secret: string; ref: { '@ref': { id: string } } };
    const listener = await open("Ref(Collection('notes'), '1')", [], key.secret);
    await db.get(`Delete(Ref(Keys(), '${key.ref['@ref'].id}'))`);
    await db.get("Update(Ref(Collection('notes'), '1'), {})");
    const lost = "{ code: 'permission denied', description: 'Authorization lost during stream evaluation.' }";
    expect(await listener.told(2)).toEqual([`error ${lost}`, 'end']);
    expect(db.engine.fql4Streams.size).toBe(0);
  });

  it('is not told to whoever has no secret', async () => {
    await expect(open("Ref(Collection('notes'), '1')", [], 'wrong')).rejects.toThrow('unauthorized');
  });
});

describe('a request', () => {
  it('has to name what can be followed', async () => {
    const expected = (type: string) => `Expected a Document Ref or Version, or a Set Ref, got ${type}.`;
    const problems = [
      ["Collection('notes')", expected('Collection Ref')],
      ['{}', expected('Object')],
      ["'text'", expected('String')],
      ["Union(Documents(Collection('notes')), Documents(Collection('notes')))", expected('Set')],
      ["Ref(Collection('nope'), '1')", "Ref refers to undefined collection 'nope'"],
      ["Create(Collection('notes'), {})", 'Call performs a write, which is not allowed in stream requests.'],
    ] as const;
    for (const [text, problem] of problems) expect(await refused(text), text).toContain(problem);
  });
});

describe('open streams', () => {
  it('are as many as have not left', async () => {
    const listeners = [await open("Ref(Collection('notes'), '1')"), await open("Documents(Collection('notes'))")];
    expect(db.engine.fql4Streams.size).toBe(2);
    await listeners[0]?.leave();
    expect(db.engine.fql4Streams.size).toBe(1);
    db.engine.endStreams();
    expect(await listeners[1]?.next()).toBeUndefined();
    expect(db.engine.fql4Streams.size).toBe(0);
  });

  it('end when their clients read too slowly', async () => {
    await open("Documents(Collection('notes'))");
    const numbers = Array.from({ length: 5_000 }, (_, n) => n).join();
    const create = `Foreach([${numbers}], Lambda('n', Create(Collection('notes'), {})))`;
    for (let round = 0; round < 5; round++) await db.get(create);
    expect(db.engine.fql4Streams.size).toBe(0);
  });
});
