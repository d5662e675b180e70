/** What all parts of one query share: the transaction, the databases it looks at, and what it costs. */
import type { Authority } from '../model/authority.ts';
import { childScope, scopeWithin } from '../model/child-database.ts';
import type { Database } from '../model/database.ts';
import { documentsTable } from '../model/database.ts';
import { storedRow } from '../model/document-versions.ts';
import { lookupName } from '../model/lookup.ts';
import { loadDatabase } from '../model/schema.ts';
import { isExpired, keyOfId, readRow } from '../model/stored-row.ts';
import { Context, type Evaluation } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { nativeOrder } from './native-names.ts';
import { Ref } from './value.ts';

export class Session {
  /** The transaction's time in microseconds: what `Now()` gives and what writes carry as `ts`. */
  readonly time: number;
  readonly transaction: Transaction;
  /**
   * What the query has done, for its metrics. `compute`: functions evaluated and lambdas called; `reads`: documents
   * read, and partitions of sets; `writes`: documents written.
   */
  readonly costs = { compute: 0, reads: 0, writes: 0 };
  /** Names of schema documents that this query has deleted: its answer may still show them. */
  private readonly lastNames = new Map<string, string>();
  private readonly databases = new Map<string, Database | undefined>();
  private readonly evaluations = new Map<Database, Evaluation>();

  /** `evaluation`: of the query, in whichever of its databases. */
  constructor(private readonly evaluation: Evaluation) {
    this.transaction = evaluation.transaction;
    this.time = this.transaction.time;
  }

  /** The database as the query sees it now, with what it has itself changed of the schema. */
  database(scope: string): Database | undefined {
    if (!this.databases.has(scope)) this.databases.set(scope, loadDatabase(this.transaction, scope));
    return this.databases.get(scope);
  }

  /** To be called after every write to a schema document. */
  schemaChanged(): void {
    this.databases.clear();
  }

  rememberName({ scope, collection, id }: Ref, name: string): void {
    this.lastNames.set(`${scope} ${collection} ${id}`, name);
  }

  lastName(scope: string, collection: string, id: bigint | string): string | undefined {
    return this.lastNames.get(`${scope} ${collection} ${id}`);
  }

  context(scope: string, authority: Authority, readTime: number | undefined): Context {
    const database = this.database(scope);
    if (!database) throw new Error('a query looked into a database that is gone');
    let evaluation = this.evaluations.get(database);
    if (!evaluation) {
      evaluation = { ...this.evaluation, database, lookup: (name) => lookupName(database.schema, name) };
      this.evaluations.set(database, evaluation);
    }
    const limit = { effect: 'write', reason: '' } as const;
    return new Context(evaluation, { authority, limit, readTime, allowComputation: true });
  }

  /** Counts a step; ends the query when its time is over. */
  tick(context: Context): void {
    this.costs.compute++;
    context.tick();
  }

  countDocument(): void {
    this.costs.reads++;
  }

  countSet(partitions: number): void {
    this.costs.reads += partitions;
  }

  hasDocument(scope: string, collection: string, id: bigint): boolean {
    const row = storedRow(this.transaction, scope, collection, id);
    return row !== undefined && !isExpired(row.ttl, this.time);
  }

  /** The scope of the database a reference is to. */
  scopeOf({ scope, id }: Ref): string | undefined {
    if (typeof id !== 'bigint') return undefined;
    const name = this.database(scope)?.schema.nameOf('Database', id);
    return name === undefined ? undefined : childScope(this.transaction, scope, name);
  }

  /** The reference to a database, in its parent. */
  databaseAt(scope: string): Ref | undefined {
    if (scope === '') return undefined;
    const cut = scope.lastIndexOf('/');
    const parent = cut < 0 ? '' : scope.slice(0, cut);
    for (const [key, json] of this.transaction.scan(documentsTable(parent, 'Database'))) {
      const { storage, name } = readRow(json).data;
      if (scopeWithin(parent, String(storage ?? name)) === scope) return new Ref(parent, 'Database', keyOfId(key));
    }
    return undefined;
  }

  /** The number of the document a reference is to; of a native collection its place among them. */
  numberOf({ scope, collection, id }: Ref): bigint | undefined {
    if (typeof id === 'bigint') return id;
    if (collection !== 'Collection') return undefined;
    const order = nativeOrder(id);
    return order >= 0 ? BigInt(order) : this.database(scope)?.schema.collection(id)?.document;
  }
}
