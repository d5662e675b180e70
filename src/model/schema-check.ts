/**
 * Whether the schema as a query leaves it holds together: what roles and access providers name is there, and so are the
 * names that functions and predicates use. Source: recorded `roles`, `auth-2`, `schema-items-2`.
 */
import { type Diagnostic, error } from '../language/diagnostic.ts';
import { Failure } from '../language/failure.ts';
import { freeVariables } from '../language/free-variables.ts';
import { renderDiagnostic } from '../language/render-diagnostic.ts';
import type { Span } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { Schema } from './database.ts';
import { isStandardModule } from './native/names.ts';
import { collectionNamed } from './role-policy.ts';
import { readSchema } from './schema.ts';
import { type PrintedCode, type PrintedItem, type PrintedPart, printSchema } from './schema-text.ts';
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
  const problems = new SchemaCheck(context).problems();
  if (problems.length === 0) return;
  const lines = problems.flatMap((each) => renderDiagnostic(each).trim().split('\n'));
  const message = `Invalid database schema update.\n${lines.map((line) => `    ${line}`).join('\n')}`;
  throw new Failure('invalid_schema', message, traces.get(context.transaction) ?? []);
}

class SchemaCheck {
  private readonly schema: Schema;
  private readonly items: readonly PrintedItem[];

  constructor(private readonly context: Context) {
    const { transaction, database } = context;
    this.schema = readSchema(transaction, database.scope);
    this.items = printSchema(transaction, database.scope);
  }

  /** Roles and access providers are looked at once all functions are well. */
  problems(): Diagnostic[] {
    const inBodies = [...byDependence(this.of('Function')), ...this.of('Collection')].flatMap((item) =>
      this.inParts(item),
    );
    if (inBodies.length > 0) return inBodies;
    const roles = this.of('Role').map((item) => ({ ...item, parts: membershipFirst(item.parts) }));
    return [...roles, ...this.of('AccessProvider')].flatMap((item) => this.inParts(item));
  }

  private of(kind: PrintedItem['kind']): PrintedItem[] {
    return this.items.filter((item) => item.kind === kind);
  }

  private inParts({ parts }: PrintedItem): Diagnostic[] {
    return parts.flatMap((part) => {
      if (part.kind === 'code') return this.inCode(part);
      if (this.isThere(part)) return [];
      const what = part.kind === 'role' ? 'Role' : 'Resource';
      return [error(`${what} \`${part.name}\` does not exist`, part.span)];
    });
  }

  private isThere({ kind, name }: Exclude<PrintedPart, PrintedCode>): boolean {
    if (kind === 'role') return this.schema.role(name) !== undefined;
    if (collectionNamed(this.schema, name)) return true;
    return kind === 'resource' && this.schema.functionNamed(name) !== undefined;
  }

  /** Only databases that check types look into bodies. */
  private inCode({ node, placeOf }: PrintedCode): Diagnostic[] {
    if (!this.context.database.typechecked) return [];
    return freeVariables(node)
      .filter(({ text }) => !this.isBound(text))
      .map(({ text, span }) => error(`Unbound variable \`${text}\``, placeOf(span)));
  }

  private isBound(name: string): boolean {
    const { schema, context } = this;
    return Boolean(schema.collectionNamed(name) || schema.functionNamed(name) || isStandardModule(context, name));
  }
}

/** By name, but after those that they call; those with a signature last. */
function byDependence(functions: readonly PrintedItem[]): PrintedItem[] {
  const [untyped, typed] = [functions.filter((each) => !each.typed), functions.filter((each) => each.typed)];
  const byName = new Map(untyped.map((each) => [each.name, each]));
  const ordered = new Set<PrintedItem>();
  const visit = (item: PrintedItem, pending: ReadonlySet<string>) => {
    for (const name of namesIn(item)) {
      const callee = byName.get(name);
      if (callee && !pending.has(name) && !ordered.has(callee)) visit(callee, new Set([...pending, name]));
    }
    ordered.add(item);
  };
  for (const name of [...byName.keys()].sort()) visit(byName.get(name) as PrintedItem, new Set([name]));
  return [...ordered, ...typed];
}

function namesIn({ parts }: PrintedItem): string[] {
  return parts.flatMap((part) => (part.kind === 'code' ? freeVariables(part.node).map(({ text }) => text) : [])).sort();
}

/** The text has privileges first; memberships are looked at before them. */
function membershipFirst(parts: readonly PrintedPart[]): readonly PrintedPart[] {
  const start = parts.findIndex((part) => part.kind === 'collection');
  return start < 0 ? parts : [...parts.slice(start), ...parts.slice(0, start)];
}
