/** Types of fields, written as text in a collection, as the shapes that values must have. */
import type { Expression } from '../language/ast.ts';
import { parseFieldType } from '../language/parse.ts';
import type { Source } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import type { FieldRule, Shape } from './native-collection.ts';

const scalars = new Set([
  'Any',
  'String',
  'Boolean',
  'Int',
  'Long',
  'Double',
  'Number',
  'Time',
  'Date',
  'Bytes',
  'UUID',
]);

/** The shape that the text of a type means. Throws a Failure `invalid_query` when it is none. */
export function shapeOf(source: Source): Shape {
  return shapeOfType(parseFieldType(source));
}

/** The shape that a type means. */
export function shapeOfType(type: TypeExpression): Shape {
  switch (type.kind) {
    case 'any':
      return { kind: 'scalar', type: 'Any' };
    case 'nullable':
      return union([shapeOfType(type.base), { kind: 'null' }]);
    case 'union':
      return union(type.members.map(shapeOfType));
    case 'tuple':
      return { kind: 'tuple', of: type.elements.map(shapeOfType) };
    case 'object':
      return objectShape(type.fields, type.wildcard);
    case 'singleton': {
      const { literal } = type;
      if (literal.type === 'null') return { kind: 'null' };
      if (literal.type === 'integer') return { kind: 'literal', value: Number(literal.value) };
      return { kind: 'literal', value: literal.value };
    }
    case 'named':
      return named(type.name.text);
    case 'generic':
      return generic(type.name.text, type.arguments);
    default:
      return { kind: 'never' };
  }
}

function union(members: readonly Shape[]): Shape {
  return { kind: 'union', of: members.flatMap((member) => (member.kind === 'union' ? member.of : [member])) };
}

function objectShape(
  fields: readonly {
    readonly name: { readonly text: string };
    readonly type: TypeExpression;
    readonly default?: Expression;
  }[],
  wildcard: TypeExpression | undefined,
): Shape {
  const rules = Object.fromEntries(
    fields.map(({ name, type, default: initial }): [string, FieldRule] => [
      name.text,
      { shape: shapeOfType(type), ...(initial && { default: initial }) },
    ]),
  );
  if (!wildcard) return { kind: 'object', fields: rules };
  if (fields.length === 0) return { kind: 'map', of: shapeOfType(wildcard) };
  return { kind: 'object', fields: rules, wildcard: shapeOfType(wildcard) };
}

function named(name: string): Shape {
  if (name === 'Null') return { kind: 'null' };
  if (name === 'Float') return { kind: 'scalar', type: 'Double' };
  if (name === 'object') return { kind: 'map', of: { kind: 'scalar', type: 'Any' } };
  if (scalars.has(name)) return { kind: 'scalar', type: name as 'Any' };
  if (name.startsWith('Null')) return { kind: 'reference', collection: name.slice('Null'.length), name };
  return { kind: 'reference', collection: name, name };
}

function generic(name: string, args: readonly TypeExpression[]): Shape {
  const [first] = args;
  if (!first) return { kind: 'never' };
  if (name === 'Array') return { kind: 'array', of: shapeOfType(first) };
  if (name === 'EmptyRef' && first.kind === 'named') return named(`Null${first.name.text}`);
  if (name === 'Ref' && first.kind === 'named') {
    const collection = first.name.text;
    return union([
      { kind: 'reference', collection, name: collection },
      { kind: 'reference', collection, name: `Null${collection}` },
    ]);
  }
  return { kind: 'never' };
}

/** The collections that a shape speaks of. */
export function collectionsIn(shape: Shape): string[] {
  switch (shape.kind) {
    case 'reference':
      return [shape.collection];
    case 'array':
    case 'map':
      return collectionsIn(shape.of);
    case 'union':
    case 'tuple':
      return shape.of.flatMap(collectionsIn);
    case 'object': {
      const inFields = Object.values(shape.fields).flatMap((rule) => collectionsIn(rule.shape));
      return shape.wildcard ? [...inFields, ...collectionsIn(shape.wildcard)] : inFields;
    }
    default:
      return [];
  }
}
