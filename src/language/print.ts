/**
 * Trees as text that reads back as the same tree. A tree that no text gives, such as a product of sums without
 * parentheses, gets those it needs.
 */
import type { Block, Expression, Field, Lambda, Link, Statement } from './ast.ts';
import { isRightAssociative, operatorPrecedences } from './build-operators.ts';
import { printLiteral, printName } from './print-literal.ts';
import { printType } from './print-type.ts';
import { escapeText } from './strings.ts';

/** The statements of a query, a line each. */
export function printQuery({ statements }: Block): string {
  return statements.map((statement) => printStatement(statement)).join('\n');
}

/** An expression. A block has a line for each of its statements. */
export function print(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return printLiteral(node.literal);
    case 'template':
      return printTemplate(node.parts);
    case 'identifier':
      return node.name;
    case 'this':
      return '';
    case 'lambda':
      return node.short ? print(node.body) : `${printParameters(node)} => ${printTail(node.body)}`;
    case 'if': {
      const alternate = node.alternate ? ` else ${printTail(node.alternate)}` : '';
      const consequent =
        alternate !== '' && endsInOpenIf(node.consequent) ? `(${print(node.consequent)})` : printTail(node.consequent);
      return `if (${printTail(node.test)}) ${consequent}${alternate}`;
    }
    case 'at':
      return `at (${printTail(node.time)}) ${printTail(node.body)}`;
    case 'match':
      return `match ${printOperand(node.subject)} {}`;
    case 'chain':
      return printChain(node.subject, node.links);
    case 'operator':
      return node.right
        ? printBinary(node.operator.text, node.left, node.right)
        : printUnary(node.operator.text, node.left);
    case 'project':
      return `${printProjected(node.subject)} ${printProjection(node.fields)}`;
    case 'project-all':
      return `${printProjected(node.subject)} { * }`;
    case 'object': {
      const fields = node.fields.map(({ name, value }) => `${printName(name.text)}: ${printTail(value)}`);
      return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
    }
    case 'array':
      return `[${node.elements.map(printTail).join(', ')}]`;
    case 'tuple':
      return printArguments(node.elements);
    case 'block':
      return `{\n${node.statements
        .map(printInBlock)
        .join('\n')
        .replace(/^(?=.)/gm, '  ')}\n}`;
  }
}

/** Where a short lambda needs parentheses. */
function printTail(node: Expression): string {
  return node.kind === 'lambda' && node.short ? `(${print(node)})` : print(node);
}

function printArguments(nodes: readonly Expression[]): string {
  return `(${nodes.map(print).join(', ')})`;
}

function printParameters({ parameters, rest }: Lambda): string {
  const names = parameters.map((name) => name?.text ?? '_');
  if (names.length === 1 && rest === undefined) return names[0] as string;
  if (rest !== undefined) names.push(`...${rest?.text ?? '_'}`);
  return `(${names.join(', ')})`;
}

function printTemplate(parts: readonly (string | Expression)[]): string {
  if (parts.length === 1 && typeof parts[0] === 'string') return printTextTemplate(parts[0]);
  return `"${parts.map((part) => (typeof part === 'string' ? escapeText(part) : `#{${printTail(part)}}`)).join('')}"`;
}

/** A `#` makes a template of a string. */
function printTextTemplate(text: string): string {
  const hash = text.length > 1 ? text.search(/#(?!\{)/) : -1;
  if (hash === -1) return `"#{"${escapeText(text)}"}"`;
  return `"${escapeText(text.slice(0, hash))}#${escapeText(text.slice(hash + 1))}"`;
}

function printStatement(node: Statement): string {
  if (node.kind === 'expression') return printTail(node.expression);
  const type = node.type ? `: ${printType(node.type)}` : '';
  return `let ${node.name.text}${type} = ${printTail(node.value)}`;
}

/** What begins a block with a string that can only be a field's name stands in parentheses. */
function printInBlock(node: Statement, index: number): string {
  const text = printStatement(node);
  return index === 0 && /^"[^"\\#]*(?:#(?!\{)[^"\\#]*)*(?:\\|#\{)/.test(text) ? `(${text})` : text;
}

function printChain(subject: Expression, links: readonly Link[]): string {
  const [first] = links;
  // A short lambda that calls or indexes its argument begins with a dot of its own.
  const dot = subject.kind === 'this' && (first?.kind === 'call' || first?.kind === 'access') ? '.' : '';
  return `${printSubject(subject)}${dot}${links.map(printLink).join('')}`;
}

function printLink(link: Link): string {
  const question = 'optional' in link && link.optional ? '?.' : '';
  switch (link.kind) {
    case 'bang':
      return '!';
    case 'select':
      return `${question || '.'}${link.name.text}`;
    case 'method-call':
      return `${question || '.'}${link.name.text}${link.callOptional ? '?.' : ''}${printArguments(link.arguments)}`;
    case 'call':
      return `${question}${printArguments(link.arguments)}`;
    case 'access':
      return `${question}[${link.arguments.map(print).join(', ')}]`;
  }
}

const subjects = new Set<Expression['kind']>([
  'literal',
  'template',
  'identifier',
  'this',
  'object',
  'array',
  'tuple',
  'block',
]);

function printSubject(node: Expression): string {
  return subjects.has(node.kind) ? print(node) : `(${print(node)})`;
}

/** What stands between two operators. */
function printOperand(node: Expression): string {
  return node.kind === 'chain' || (node.kind === 'operator' && !node.right) ? print(node) : printSubject(node);
}

/** A `-` before a number would become its sign. */
function printUnary(operator: string, operand: Expression): string {
  const text = printOperand(operand);
  return operator === '-' && /^\d/.test(text) ? `-(${text})` : `${operator}${text}`;
}

function printBinary(operator: string, left: Expression, right: Expression): string {
  const toLeft = isRightAssociative(operator) ? 1 : 0;
  return `${printSide(left, operator, toLeft)} ${operator} ${printSide(right, operator, 1 - toLeft)}`;
}

function printSide(node: Expression, operator: string, margin: number): string {
  if (node.kind !== 'operator' || !node.right) return printOperand(node);
  return precedence(node.operator.text) >= precedence(operator) + margin ? print(node) : `(${print(node)})`;
}

function precedence(operator: string): number {
  return operatorPrecedences.get(operator) ?? 0;
}

/** What a projection stands behind: all of the operators before it. */
function printProjected(node: Expression): string {
  return node.kind === 'operator' && node.right ? print(node) : printOperand(node);
}

function printProjection(fields: readonly Field[]): string {
  return `{ ${fields.map(printField).join(', ')} }`;
}

function printField({ name, value }: Field): string {
  if (isOwnField(value, name.text)) return name.text;
  if (value.kind === 'project' && isOwnField(value.subject, name.text)) {
    return `${name.text} ${printProjection(value.fields)}`;
  }
  if (value.kind === 'project-all' && isOwnField(value.subject, name.text)) return `${name.text} { * }`;
  return `${name.text}: ${print(value)}`;
}

/** `.name` of what is projected, which the name alone stands for. */
function isOwnField(value: Expression, name: string): boolean {
  if (value.kind !== 'chain' || value.subject.kind !== 'this' || value.links.length !== 1) return false;
  const [link] = value.links;
  return link?.kind === 'select' && !link.optional && link.name.text === name;
}

/** Whether an `else` behind it would become its own. */
function endsInOpenIf(node: Expression): boolean {
  if (node.kind === 'if') return node.alternate ? endsInOpenIf(node.alternate) : true;
  if (node.kind === 'lambda') return !node.short && endsInOpenIf(node.body);
  return node.kind === 'at' && endsInOpenIf(node.body);
}
