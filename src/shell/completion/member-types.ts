/** The members of types, by the type environment of a database, and what calls answer. Any type it can not tell is undefined. */
import { parseTypeScheme } from '../../language/parse.ts';
import { printType } from '../../language/print-type.ts';
import { NO_SPAN, Source } from '../../language/source.ts';
import type { TypeExpression, TypeScheme } from '../../language/type-ast.ts';
import type { TypeEnvironment, TypeShape } from '../../wire/environment.ts';

export type FunctionType = Extract<TypeExpression, { kind: 'function' }>;
type Bindings = ReadonlyMap<string, TypeExpression>;

/** What an argument was found to be: its type, and of a function what it answers. */
export interface Argument {
  readonly type?: TypeExpression | undefined;
  readonly result?: TypeExpression | undefined;
}

/** Aliases lead to types that lead to others; no chain of the environment is longer. */
const deepest = 8;

export class MemberTypes {
  private readonly schemes = new Map<string, TypeScheme>();

  constructor(private readonly environment: TypeEnvironment) {}

  get globals(): readonly string[] {
    return Object.keys(this.environment.globals);
  }

  global(name: string): TypeExpression | undefined {
    return this.parse(this.environment.globals[name]);
  }

  /** Members by their names, in no order. */
  members(type: TypeExpression | undefined, depth = 0): ReadonlyMap<string, TypeExpression> {
    const found = new Map<string, TypeExpression>();
    if (type === undefined || depth > deepest) return found;
    const addAll = (from: TypeExpression) => {
      for (const [name, member] of this.members(from, depth + 1)) found.set(name, member);
    };
    switch (type.kind) {
      case 'union':
      case 'intersection':
        for (const member of type.members) addAll(member);
        break;
      case 'nullable':
        addAll(type.base);
        break;
      case 'object':
      case 'interface':
        for (const { name, type: member } of type.fields) found.set(name.text, member);
        break;
      default: {
        const shape = this.shapeOf(type);
        if (shape?.shape.alias !== undefined) {
          const alias = this.bound(shape.shape.alias, shape.bindings);
          if (alias && !isNull(alias)) addAll(alias);
        }
        for (const [name, signature] of Object.entries(shape?.shape.fields ?? {})) {
          const member = this.bound(signature, shape?.bindings);
          if (member) found.set(name, member);
        }
      }
    }
    return found;
  }

  /** What `subject[…]` is. */
  element(subject: TypeExpression | undefined): TypeExpression | undefined {
    return this.signatures(subject, 'access')[0]?.result;
  }

  /** The elements of a set or an array; any other type itself: what a projection and `.x` within it speak of. */
  elements(type: TypeExpression | undefined): TypeExpression | undefined {
    const present = withoutNull(type);
    const isMany = present?.kind === 'generic' && (present.name.text === 'Set' || present.name.text === 'Array');
    return isMany ? present.arguments[0] : present;
  }

  /** The type of a set or array of other elements, as a projection makes it. */
  withElements(type: TypeExpression | undefined, elements: TypeExpression): TypeExpression {
    const present = withoutNull(type);
    return present?.kind === 'generic' && this.elements(type) !== present
      ? { ...present, arguments: [elements] }
      : elements;
  }

  /** The ways that a value may be called. */
  signatures(callee: TypeExpression | undefined, by: 'apply' | 'access' = 'apply'): readonly FunctionType[] {
    if (callee?.kind === 'function') return by === 'apply' ? [callee] : [];
    if (callee?.kind === 'intersection' || callee?.kind === 'union')
      return callee.members.flatMap((member) => this.signatures(member, by));
    const found = callee && this.shapeOf(callee);
    return found?.shape[by] === undefined ? [] : this.signatures(this.bound(found.shape[by], found.bindings));
  }

  /** What a parameter takes. */
  parameter(callee: TypeExpression | undefined, position: number): TypeExpression | undefined {
    for (const { parameters, rest } of this.signatures(callee)) {
      const parameter = parameters[position] ?? rest;
      if (parameter) return parameter.type;
    }
    return undefined;
  }

  /** What a function gets that is given where a value of this type is expected. */
  lambdaParameter(expected: TypeExpression | undefined, position: number): TypeExpression | undefined {
    return this.parameter(withoutNull(expected), position);
  }

  /** What a call answers. */
  result(callee: TypeExpression | undefined, given: readonly Argument[]): TypeExpression | undefined {
    const signatures = this.signatures(callee);
    const fitting = signatures.find(({ parameters, rest }) => rest || parameters.length === given.length);
    const signature = fitting ?? signatures[0];
    if (!signature) return undefined;
    const bindings = new Map<string, TypeExpression>();
    for (const [position, { type }] of signature.parameters.entries()) {
      const argument = given[position];
      const parameter = withoutNull(type);
      if (parameter?.kind === 'function') infer(parameter.result, argument?.result, bindings);
      else infer(type, argument?.type, bindings);
    }
    return substitute(signature.result, bindings);
  }

  private shapeOf(type: TypeExpression): { readonly shape: TypeShape; readonly bindings: Bindings } | undefined {
    const name = nameOf(type);
    const shape = name === undefined ? undefined : this.environment.types[name];
    if (!shape) return undefined;
    const parameters = this.scheme(shape.self)?.parameters ?? [];
    const given = type.kind === 'generic' ? type.arguments : [];
    const bindings = new Map(parameters.flatMap((parameter, at) => (given[at] ? [[parameter, given[at]]] : [])));
    return { shape, bindings };
  }

  private bound(text: string, bindings: Bindings | undefined): TypeExpression | undefined {
    const type = this.parse(text);
    return type && bindings ? substitute(type, bindings) : type;
  }

  private parse(text: string | undefined): TypeExpression | undefined {
    return text === undefined ? undefined : this.scheme(text).type;
  }

  private scheme(text: string): TypeScheme {
    let scheme = this.schemes.get(text);
    if (!scheme) {
      scheme = parseTypeScheme(new Source('*type*', text));
      this.schemes.set(text, scheme);
    }
    return scheme;
  }
}

/** A type for the eye, in one line. */
export function describeType(type: TypeExpression): string {
  return printType(type);
}

export function namedType(name: string, ...given: TypeExpression[]): TypeExpression {
  const named = { name: { text: name, span: NO_SPAN }, span: NO_SPAN };
  return given.length === 0 ? { kind: 'named', ...named } : { kind: 'generic', ...named, arguments: given };
}

export function recordType(fields: ReadonlyMap<string, TypeExpression>): TypeExpression {
  const members = [...fields].map(([text, type]) => ({ name: { text, span: NO_SPAN }, type }));
  return { kind: 'object', fields: members, span: NO_SPAN };
}

export const anyType: TypeExpression = { kind: 'any', span: NO_SPAN };

export function withoutNull(type: TypeExpression | undefined): TypeExpression | undefined {
  if (type?.kind === 'nullable') return withoutNull(type.base);
  if (type?.kind !== 'union') return type;
  const members = type.members.filter((member) => !isNull(member));
  return members.length === 1 ? members[0] : { ...type, members };
}

/** `A`: a name of a signature that stands for any type. */
export function isVariable(type: TypeExpression): type is Extract<TypeExpression, { kind: 'named' }> {
  return type.kind === 'named' && /^[A-Z]$/.test(type.name.text);
}

function isNull(type: TypeExpression): boolean {
  return type.kind === 'named' && type.name.text === 'Null';
}

function nameOf(type: TypeExpression): string | undefined {
  switch (type.kind) {
    case 'named':
    case 'generic':
      return type.name.text;
    case 'tuple':
      return 'Array';
    case 'singleton':
      return singletons[type.literal.type];
    default:
      return undefined;
  }
}

const singletons: Readonly<Record<string, string>> = {
  string: 'String',
  integer: 'Number',
  double: 'Number',
  boolean: 'Boolean',
};

/** Finds what the names in a signature stand for, where they have the place of a whole type or of one's elements. */
function infer(
  pattern: TypeExpression,
  given: TypeExpression | undefined,
  bindings: Map<string, TypeExpression>,
): void {
  if (!given) return;
  if (isVariable(pattern)) {
    if (!bindings.has(pattern.name.text)) bindings.set(pattern.name.text, given);
  } else if (pattern.kind === 'generic' && given.kind === 'generic') {
    for (const [at, part] of pattern.arguments.entries()) infer(part, given.arguments[at], bindings);
  }
}

function substitute(type: TypeExpression, bindings: Bindings): TypeExpression {
  if (bindings.size === 0) return type;
  const inner = (part: TypeExpression) => substitute(part, bindings);
  switch (type.kind) {
    case 'named':
      return bindings.get(type.name.text) ?? type;
    case 'generic':
      return { ...type, arguments: type.arguments.map(inner) };
    case 'object':
    case 'interface':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: inner(field.type) })) };
    case 'tuple':
      return { ...type, elements: type.elements.map(inner) };
    case 'union':
    case 'intersection':
      return { ...type, members: type.members.map(inner) };
    case 'nullable':
      return { ...type, base: inner(type.base) };
    case 'function': {
      const parameters = type.parameters.map((each) => ({ ...each, type: inner(each.type) }));
      const rest = type.rest && { ...type.rest, type: inner(type.rest.type) };
      return { ...type, parameters, ...(rest && { rest }), result: inner(type.result) };
    }
    default:
      return type;
  }
}
