/** Transactions that begin on snapshots of different age and commit in any order: as if one ran after the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine.ts';
import { ADMIN } from '../../src/model/authority.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Commit, CommitListener, CommitResult, Json, Snapshot, Store } from '../../src/store/store.ts';

/** A store that answers the first look of each query with a snapshot of earlier. */
class LateStore implements Store {
  readonly #inner = new MemoryStore();
  #snapshots: Snapshot[] = [];
  refused = 0;
  /** How many commits the next transaction is late. */
  late = 0;

  snapshot(): Snapshot {
    const snapshot = this.#snapshots.at(-1 - this.late) ?? this.#inner.snapshot();
    this.late = 0;
    return snapshot;
  }

  /** No transaction is from before this moment. */
  begin(): void {
    this.#snapshots = [this.#inner.snapshot()];
  }

  commit(commit: Commit): CommitResult {
    const result = this.#inner.commit(commit);
    if (result.committed) this.#snapshots.push(result.snapshot);
    else this.refused++;
    return result;
  }

  onCommit(listener: CommitListener): () => void {
    return this.#inner.onCommit(listener);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

class Database {
  readonly store = new LateStore();
  readonly #engine = new Engine(this.store);

  async get(fql: string): Promise<Json> {
    const answer = await this.#engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['simple'] });
    if (answer.outcome !== 'success') throw new Error(`${answer.code}: ${answer.message}`);
    return JSON.parse(answer.data.simple ?? '');
  }

  /** The error's code where there is one. */
  async write(fql: string, late: number): Promise<string> {
    this.store.late = late;
    const answer = await this.#engine.query({ scope: '', authority: ADMIN }, { fql, formats: ['simple'] });
    return answer.outcome === 'success' ? answer.outcome : answer.code;
  }
}

const late = fc.integer({ min: 0, max: 4 });
const id = fc.integer({ min: 1, max: 5 });
const small = fc.integer({ min: 1, max: 3 });

describe('transactions at the same time', () => {
  it('never leave two documents with what must be unique', async () => {
    const writes = fc.array(
      fc.record({
        late,
        id,
        how: fc.constantFrom('create', 'update', 'replace', 'delete'),
        a: small,
        b: small,
        phones: fc.array(small, { maxLength: 2 }),
      }),
      { minLength: 12, maxLength: 30 },
    );
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(writes, async (steps) => {
        const database = new Database();
        await database.get(`Collection.create({
          name: "User",
          constraints: [{ unique: ["a", "b"] }, { unique: [{ field: "phones", mva: true }] }],
          indexes: { byA: { terms: [{ field: "a" }] } }
        }).name`);
        database.store.begin();
        const outcomes: string[] = [];
        for (const { late, id, how, a, b, phones } of steps) {
          const fields = `{ a: ${a}, b: ${b}, phones: [${phones.join(', ')}] }`;
          const text =
            how === 'create'
              ? `if (User.byId("${id}").exists()) null else User.create(Object.assign({ id: "${id}" }, ${fields}))`
              : `User("${id}")?.${how === 'delete' ? 'delete()' : `${how}(${fields})`}`;
          outcomes.push(await database.write(text, late));
        }
        expect(outcomes.every((each) => each === 'success' || each === 'constraint_failure')).toBe(true);
        const users = (await database.get('User.all().map(u => [u.a, u.b, u.phones]).toArray()')) as readonly [
          number,
          number,
          readonly number[],
        ][];
        const pairs = users.map(([a, b]) => `${a} ${b}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        const phones = users.flatMap(([, , own]) => [...new Set(own)]);
        expect(new Set(phones).size).toBe(phones.length);
        expect(await database.get('[1, 2, 3].map(a => User.byA(a).count())')).toEqual(
          [1, 2, 3].map((wanted) => users.filter(([a]) => a === wanted).length),
        );
        refused += database.store.refused;
      }),
      { numRuns: 80 },
    );
    // Otherwise nothing ran at the same time.
    expect(refused).toBeGreaterThan(50);
  });

  it('lose no update, and see no half of another', async () => {
    const transfers = fc.array(fc.record({ late, from: id, to: id, amount: small }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(transfers, async (steps) => {
        const database = new Database();
        await database.get(
          'Collection.create({ name: "Account", indexes: { all_: { values: [{ field: "sum" }] } } }).name',
        );
        await database.get('[1, 2, 3, 4, 5].forEach(i => Account.create({ id: i.toString(), sum: 10, moves: 0 }))');
        database.store.begin();
        const sums = new Map([1, 2, 3, 4, 5].map((each) => [each, 10]));
        for (const { late, from, to, amount } of steps) {
          const outcome = await database.write(
            `let a = Account("${from}")!
            let b = Account("${to}")!
            if (a.sum < ${amount}) abort("poor")
            if (Account.all().fold(0, (n, x) => n + x.sum) != 50) 1 / 0
            a.update({ sum: a.sum - ${amount}, moves: a.moves + 1 })
            b.update({ sum: b.sum + ${amount} })`,
            late,
          );
          // It may have seen less than there is now: then it is as if it had asked earlier.
          expect(['success', 'abort']).toContain(outcome);
          if (outcome === 'abort') continue;
          expect(sums.get(from)).toBeGreaterThanOrEqual(amount);
          sums.set(from, sums.get(from)! - amount);
          sums.set(to, sums.get(to)! + amount);
        }
        expect(await database.get('Account.all().map(.sum).toArray()')).toEqual([...sums.values()]);
        expect(await database.get('Account.all_().map(.sum).toArray()')).toEqual(
          [...sums.values()].toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 80 },
    );
  });
});
