/**
 * Whether documents can hold values of a type, and what is wrong where they can not.
 * Source: recorded `unknown and wrong types`.
 */
import { cause, type Diagnostic, error, type Hint, hint } from '../language/diagnostic.ts';
import type { Span } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import { partsOf, type Types } from './check-type.ts';
import type { KnownType } from './known-types.ts';
import { typeText } from './type-text.ts';

/** That documents can not hold values of the type of the field `name`; undefined where they can. */
export function persistenceProblem(
  collection: string,
  name: string,
  type: TypeExpression,
  types: Types,
  placeOf: (span: Span) => Span,
): Diagnostic | undefined {
  const found = unkept(type, types).sort(
    (a, b) => a.type.span.start - b.type.span.start || (typeText(a.type) < typeText(b.type) ? -1 : 1),
  );
  if (found.length === 0) return undefined;
  const hints = found.flatMap((each): Hint[] => {
    const place = placeOf(each.type.span);
    const reason = cause(`Type ${typeText(each.type)} is not persistable`, place);
    if (each.collection === undefined) return [reason];
    const advice = `Use Ref<${each.collection}> as the type of a reference to a ${each.collection} document`;
    return [reason, hint(advice, place, `Ref<${each.collection}>`)];
  });
  const message = `Field \`${name}\` in collection ${collection} is not persistable`;
  return error(message, placeOf(type.span), { hints });
}

interface Unkept {
  readonly type: TypeExpression;
  /** Of the type of a document, which only a reference can stand for. */
  readonly collection?: string;
}

/** The parts of a type, all of them known, whose values documents can not hold. */
function unkept(type: TypeExpression, types: Types): Unkept[] {
  switch (type.kind) {
    case 'any':
    case 'singleton':
      return [];
    case 'named':
    case 'generic':
      return unkeptName(type, types);
    case 'intersection': {
      const members = type.members.map((member) => unkept(member, types));
      return members.every((each) => each.length > 0) ? members.flat() : [];
    }
    case 'union':
      return unkeptInUnion(type.members, types);
    case 'nullable':
      return unkept(type.base, types);
    case 'object':
    case 'tuple':
      return partsOf(type).flatMap((part) => unkept(part, types));
    default:
      return [{ type }];
  }
}

function unkeptName(type: Extract<TypeExpression, { kind: 'named' | 'generic' }>, types: Types): Unkept[] {
  if (type.name.text === 'Ref') return [];
  const known = types.get(type.name.text);
  if (known?.isKept) return type.kind === 'generic' ? type.arguments.flatMap((each) => unkept(each, types)) : [];
  return [known?.document ? { type, collection: known.document.collection } : { type }];
}

/** A document or none of the same collection: that is a reference, written in full. */
function unkeptInUnion(members: readonly TypeExpression[], types: Types): Unkept[] {
  const ofDocuments = members.map((member) => documentIn(member, types));
  return members.flatMap((member, position) => {
    const own = ofDocuments[position];
    if (!own) return unkept(member, types);
    const isPaired = ofDocuments.some((each) => each?.collection === own.collection && each.isNull !== own.isNull);
    return isPaired ? [] : [{ type: member, collection: own.collection }];
  });
}

function documentIn(type: TypeExpression, types: Types): KnownType['document'] {
  if (type.kind === 'named') return types.get(type.name.text)?.document;
  if (type.kind !== 'generic' || type.name.text !== 'EmptyRef') return undefined;
  const [referred] = type.arguments;
  const document = referred?.kind === 'named' ? types.get(referred.name.text)?.document : undefined;
  return document && { ...document, isNull: true };
}
