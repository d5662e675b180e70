/** Literals and names as text. */
import type { LiteralValue } from './ast.ts';
import { escapeText } from './strings.ts';

export function printLiteral(literal: LiteralValue): string {
  switch (literal.type) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'integer':
      return String(literal.value);
    case 'double':
      return printDouble(literal.value);
    case 'string':
      return `"${escapeText(literal.value)}"`;
  }
}

function printDouble(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '1e999' : '-1e999';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The name of a field: as a word, or in quotes. */
export function printName(name: string): string {
  return /^[A-Za-z_][\w']*$/.test(name) ? name : `"${escapeText(name)}"`;
}
