/** Unique constraints hold, whoever writes at the same time. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import type { Commit, CommitListener, CommitResult, Snapshot, Store } from '../../src/store/store.ts';
import { Session } from '../support/session.ts';

/** A store whose next transaction begins on a snapshot that was taken earlier. */
class Interleaving implements Store {
  refused = 0;
  #pinned: Snapshot | undefined;
  #before: Snapshot | undefined;

  constructor(readonly inner: Store) {}

  pin(): void {
    this.#before = this.inner.snapshot();
    this.#pinned = this.#before;
  }

  pinBefore(): void {
    this.#pinned = this.#before;
  }

  snapshot(): Snapshot {
    return this.#pinned ?? this.inner.snapshot();
  }

  commit(commit: Commit): CommitResult {
    this.#pinned = undefined;
    const result = this.inner.commit(commit);
    if (!result.committed) this.refused++;
    return result;
  }

  onCommit(listener: CommitListener): () => void {
    return this.inner.onCommit(listener);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

function interleaved(inner: Store): { readonly engine: Engine; readonly store: Interleaving } {
  const store = new Interleaving(inner);
  return { engine: new Engine(store), store };
}

async function outcome(engine: Engine, fql: string): Promise<string> {
  const answer = await engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['simple'] });
  return answer.outcome === 'success' ? answer.outcome : `${answer.code}: ${answer.message}`;
}

const broken = 'constraint_failure: Failed unique constraint.';
let session: Session;

beforeEach(async () => {
  session = new Session();
  await session.get(`Collection.create({
    name: "User",
    constraints: [{ unique: ["email"] }, { unique: [".address.zip", "street"] }, { unique: [{ field: "phones", mva: true }] }]
  }).name`);
});

describe('a unique constraint', () => {
  it('refuses a second document with the value, and says which field', async () => {
    await session.get('User.create({ email: "a@x" }).id');
    const answer = await session.engine.query(
      { scope: '', authority: ADMIN },
      { fql: 'User.create({ email: "a@x" })', formats: ['simple'] },
    );
    expect(answer).toMatchObject({
      outcome: 'failure',
      constraintFailures: [{ paths: [['email']], message: 'Failed unique constraint' }],
    });
  });

  it('takes whole numbers and fractions for different, as indexes do', async () => {
    await session.get('User.create({ email: 1 }).id');
    await session.get('User.create({ email: 1.0 }).id');
    expect(await session.ask('User.create({ email: 1 })')).toContain(broken);
    expect(await session.ask('User.create({ email: 1.0 })')).toContain(broken);
  });

  it('ignores documents without any of its fields, not those without some', async () => {
    await session.get('[{}, {}, { email: null }].forEach(d => User.create(d))');
    await session.get('User.create({ street: "Elm" }).id');
    expect(await session.ask('User.create({ street: "Elm" })')).toBe(broken);
    expect(await session.get('User.create({ street: "Elm", address: { zip: 1 } }).street')).toBe('Elm');
  });

  it('holds for each element of an array', async () => {
    await session.get('User.create({ phones: ["1", "2"] }).id');
    expect(await session.ask('User.create({ phones: ["3", "2"] })')).toBe(broken);
    expect(await session.get('User.create({ phones: ["3", "3"] }).phones')).toEqual(['3', '3']);
  });

  it('is checked at each write: a value is free once it was given up', async () => {
    await session.get('User.create({ id: "1", email: "a@x" }).id');
    await session.get('User.create({ id: "2", email: "b@x" }).id');
    expect(await session.ask('User("1")!.update({ email: "b@x" })')).toBe(broken);
    expect(await session.ask('User("1")!.update({ email: "b@x" }); User("2")!.update({ email: "a@x" })')).toBe(broken);
    await session.get('User("2")!.update({ email: null }); User("1")!.update({ email: "b@x" }).email');
    expect(await session.get('User("1")!.update({ email: "b@x", age: 3 }).age')).toBe(3);
    await session.get('User("1")!.delete()');
    expect(await session.get('User("2")!.update({ email: "b@x" }).email')).toBe('b@x');
  });

  it('takes no notice of documents that have expired', async () => {
    await session.get('User.create({ email: "a@x", ttl: Time.now().subtract(1, "second") })');
    expect(await session.get('User.create({ email: "a@x" }).email')).toBe('a@x');
  });

  it('lets one of two win that began before either had committed', async () => {
    const { engine, store } = interleaved(session.store);
    store.pin();
    expect(await outcome(engine, 'User.create({ email: "new@x" })')).toBe('success');
    store.pinBefore();
    expect(await outcome(engine, 'User.create({ email: "new@x" })')).toBe(broken);
    expect(store.refused).toBe(1);
    expect(await session.get('User.all().count()')).toBe(1);
  });

  it('lets both of two commit that have different values', async () => {
    const { engine, store } = interleaved(session.store);
    store.pin();
    expect(await outcome(engine, 'User.create({ email: "one@x" })')).toBe('success');
    store.pinBefore();
    expect(await outcome(engine, 'User.create({ email: "two@x" })')).toBe('success');
    expect(store.refused).toBe(0);
    expect(await session.get('User.all().count()')).toBe(2);
  });

  it('holds from its definition on, for what is there and what comes', async () => {
    await session.get('Collection.create({ name: "Late" }).name');
    await session.get('[1, 1, 2].forEach(n => Late.create({ n: n }))');
    await session.get('Late.definition.update({ constraints: [{ unique: ["n"] }] }).name');
    expect(await session.ask('Late.create({ n: 2 })')).toBe(broken);
    expect(await session.ask('Late.create({ n: 1 })')).toBe(broken);
    expect(await session.get('Late.create({ n: 3 }).n')).toBe(3);
    await session.get('Late.definition.update({ constraints: null }).name');
    expect(await session.get('Late.create({ n: 3 }).n')).toBe(3);
  });
});
