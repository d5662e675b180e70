/**
 * The names a tree uses and does not bind. Both sides of `isa` are left out: nothing checks them before they run.
 * Source: recorded answers with `Unbound variable` (`errors-2`, `language`).
 */
import type { Expression, Link, Statement } from './ast.ts';
import type { Name } from './source.ts';

/** Each place once, in the order of evaluation. */
export function freeVariables(tree: Expression): Name[] {
  const found: Name[] = [];
  visit(tree, emptyScope, found);
  return found;
}

/** Names in scope: those of the innermost block or lambda, and what surrounds it. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | null;
}

const emptyScope: Scope = { names: new Set(), outer: null };

function isBound(name: string, scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

function visit(node: Expression, scope: Scope, found: Name[]): void {
  const visitAll = (nodes: readonly Expression[]) => {
    for (const each of nodes) visit(each, scope, found);
  };
  switch (node.kind) {
    case 'literal':
    case 'this':
      return;
    case 'identifier':
      if (!isBound(node.name, scope)) found.push({ text: node.name, span: node.span });
      return;
    case 'template':
      for (const part of node.parts) if (typeof part !== 'string') visit(part, scope, found);
      return;
    case 'lambda': {
      const bound = node.rest ? [...node.parameters, node.rest] : node.parameters;
      const names = new Set(bound.flatMap((name) => (name === null ? [] : [name.text])));
      visit(node.body, { names, outer: scope }, found);
      return;
    }
    case 'if':
      visitAll(node.alternate ? [node.test, node.consequent, node.alternate] : [node.test, node.consequent]);
      return;
    case 'at':
      visitAll([node.time, node.body]);
      return;
    case 'match':
    case 'project-all':
      visit(node.subject, scope, found);
      return;
    case 'operator':
      if (node.operator.text !== 'isa') visitAll(node.right ? [node.left, node.right] : [node.left]);
      return;
    case 'chain':
      visit(node.subject, scope, found);
      for (const link of node.links) visitAll(argumentsOf(link));
      return;
    case 'project':
      visit(node.subject, scope, found);
      visitAll(node.fields.map(({ value }) => value));
      return;
    case 'object':
      visitAll(node.fields.map(({ value }) => value));
      return;
    case 'array':
    case 'tuple':
      visitAll(node.elements);
      return;
    case 'block':
      visitStatements(node.statements, scope, found);
  }
}

/** A name is bound from the statement behind its `let` on: not in its own value. */
function visitStatements(statements: readonly Statement[], outer: Scope, found: Name[]): void {
  const names = new Set<string>();
  const scope = { names, outer };
  for (const statement of statements) {
    if (statement.kind === 'expression') visit(statement.expression, scope, found);
    else {
      visit(statement.value, scope, found);
      names.add(statement.name.text);
    }
  }
}

function argumentsOf(link: Link): readonly Expression[] {
  return 'arguments' in link ? link.arguments : [];
}
