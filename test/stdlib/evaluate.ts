/** Runs FQL on the standard library alone: sets, arrays and cursors, on an empty store, without documents. */
import { parseLambda, parseQuery } from '../../src/language/parse.ts';
import { Source } from '../../src/language/source.ts';
import { ADMIN } from '../../src/model/authority.ts';
import type { Database } from '../../src/model/database.ts';
import { compileLambda, compileQuery } from '../../src/runtime/compile/index.ts';
import { Context, type Evaluation } from '../../src/runtime/context.ts';
import { toDebugString } from '../../src/runtime/display.ts';
import type { Value } from '../../src/runtime/value.ts';
import { globals } from '../../src/stdlib/index.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { beginTransaction } from '../../src/transaction/begin.ts';
import { pureContext } from '../runtime/pure-context.ts';

/** A database that queries run in one after the other. */
export class Session {
  constructor(
    private readonly store = new MemoryStore(),
    private readonly scope = '',
  ) {}

  /** Another database of the same store. */
  child(scope: string): Session {
    return new Session(this.store, scope);
  }

  /** Runs a query and commits it. Throws a Failure. */
  run(fql: string, variables: Readonly<Record<string, Value>> = {}): Value {
    return this.within((context) => evaluate(context, fql, variables));
  }

  /** The result as text. */
  show(fql: string, variables: Readonly<Record<string, Value>> = {}): string {
    return this.within((context) => toDebugString(context, evaluate(context, fql, variables)));
  }

  /** Runs `body` in a transaction of its own. */
  within<T>(body: (context: Context) => T): T {
    const transaction = beginTransaction(this.store);
    const pure = pureContext();
    const schema = { collection: () => undefined } as unknown as Database['schema'];
    const evaluation: Evaluation = {
      ...pure.evaluation,
      transaction,
      database: { ...pure.database, scope: this.scope, schema },
      compileLambda: (source) => compileLambda(parseLambda(source)),
      lookup: (name) => globals.get(name),
    };
    const result = body(new Context(evaluation, { ...pure.place, authority: ADMIN }));
    transaction.commit();
    return result;
  }
}

/** Runs a query within a transaction that is open. Throws a Failure. */
export function evaluate(context: Context, fql: string, variables: Readonly<Record<string, Value>> = {}): Value {
  const names = Object.keys(variables);
  const { code, slots } = compileQuery(parseQuery(new Source('*query*', fql)), names);
  const frame: Value[] = new Array(slots);
  for (const [index, name] of names.entries()) frame[index] = variables[name] as Value;
  return code(context, { slots: frame, outer: null });
}
