/** Types as messages about the schema print them. */
import { printType } from '../language/print-type.ts';
import type { TypeExpression } from '../language/type-ast.ts';

export function typeText(type: TypeExpression): string {
  return printType(withoutMarks(type));
}

/** `A?` written as what it means: `A | Null`. */
function withoutMarks(type: TypeExpression): TypeExpression {
  switch (type.kind) {
    case 'nullable': {
      const nothing: TypeExpression = { kind: 'named', name: { text: 'Null', span: type.span }, span: type.span };
      return { kind: 'union', members: [withoutMarks(type.base), nothing], span: type.span };
    }
    case 'generic':
      return { ...type, arguments: type.arguments.map(withoutMarks) };
    case 'union':
    case 'intersection':
      return { ...type, members: type.members.map(withoutMarks) };
    case 'tuple':
      return { ...type, elements: type.elements.map(withoutMarks) };
    case 'object':
    case 'interface': {
      const fields = type.fields.map((field) => ({ ...field, type: withoutMarks(field.type) }));
      const wildcard = type.kind === 'object' && type.wildcard ? { wildcard: withoutMarks(type.wildcard) } : {};
      return { ...type, fields, ...wildcard };
    }
    default:
      return type;
  }
}
