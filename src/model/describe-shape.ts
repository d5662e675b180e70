/** Shapes and values as messages print their types: `Array<String> | Null`, `{ a: Int }`. */
import { inHashOrder } from '../language/hash-order.ts';
import { typeName } from '../runtime/types.ts';
import { ArrayValue, Document, ObjectValue, TransactionTime, type Value } from '../runtime/value.ts';
import type { FieldRule, Shape } from './native-collection.ts';

/** The shape, or null. */
export function orNull(shape: Shape): Shape {
  const nothing: Shape = { kind: 'null' };
  return { kind: 'union', of: shape.kind === 'union' ? [...shape.of, nothing] : [shape, nothing] };
}

export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.type;
    case 'null':
      return 'Null';
    case 'never':
      return 'Never';
    case 'literal':
      return JSON.stringify(shape.value);
    case 'document':
      return '{ *: Any }';
    case 'reference':
      return shape.name;
    case 'array':
      return `Array<${describeShape(shape.of)}>`;
    case 'tuple':
      return `[${shape.of.map(describeShape).join(', ')}]`;
    case 'map':
      return `{ *: ${describeShape(shape.of)} }`;
    case 'union':
      return shape.of.map(describeShape).join(' | ');
    case 'object':
      return describeObject(shape.fields, shape.wildcard);
  }
}

function describeObject(fields: Readonly<Record<string, FieldRule>>, wildcard: Shape | undefined): string {
  const members = inHashOrder(Object.entries(fields), ([name]) => name)
    .filter(([, rule]) => !rule.hidden)
    .map(([name, rule]) => `${name}: ${describeShape(rule.optional ? orNull(rule.shape) : rule.shape)}`);
  if (wildcard) members.push(`*: ${describeShape(wildcard)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** The type of a value, as far as its parts tell. */
export function describeValue(value: Value): string {
  if (value instanceof ArrayValue) return `[${value.elements.map(describeValue).join(', ')}]`;
  if (value instanceof Document) return 'Document';
  if (value instanceof TransactionTime) return 'Time';
  if (!(value instanceof ObjectValue)) return typeName(value);
  if (value.fields.size === 0) return '{}';
  const members = inHashOrder([...value.fields], ([name]) => name);
  return `{ ${members.map(([name, each]) => `${name}: ${describeValue(each)}`).join(', ')} }`;
}
