/** A context for what needs no database: no documents, no collections, the standard library alone. */
import { ADMIN } from '../../src/model/authority.ts';
import type { Database } from '../../src/model/database.ts';
import { Context, type Evaluation } from '../../src/runtime/context.ts';
import type { DocumentAccess } from '../../src/runtime/document-access.ts';
import { Operations } from '../../src/runtime/operations.ts';
import type { Value } from '../../src/runtime/value.ts';
import { globals } from '../../src/stdlib/index.ts';
import type { Transaction } from '../../src/transaction/transaction.ts';

function unavailable(): never {
  throw new Error('a pure context has no database');
}

export interface PureOptions {
  readonly lookup?: (name: string) => Value | undefined;
  readonly documents?: Partial<DocumentAccess>;
  readonly prepareUserFunction?: Evaluation['prepareUserFunction'];
  readonly deadline?: number;
  readonly cancelled?: () => boolean;
}

export function pureContext(options: PureOptions = {}): Context {
  const transaction = { time: 1_700_000_000_000_000, newId: () => 42n } as Transaction;
  const none = { collection: () => undefined, collections: [], functionNamed: () => undefined };
  const schema = none as unknown as Database['schema'];
  const evaluation: Evaluation = {
    transaction,
    database: { scope: '', path: [], typechecked: false, schema },
    limits: { deadline: options.deadline ?? Number.POSITIVE_INFINITY, stackDepth: 2048, cancelled: options.cancelled },
    operations: new Operations(),
    logs: [],
    performanceHints: false,
    stack: [],
    compileLambda: unavailable,
    lookup: (name) => options.lookup?.(name) ?? globals.get(name),
    documents: {
      read: unavailable,
      nullCause: unavailable,
      shownFields: unavailable,
      reference: unavailable,
      ...options.documents,
    },
    prepareUserFunction: options.prepareUserFunction ?? unavailable,
    userFunctionArity: unavailable,
  };
  return new Context(evaluation, {
    authority: ADMIN,
    limit: { effect: 'write', reason: '' },
    readTime: undefined,
    allowComputation: true,
  });
}
