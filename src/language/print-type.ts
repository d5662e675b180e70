/** Types as text that reads back as the same type. */
import { printLiteral, printName } from './print-literal.ts';
import type { TypeExpression, TypeParameter } from './type-ast.ts';

/** From the loosest: what may stand unbracketed in an operand of each. */
const levels = { function: 0, union: 1, intersection: 2, nullable: 3 } as const;
const atom = 4;

export function printType(type: TypeExpression): string {
  return printAt(type, 0);
}

function printAt(type: TypeExpression, level: number): string {
  const own = type.kind in levels ? levels[type.kind as keyof typeof levels] : atom;
  const text = printBare(type);
  return own < level ? `(${text})` : text;
}

function printBare(type: TypeExpression): string {
  switch (type.kind) {
    case 'any':
      return 'Any';
    case 'never':
      return 'Never';
    case 'singleton':
      return printLiteral(type.literal);
    case 'named':
      return type.name.text;
    case 'generic':
      return `${type.name.text}<${type.arguments.map(printType).join(', ')}>`;
    case 'object':
      return printFields(type.fields, type.wildcard ? [`*: ${printType(type.wildcard)}`] : []);
    case 'interface':
      return printFields(type.fields, ['...']);
    case 'tuple':
      return `[${type.elements.map(printType).join(', ')}]`;
    case 'union':
      return type.members.map((member) => printAt(member, levels.intersection)).join(' | ');
    case 'intersection':
      return type.members.map((member) => printAt(member, levels.nullable)).join(' & ');
    case 'nullable':
      return `${printAt(type.base, levels.nullable)}?`;
    case 'function':
      return printFunction(type);
  }
}

function printFields(fields: Extract<TypeExpression, { kind: 'object' }>['fields'], more: readonly string[]): string {
  const parts = [...fields.map(({ name, type }) => `${printName(name.text)}: ${printType(type)}`), ...more];
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function printFunction({ parameters, rest, result }: Extract<TypeExpression, { kind: 'function' }>): string {
  const [only] = parameters;
  const to = `=> ${printType(result)}`;
  if (parameters.length === 1 && only && !only.name && !rest) return `${printAt(only.type, levels.union)} ${to}`;
  const parts = parameters.map((parameter) => printParameter(parameter, ''));
  if (rest) parts.push(printParameter(rest, '...'));
  return `(${parts.join(', ')}) ${to}`;
}

function printParameter({ name, type }: TypeParameter, dots: string): string {
  return `${name ? `${name.text}: ` : ''}${dots}${printType(type)}`;
}
