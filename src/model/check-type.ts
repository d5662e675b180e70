/**
 * What is wrong with a type that the schema names: that nobody knows it, or that it takes other parameters.
 * Source: recorded `unknown and wrong types`, `function bodies`.
 */
import type { Span } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import type { KnownType } from './known-types.ts';

export type Types = ReadonlyMap<string, KnownType>;

/** A finding in the text of the type alone: where it stands in that of the schema is for others to say. */
export interface TypeProblem {
  readonly message: string;
  readonly span: Span;
}

/** Problems with the names of types, from left to right. */
export function typeProblems(type: TypeExpression, types: Types): readonly TypeProblem[] {
  const problems: TypeProblem[] = [];
  visit(type, { types, problems, isTaken: false });
  return problems;
}

/**
 * The same for the types of a function, which may name some that it takes whatever they are: a name that nobody knows is
 * such a type if the function both takes and gives it. Names as TypeScript writes them are let through. Each problem
 * says in which of the parameters it stands; in none that stands in the result.
 */
export function signatureProblems(
  parameters: readonly TypeExpression[],
  result: TypeExpression,
  types: Types,
): readonly (TypeProblem & { readonly parameter: number | undefined })[] {
  const found: (TypeProblem & { readonly parameter: number | undefined })[] = [];
  const free = new Map<string, TypeProblem & { parameter: number | undefined; taken: boolean; given: boolean }>();
  const look = (type: TypeExpression, parameter: number | undefined) => {
    const problems: TypeProblem[] = [];
    const note = (name: string, span: Span, isTaken: boolean) => {
      const message = `Unknown type \`${name}\``;
      const known = free.get(name) ?? { message, span, parameter, taken: false, given: false };
      known[isTaken ? 'taken' : 'given'] = true;
      free.set(name, known);
    };
    visit(type, { types, problems, note, isTaken: parameter !== undefined });
    found.push(...problems.map((problem) => ({ ...problem, parameter })));
  };
  for (const [position, each] of parameters.entries()) look(each, position);
  look(result, undefined);
  const unknown = [...free].filter(([name, { taken, given }]) => !(taken && given) && !typeScriptNames.has(name));
  return [...found, ...unknown.map(([, { message, span, parameter }]) => ({ message, span, parameter }))];
}

/** The types that take one of a document. */
const referencing: ReadonlySet<string> = new Set(['EmptyRef', 'Ref']);

const typeScriptNames: ReadonlySet<string> = new Set(['any', 'null', 'number', 'string', 'boolean']);

interface Visit {
  readonly types: Types;
  /** Those found are added. */
  readonly problems: TypeProblem[];
  /** Takes note of a name that nobody knows; where it is not given, none may stand there. */
  readonly note?: (name: string, span: Span, isTaken: boolean) => void;
  /** Whether the type stands for what a function takes. */
  readonly isTaken: boolean;
}

/** Whether the type is one. */
function visit(type: TypeExpression, visiting: Visit): boolean {
  switch (type.kind) {
    case 'named':
      return visitName(type.name.text, type.span, type.span, [], visiting);
    case 'generic': {
      const { name, arguments: parameters, span } = type;
      const [referred] = parameters;
      if (visiting.note && referencing.has(name.text) && referred?.kind === 'named') {
        // What a function takes whatever it is need not be a document.
        const { text } = referred.name;
        if (!visiting.types.has(text)) return refuse(visiting, `Unknown type \`${text}\``, referred.span);
      }
      const sound = parameters.map((each) => (visit(each, visiting) ? each : undefined));
      return visitName(name.text, name.span, span, sound, visiting);
    }
    case 'function': {
      const opposite = { ...visiting, isTaken: !visiting.isTaken };
      for (const parameter of type.parameters) visit(parameter.type, opposite);
      if (type.rest) visit(type.rest.type, opposite);
      visit(type.result, visiting);
      return true;
    }
    default:
      for (const part of partsOf(type)) visit(part, visiting);
      return true;
  }
}

function visitName(
  name: string,
  place: Span,
  whole: Span,
  parameters: readonly (TypeExpression | undefined)[],
  visiting: Visit,
): boolean {
  const { types, note, isTaken } = visiting;
  const known = types.get(name);
  if (!known) {
    if (parameters.length > 0 || !note) return refuse(visiting, `Unknown type \`${name}\``, place);
    note(name, place, isTaken);
    return true;
  }
  if (known.parameters !== parameters.length) {
    const message =
      known.parameters === 0
        ? `Type \`${name}\` does not accept any parameters.`
        : `Type constructor \`${name}<>\` accepts ${known.parameters} parameters, received ${parameters.length}`;
    return refuse(visiting, message, place);
  }
  if (!referencing.has(name)) return true;
  const [referred] = parameters;
  const document = referred?.kind === 'named' ? types.get(referred.name.text)?.document : undefined;
  if (document && !document.isNull) return true;
  return refuse(visiting, 'Reference type must refer to a doc type', whole);
}

function refuse({ problems }: Visit, message: string, span: Span): false {
  problems.push({ message, span });
  return false;
}

/** The types that one is made of. */
export function partsOf(
  type: Exclude<TypeExpression, { kind: 'named' | 'generic' | 'function' }>,
): readonly TypeExpression[] {
  switch (type.kind) {
    case 'object':
      return [...type.fields.map((field) => field.type), ...(type.wildcard ? [type.wildcard] : [])];
    case 'interface':
      return type.fields.map((field) => field.type);
    case 'tuple':
      return type.elements;
    case 'union':
    case 'intersection':
      return type.members;
    case 'nullable':
      return [type.base];
    default:
      return [];
  }
}
