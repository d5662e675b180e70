/**
 * Computed fields that indexes and unique constraints hold have to follow from their document alone: no functions of the
 * database, no collections, no other computed fields, nor the time of the write. What reaches those by way of values
 * is found when the field is computed for an entry, which then has none. Source: the original's own tests.
 */
import type { Expression, Lambda, Link } from '../language/ast.ts';
import { type Diagnostic, error } from '../language/diagnostic.ts';
import { freeVariables } from '../language/free-variables.ts';
import type { Name } from '../language/source.ts';
import type { CollectionDefinition, IndexTerm } from './collection.ts';
import type { Schema } from './database.ts';
import type { PrintedCode } from './schema-draft.ts';

/** `fields`: the bodies of the computed fields of a collection. */
export function indexedProblems(
  schema: Schema,
  definition: CollectionDefinition,
  fields: readonly PrintedCode[],
): readonly Diagnostic[] {
  const terms: readonly IndexTerm[] = [
    ...definition.indexes.flatMap((index) => [...index.terms, ...index.values]),
    ...definition.uniques.flatMap((unique) => unique.terms),
  ];
  return terms.flatMap(({ path }) => {
    const field = fields.find(({ name }) => name === path[0]);
    return field ? problemsOf(schema, definition, field) : [];
  });
}

function problemsOf(
  schema: Schema,
  definition: CollectionDefinition,
  { node, placeOf }: PrintedCode,
): readonly Diagnostic[] {
  const free = freeVariables(node);
  const problem = (message: string, { span }: Name) =>
    error(`Computed fields used in indexes or constraints cannot ${message}`, placeOf(span));
  const uses = (name: string, message: string) => {
    const site = free.find(({ text }) => text === name);
    return site ? [problem(message, site)] : [];
  };
  const users = [...schema.collections].filter(({ kind }) => kind === 'user');
  const ofDocument = fieldsOfDocument(node);
  return [
    ...[...schema.functions].flatMap(({ name }) => uses(name, 'call UDFs')),
    ...users.flatMap(({ name }) => uses(name, 'access collections')),
    ...ofDocument
      .filter(({ text }) => definition.computedFields.has(text))
      .map((name) => problem('use computed fields', name)),
    ...ofDocument.filter(({ text }) => text === 'ts').map((name) => problem("use a doc's ts field", name)),
  ];
}

/** The fields that are taken of the function's argument, under its own name or another that it is given. */
function fieldsOfDocument({ short, parameters, body }: Lambda): readonly Name[] {
  const names = new Set(parameters.flatMap((name) => (name ? [name.text] : [])));
  const isDocument = (node: Expression): boolean => {
    if (node.kind === 'tuple') return node.elements.length === 1 && node.elements.every(isDocument);
    return node.kind === 'identifier' ? names.has(node.name) : short && node.kind === 'this';
  };
  const found: Name[] = [];
  const visit = (node: Expression): void => {
    if (node.kind === 'chain' && isDocument(node.subject)) {
      const [first] = node.links;
      if (first?.kind === 'select' || first?.kind === 'method-call') found.push(first.name);
    }
    if (node.kind === 'block') {
      for (const each of node.statements) if (each.kind === 'let' && isDocument(each.value)) names.add(each.name.text);
    }
    for (const part of partsOf(node)) visit(part);
  };
  visit(body);
  return found;
}

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'template':
      return node.parts.filter((part) => typeof part !== 'string');
    case 'lambda':
      return [node.body];
    case 'if':
      return [node.test, node.consequent, ...(node.alternate ? [node.alternate] : [])];
    case 'at':
      return [node.time, node.body];
    case 'match':
    case 'project-all':
      return [node.subject];
    case 'chain':
      return [node.subject, ...node.links.flatMap(argumentsOf)];
    case 'operator':
      return [node.left, ...(node.right ? [node.right] : [])];
    case 'project':
      return [node.subject, ...node.fields.map(({ value }) => value)];
    case 'object':
      return node.fields.map(({ value }) => value);
    case 'array':
    case 'tuple':
      return node.elements;
    case 'block':
      return node.statements.map((each) => (each.kind === 'let' ? each.value : each.expression));
    default:
      return [];
  }
}

function argumentsOf(link: Link): readonly Expression[] {
  return 'arguments' in link ? link.arguments : [];
}
