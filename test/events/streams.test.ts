/** Streams: what they tell, when they end, and what they leave alone. Beside the recorded scenarios in test/golden. */
import { describe, expect, it, vi } from 'vitest';
import { type Event, Followed, rootSecret, type Stream, shown } from './follower.ts';

async function notes(): Promise<Followed> {
  const db = new Followed();
  await db.run('Collection.create({ name: "Note" })');
  return db;
}

const ids = (events: readonly Event[]) =>
  shown(events, (data) => (data as { readonly '@doc': { readonly id: string } })['@doc'].id);

describe('a stream', () => {
  it('begins with a status event, and says at intervals that nothing was left out', async () => {
    const db = await notes();
    const stream = await db.stream(await db.token('Note.all().eventSource()'));
    const first = await stream.next();
    const { time } = await db.run('1');
    expect(await stream.upTo(time)).toEqual([]);
    const later = await stream.next();
    expect([first?.type, later?.type]).toEqual(['status', 'status']);
    expect(later?.txn_ts).toBeGreaterThan(first?.txn_ts ?? 0);
    expect(later?.cursor).not.toBe(first?.cursor);
  });

  it('leaves the answer to a writer time to come before the event', async () => {
    vi.useFakeTimers();
    const db = new Followed(undefined, { statusInterval: 60_000, checkInterval: 60_000 });
    await db.run('Collection.create({ name: "Note" })');
    const stream = await db.stream(await db.token('Note.all().eventSource()'));
    await stream.next();
    let told = false;
    const event = stream.next().then((next) => {
      told = true;
      return next?.type;
    });
    await db.run('Note.create({})');
    await vi.advanceTimersByTimeAsync(4);
    expect(told).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    expect(await event).toBe('add');
  });

  it('goes on from any of its cursors, within a transaction as well', async () => {
    const db = await notes();
    const token = await db.token('Note.all().map(.n).eventSource()');
    const { time } = await db.run('Set.sequence(0, 5).forEach(n => { Note.create({ n: n })\n null })');
    const all = await (await db.stream(token)).upTo(time);
    expect(shown(all)).toEqual([0, 1, 2, 3, 4].map((n) => `add {"@int":"${n}"}`));
    for (const [index, { cursor }] of all.entries()) {
      const rest = await (await db.stream(token, undefined, { cursor })).upTo(time);
      expect(shown(rest)).toEqual(shown(all).slice(index + 1));
    }
  });

  it('goes on from a status event over a restart', async () => {
    const db = await notes();
    const token = await db.token('Note.all().eventSource()');
    const status = await (await db.stream(token)).next();
    await db.run('Note.create({ id: 1 })');
    const reopened = new Followed(db.engine.store);
    const { time } = await reopened.run('Note.create({ id: 2 })');
    const stream = await reopened.stream(token, undefined, { cursor: status?.cursor });
    expect(ids(await stream.upTo(time))).toEqual(['add "1"', 'add "2"']);
  });

  it('sends no more than 128 past events', async () => {
    const db = await notes();
    const token = await db.token('Note.all().eventSource()');
    await db.run('Set.sequence(0, 128).forEach(n => { Note.create({ n: n })\n null })');
    const { time } = await db.run('1');
    expect(await (await db.stream(token)).upTo(time)).toHaveLength(128);
    await db.run('Note.create({})');
    const stream = await db.stream(token);
    const events = await stream.upTo(Number.POSITIVE_INFINITY);
    expect(events).toHaveLength(129);
    expect(shown(events.slice(-1))).toEqual(['error stream_replay_volume_exceeded']);
    expect(stream.ended).toBe(true);
  });

  it('tells nothing of a collection that is deleted, nor of another one of that name', async () => {
    const db = await notes();
    const token = await db.token('Note.all().eventSource()');
    const stream = await db.stream(token);
    const before = await db.run('Note.create({ id: 1 })');
    expect(ids(await stream.upTo(before.time))).toEqual(['add "1"']);
    await db.run('Collection.byName("Note")!.delete()');
    await db.run('Collection.create({ name: "Note" })');
    const { time } = await db.run('Note.create({ id: 2 })');
    expect(await stream.upTo(time)).toEqual([]);
    // A token names the collection: it stands for the new one.
    expect(ids(await (await db.stream(token)).upTo(time))).toEqual(['add "2"']);
  });

  it('reads everything as it was when the event happened', async () => {
    const db = await notes();
    await db.run('Collection.create({ name: "Author" })\nnull');
    await db.run('Author.create({ id: 1, name: "Ada" })');
    const token = await db.token(
      'Note.all().map(note => ({ by: note.author.name, of: Author.all().map(.name).toArray() })).eventSource()',
    );
    const live = await db.stream(token);
    await db.run('Note.create({ id: 1, author: Author(1) })');
    const { time } = await db.run('Author(1)!.update({ name: "Grace" })');
    const events = await (await db.stream(token)).upTo(time);
    expect(shown(events)).toEqual(['add {"by":"Ada","of":["Ada"]}']);
    expect(shown(await live.upTo(time))).toEqual(shown(events));
  });

  it('takes functions with the variables around them', async () => {
    const db = await notes();
    const token = await db.token(
      'let least = 2\nlet all = Note.all()\nall.where(.n >= least).map(n => n.n * least).eventSource()',
    );
    const stream = await db.stream(token);
    await db.run('Note.create({ n: 1 })');
    const { time } = await db.run('Note.create({ n: 3 })');
    expect(shown(await stream.upTo(time))).toEqual(['add {"@int":"6"}']);
  });

  it('ends with an error when a function of its set fails, or writes', async () => {
    const db = await notes();
    const failing = await db.stream(await db.token('Note.all().map(.a.b).eventSource()'));
    const writing = await db.stream(await db.token('Note.all().map(.update({ n: 2 })).eventSource()'));
    const notBoolean = await db.stream(await db.token('Note.all().map(.n).where(n => n).eventSource()'));
    const { time } = await db.run('Note.create({ n: 1 })');
    expect(shown(await failing.upTo(time))).toEqual(['error invalid_null_access']);
    expect((await writing.upTo(time))[0]?.error).toEqual({
      code: 'invalid_effect',
      message: '`update` performs a write, which is not allowed in Writes are disallowed in stream subscriptions..',
    });
    expect(shown(await notBoolean.upTo(time))).toEqual(['error type_mismatch']);
    expect([failing.ended, writing.ended, notBoolean.ended]).toEqual([true, true, true]);
    expect(db.engine.events.size).toBe(0);
  });

  it('is forgotten when its client leaves', async () => {
    const db = await notes();
    const stream = await db.stream(await db.token('Note.all().eventSource()'));
    expect(db.engine.events.size).toBe(1);
    await stream.leave();
    expect(db.engine.events.size).toBe(0);
    await db.run('Note.create({})');
    expect(db.faults).toEqual([]);
  });

  it('keeps little for a client that does not read, and ends before it is too much', async () => {
    const db = await notes();
    const stream = await db.stream(await db.token('Note.all().eventSource()'));
    const text = 'x'.repeat(300_000);
    await db.run(`Note.create({ id: 1, text: ${JSON.stringify(text)} })`);
    // The first event fills its buffer; those that follow wait in their short form.
    const create = 'Set.sequence(0, 8000).forEach(n => { Note.create({})\n null })';
    for (let turn = 0; turn < 4; turn++) await db.run(create);
    await until(() => db.engine.events.size === 0);
    const events = await stream.upTo(Number.POSITIVE_INFINITY);
    expect(shown(events.slice(-1))).toEqual(['error stream_overflow']);
    expect(events.length).toBeLessThan(20);
  });

  it('ends when its server does', async () => {
    const db = await notes();
    const streams = await Promise.all([1, 2, 3].map(async () => db.stream(await db.token('Note.all().eventSource()'))));
    db.engine.events.endStreams();
    for (const stream of streams) await stream.upTo(Number.POSITIVE_INFINITY);
    expect(streams.map(({ ended }) => ended)).toEqual([true, true, true]);
    // Its clients come back when the server is there again.
    expect((await (await db.stream(await db.token('Note.all().eventSource()'))).next())?.type).toBe('status');
  });
});

describe('who may see what', () => {
  const asRole = (role: string) => ({ secret: `${rootSecret}:@role/${role}` });

  async function readers(privileges: string): Promise<Followed> {
    const db = await notes();
    await db.run(`Role.create({ name: "reader", privileges: ${privileges} })`);
    return db;
  }

  it('is decided for each event by the roles of that moment', async () => {
    const db = await readers('[{ resource: "Note", actions: { read: true } }]');
    const stream = await db.stream(await db.token('Note.all().eventSource()'), asRole('reader'));
    await db.run('Note.create({ id: 1 })');
    await until(async () => (await stream.next())?.type === 'add');
    await db.run('Role.byName("reader")!.update({ privileges: [] })');
    await db.run('Note.create({ id: 2 })');
    const { time } = await db.run(
      'Role.byName("reader")!.update({ privileges: [{ resource: "Note", actions: { read: "note => note.ok" } }] })',
    );
    expect(await stream.upTo(time)).toEqual([]);
    const last = await db.run('Note.create({ id: 3, ok: true })\nNote.create({ id: 4, ok: false })');
    expect(ids(await stream.upTo(last.time))).toEqual(['add "3"']);
  });

  it('needs no right to read history', async () => {
    const db = await readers('[{ resource: "Note", actions: { read: true } }]');
    const source = 'Note.all().map(note => [note.n, Note.byId("1")!.n, Note.all().map(.n).first()]).eventSource()';
    const token = await db.token(source);
    await db.run('Note.create({ id: 1, n: 1 })');
    const { time } = await db.run('Note.byId("1")!.update({ n: 2 })');
    const events = await (await db.stream(token, asRole('reader'))).upTo(time);
    expect(shown(events)).toEqual([
      'add [{"@int":"1"},{"@int":"1"},{"@int":"1"}]',
      'update [{"@int":"2"},{"@int":"2"},{"@int":"2"}]',
    ]);
  });

  it('ends an idle stream whose key is deleted, expires, or is for a database that is gone', async () => {
    const db = await notes();
    await db.run('Database.create({ name: "child" })\nnull');
    const token = await db.token('Note.all().eventSource()');
    const key = (await db.get('Key.create({ role: "server" }) { id, secret }')) as { id: string; secret: string };
    const expiring = String(await db.get('Key.create({ role: "server", ttl: Time.now().add(1, "second") }).secret'));
    const inChild = { secret: `${rootSecret}:child:admin` };
    await db.run('Collection.create({ name: "Note" })', inChild);
    const streams: Stream[] = [];
    for (const secret of [key.secret, expiring, inChild.secret]) streams.push(await db.stream(token, { secret }));
    await db.run(`Key.byId("${key.id}")!.delete()`);
    await db.run('Database.byName("child")!.delete()');
    for (const stream of streams) {
      const events = await stream.upTo(Number.POSITIVE_INFINITY);
      expect(events.map(({ error }) => error)).toEqual([
        { code: 'permission_loss', message: 'Stream authentication is no longer valid.' },
      ]);
    }
  });

  it('is asked of whoever opens a token, in the database that their secret is for', async () => {
    const db = await readers('[]');
    await db.run('Database.create({ name: "child" })\nnull');
    const token = await db.token('Note.all().eventSource()');
    await expect(db.stream(token, asRole('reader'))).rejects.toThrow(
      'invalid_request: Error evaluating provided stream, Insufficient privileges to read from collection Note.',
    );
    await expect(db.feed(token, { secret: `${rootSecret}:child:admin` })).rejects.toThrow(
      'invalid_request: Error evaluating provided event source, Unbound variable `Note`',
    );
    await expect(db.feed(token, { secret: 'nobody' })).rejects.toThrow('unauthorized');
  });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1));
}
