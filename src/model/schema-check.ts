/**
 * Whether the schema as a query leaves it holds together: what roles and access providers name is there, and so are the
 * names that functions and predicates use. Source: recorded `roles`, `auth-2`, `schema-items-2`.
 */
import { Failure } from '../language/failure.ts';
import { freeVariables } from '../language/free-variables.ts';
import type { Source, Span } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { documentsTable, type Schema } from './database.ts';
import { isStandardModule } from './native/names.ts';
import { collectionNamed } from './role-policy.ts';
import { readSchema } from './schema.ts';
import { readRow } from './stored-row.ts';
import { isJsonArray } from './stored-value.ts';
import { notesOf } from './transaction-notes.ts';

/** The calls under way at the last write to the schema in each transaction. */
const traces = new WeakMap<Transaction, readonly Span[]>();

/** Has the schema checked at the end of the query. What is wrong is reported at the last write to it. */
export function checkSchemaLater(context: Context): void {
  const { transaction } = context;
  if (!traces.has(transaction)) notesOf(transaction).deferred.push(checkSchema);
  traces.set(transaction, context.trace());
}

function checkSchema(context: Context): void {
  const { transaction, database } = context;
  const schema = readSchema(transaction, database.scope);
  const problems = [
    ...missingResources(schema),
    ...missingRoles(schema, namedByAccessProviders(transaction, database.scope)),
    ...(database.typechecked ? unboundNames(context, schema) : []),
  ];
  if (problems.length === 0) return;
  const message = `Invalid database schema update.\n${problems.map((each) => `    error: ${each}`).join('\n')}`;
  throw new Failure('invalid_schema', message, traces.get(transaction) ?? []);
}

function missingResources(schema: Schema): string[] {
  return [...schema.roles].flatMap(({ privileges, membership }) => {
    const ofMembers = membership.filter(({ resource }) => !collectionNamed(schema, resource));
    const ofPrivileges = privileges.filter(
      ({ resource }) => !collectionNamed(schema, resource) && !schema.functionNamed(resource),
    );
    return [...ofMembers, ...ofPrivileges].map(({ resource }) => `Resource \`${resource}\` does not exist`);
  });
}

function namedByAccessProviders(transaction: Transaction, scope: string): string[] {
  return [...transaction.scan(documentsTable(scope, 'AccessProvider'))].flatMap(([, json]) => {
    const { roles = [] } = readRow(json).data;
    const each = isJsonArray(roles) ? roles : [roles];
    return each.map((role) => String(typeof role === 'string' ? role : (role as { role: string }).role));
  });
}

function missingRoles(schema: Schema, named: readonly string[]): string[] {
  return named.filter((role) => !schema.role(role)).map((role) => `Role \`${role}\` does not exist`);
}

function unboundNames(context: Context, schema: Schema): string[] {
  const isBound = (name: string) =>
    schema.collectionNamed(name) !== undefined ||
    schema.functionNamed(name) !== undefined ||
    isStandardModule(context, name);
  return sourcesOf(schema).flatMap((source) =>
    freeVariables(context.evaluation.compileLambda(source).node)
      .filter(({ text }) => !isBound(text))
      .map(({ text }) => `Unbound variable \`${text}\``),
  );
}

function sourcesOf(schema: Schema): Source[] {
  const ofRoles = [...schema.roles].flatMap(({ privileges, membership }) => [
    ...membership.flatMap(({ predicate }) => predicate ?? []),
    ...privileges.flatMap(({ actions }) => Object.values(actions).filter((rule) => rule !== true)),
  ]);
  return [...[...schema.functions].map(({ body }) => body), ...ofRoles];
}
