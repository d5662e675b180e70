/** From a caller to the context that its code runs in. */
import type { Diagnostic } from '../language/diagnostic.ts';
import { authenticate, authenticateToken } from '../model/authenticate.ts';
import { ADMIN, type Authority } from '../model/authority.ts';
import type { Database } from '../model/database.ts';
import { documentAccess } from '../model/documents.ts';
import { lookupName } from '../model/lookup.ts';
import { loadDatabase } from '../model/schema.ts';
import { prepareUserFunction, userFunctionArity } from '../model/user-function.ts';
import { Context, type Evaluation } from '../runtime/context.ts';
import { Operations } from '../runtime/operations.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { Plans } from './plans.ts';
import type { Caller, Progress, QueryRequest } from './request.ts';

/** What the queries on one store share. */
export interface Shared {
  /** The secret that may do everything in every database; none where secrets come from keys and tokens alone. */
  readonly rootSecret: string | undefined;
  readonly plans: Plans;
}

export type Limits = Pick<QueryRequest, 'timeoutMs' | 'cancelled' | 'performanceHints'>;

const defaultTimeoutMs = 120_000;
const stackDepth = 2_048;

/** Undefined when there is no such caller. */
export function openContext(
  { rootSecret, plans }: Shared,
  transaction: Transaction,
  caller: Caller,
  { timeoutMs = defaultTimeoutMs, cancelled, performanceHints = false }: Limits,
  { started }: Pick<Progress, 'started'>,
): Context | undefined {
  const limits = { deadline: started + timeoutMs, stackDepth, cancelled };
  const operations = new Operations();
  const logs: Diagnostic[] = [];
  const contextIn = (database: Database, authority: Authority): Context => {
    // Written out: an object that is copied and then added to is slow to make and slow to read.
    const evaluation: Evaluation = {
      transaction,
      database,
      limits,
      operations,
      logs,
      performanceHints,
      stack: [],
      compileLambda: (source) => plans.lambda(source),
      lookup: (name) => lookupName(database.schema, name),
      documents: documentAccess,
      prepareUserFunction,
      userFunctionArity,
    };
    return new Context(evaluation, {
      authority,
      limit: { effect: 'write', reason: '' },
      readTime: undefined,
      allowComputation: true,
    });
  };
  const options = { rootSecret, contextOf: (database: Database) => contextIn(database, ADMIN) };
  const found = identify(transaction, caller, options);
  const database = found && loadDatabase(transaction, found.scope);
  return database && rolesExist(database, found.authority) ? contextIn(database, found.authority) : undefined;
}

function identify(
  transaction: Transaction,
  caller: Caller,
  options: Parameters<typeof authenticate>[2],
): { readonly scope: string; readonly authority: Authority } | undefined {
  if ('authority' in caller) return caller;
  if ('verified' in caller) return authenticateToken(transaction, caller.verified, options);
  return authenticate(transaction, caller.secret, options);
}

/** A role that the database does not have opens nothing. */
function rolesExist({ schema }: Database, { permissions }: Authority): boolean {
  return permissions.kind !== 'roles' || permissions.names.every((name) => schema.role(name) !== undefined);
}
