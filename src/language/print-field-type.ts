/** Types of a collection's fields as text that reads back as the same type: the values that parts have by default too. */
import { Printer } from './print-expression.ts';
import { printName } from './print-literal.ts';
import { printType } from './print-type.ts';
import type { TypeExpression } from './type-ast.ts';

export function printFieldType(type: TypeExpression): string {
  if (type.kind !== 'object') return printType(type);
  const parts = type.fields.map(({ name, type: inner, default: initial }) => {
    const value = initial ? ` = ${new Printer().expression(initial).text}` : '';
    return `${printName(name.text)}: ${printFieldType(inner)}${value}`;
  });
  if (type.wildcard) parts.push(`*: ${printType(type.wildcard)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
