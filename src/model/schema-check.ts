/**
 * Looks at the schema as a query leaves it, before the query's result is read: whether its items hold together, what the
 * changes would do to documents, and whether the database allows them. What is wrong is reported at the last write to
 * the schema. Source: recorded `roles`, `schema-items-2`, `documents-schema-2`, `databases`.
 */
import { type Diagnostic, error } from '../language/diagnostic.ts';
import { type ConstraintFailure, Failure } from '../language/failure.ts';
import { renderDiagnostic } from '../language/render-diagnostic.ts';
import { NO_SPAN, type Span } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { itemProblems } from './check-items.ts';
import { documentsTable, type Schema } from './database.ts';
import { makeCollection } from './definitions.ts';
import { fieldChangeProblems } from './field-changes.ts';
import { standardTypes, typesOf } from './known-types.ts';
import { lostBackings } from './protected-mode.ts';
import { readSchema } from './schema.ts';
import { patchSchemaText, printSchema } from './schema-text.ts';
import { isExpired, keyOfId, readRow, type StoredRow } from './stored-row.ts';
import { notesOf } from './transaction-notes.ts';

/** Where a query writes to the schema. */
interface Writes {
  /** The calls under way at the last write. */
  trace: readonly Span[];
  /** The call that wrote each document last, by its id. */
  readonly places: Map<bigint | string, Span>;
}

const writesOf = new WeakMap<Transaction, Writes>();

/** Has the schema checked at the end of the query, which writes to the document with this id. */
export function checkSchemaLater(context: Context, id: bigint | string): void {
  const { transaction } = context;
  let writes = writesOf.get(transaction);
  if (!writes) {
    writes = { trace: [], places: new Map() };
    writesOf.set(transaction, writes);
    notesOf(transaction).deferred.push(checkSchema);
  }
  writes.trace = context.trace();
  writes.places.set(id, writes.trace[0] ?? NO_SPAN);
}

interface Verdict {
  readonly problems: readonly Diagnostic[];
  readonly failures?: readonly ConstraintFailure[];
}

function checkSchema(context: Context): void {
  patchSchemaText(context.transaction, context.database.scope);
  const { trace = [], places = new Map() } = writesOf.get(context.transaction) ?? {};
  const { problems, failures = [] } = findProblems(context, places);
  if (problems.length === 0 && failures.length === 0) return;
  const lines = problems.flatMap((each) => renderDiagnostic(each).trim().split('\n'));
  const message = `Invalid database schema update.\n${lines.map((line) => `    ${line}`).join('\n')}`;
  throw new Failure('invalid_schema', message, trace, { constraintFailures: failures });
}

function findProblems(context: Context, places: ReadonlyMap<bigint | string, Span>): Verdict {
  const { transaction, database } = context;
  const schema = readSchema(transaction, database.scope);
  const problems = itemProblems(context, schema, printSchema(transaction, database.scope).items);
  if (problems.length > 0) return { problems };
  const changes = changedCollections(context);
  const ofDocuments = changes.flatMap(({ before, after }) => {
    const { id } = makeCollection(0n, after);
    return before && hasDocuments(context, id) ? fieldChangeProblems(before.data, after.data) : [];
  });
  const failures = database.protected ? changes.flatMap(({ before, after }) => lostBackings(before, after)) : [];
  if (ofDocuments.length > 0 || failures.length > 0) return { problems: ofDocuments, failures };
  return { problems: changes.flatMap((change) => takenTypes(schema, change, places.get(change.id) ?? NO_SPAN)) };
}

interface Change {
  readonly id: bigint;
  readonly before: StoredRow | undefined;
  readonly after: StoredRow;
}

function changedCollections({ transaction, database }: Context): readonly Change[] {
  const table = documentsTable(database.scope, 'Collection');
  return [...transaction.scan(table)].flatMap(([key, json]): Change[] => {
    const old = transaction.snapshot.get(table, key);
    if (old === json) return [];
    return [{ id: keyOfId(key), before: old === undefined ? undefined : readRow(old), after: readRow(json) }];
  });
}

function hasDocuments({ transaction, database }: Context, collection: string): boolean {
  for (const [, json] of transaction.scan(documentsTable(database.scope, collection))) {
    if (!isExpired(readRow(json).ttl, transaction.time)) return true;
  }
  return false;
}

/** Names of a collection from which types would be made that there are already. */
function takenTypes(schema: Schema, { before, after }: Change, place: Span): readonly Diagnostic[] {
  const users = [...schema.collections].filter(({ kind }) => kind === 'user');
  const names = users.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  const types = [...names.flatMap((name) => typesOf(name)), ...standardTypes].map(([type]) => type);
  return (['name', 'alias'] as const).flatMap((field) => {
    const value = after.data[field];
    if (typeof value !== 'string' || value === before?.data[field]) return [];
    const taken = typesOf(value)
      .map(([type]) => type)
      .filter((type) => types.indexOf(type) !== types.lastIndexOf(type));
    if (taken.length === 0) return [];
    const message = `The collection ${field} \`${value}\` generates types that conflict with the following existing types: ${taken.join(', ')}`;
    return [error(message, place)];
  });
}
