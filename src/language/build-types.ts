/** Types as they were written to the tree of them. */
import type { ExpressionSyntax, TypeElementSyntax, TypeOperandSyntax, TypeSyntax } from '../../grammar/syntax.ts';
import { Identifier, isKind, type Token, Word } from '../../grammar/tokens.ts';
import type { Expression } from './ast.ts';
import { nameOf, Refused, readLiteral, spanOf } from './build-literals.ts';
import { join, type Name, type Source, type Span } from './source.ts';
import type { TypeExpression, TypeParameter } from './type-ast.ts';

/** What a pair of parentheses can mean before it is known whether `=>` follows. */
interface Parameters {
  readonly parameters: readonly TypeParameter[];
  readonly rest: TypeParameter | undefined;
  readonly span: Span;
}

type Operand = { readonly type: TypeExpression } | Parameters;

export function buildType(syntax: TypeSyntax, source: Source): TypeExpression {
  return typeOf(buildOperand(syntax, source));
}

/** The type of a collection's field, where fields of objects within may have values by default. */
export function buildFieldType(syntax: TypeSyntax, source: Source, build: BuildDefault): TypeExpression {
  if (syntax.rule === 'type-operation' && syntax.rest.length === 0) return buildFieldType(syntax.first, source, build);
  const isOpen = syntax.rule === 'type-object' && syntax.fields.some(({ type }) => type === undefined);
  return syntax.rule === 'type-object' && !isOpen ? buildObject(syntax, source, build) : buildType(syntax, source);
}

type BuildDefault = (syntax: ExpressionSyntax) => Expression;

function typeOf(operand: Operand): TypeExpression {
  if ('type' in operand) return operand.type;
  throw new Refused('names and `...` stand only in the parameters of a function type', operand.span);
}

function buildOperand(syntax: TypeSyntax, source: Source): Operand {
  switch (syntax.rule) {
    case 'type-literal': {
      const { literal, span } = readLiteral(syntax.sign, syntax.token, source);
      return { type: { kind: 'singleton', literal, span } };
    }
    case 'type-name': {
      const span = spanOf(source, syntax.name, syntax.end);
      const text = source.text.slice(syntax.name.startOffset, syntax.nameEnd.end);
      const isKeyword = syntax.name.image === 'Any' || syntax.name.image === 'Never';
      if (isKeyword && syntax.end !== syntax.name) throw new Refused('a keyword takes no parameters', span);
      if (syntax.parameters.length > 0) {
        const name = { text, span: spanOf(source, syntax.name, syntax.nameEnd) };
        const parameters = syntax.parameters.map((each) => buildType(each, source));
        return { type: { kind: 'generic', name, arguments: parameters, span } };
      }
      if (text === 'Any') return { type: { kind: 'any', span } };
      if (text === 'Never') return { type: { kind: 'never', span } };
      return { type: { kind: 'named', name: { text, span }, span } };
    }
    case 'type-object':
      return { type: buildObject(syntax, source) };
    case 'type-array': {
      const elements = syntax.elements.map((each) => buildType(each, source));
      return { type: { kind: 'tuple', elements, span: spanOf(source, syntax.start, syntax.end) } };
    }
    case 'type-tuple':
      return buildParentheses(syntax.elements, spanOf(source, syntax.start, syntax.end), source);
    case 'type-operation':
      return { type: buildOperation(syntax.first, syntax.rest, source) };
  }
}

function buildObject(
  syntax: Extract<TypeSyntax, { rule: 'type-object' }>,
  source: Source,
  build?: BuildDefault,
): TypeExpression {
  const span = spanOf(source, syntax.start, syntax.end);
  const fields: { name: Name; type: TypeExpression; default?: Expression }[] = [];
  const names = new Set<string>();
  let wildcard: TypeExpression | undefined;
  let isInterface = false;
  for (const field of syntax.fields) {
    const place = spanOf(source, field.name);
    if (wildcard || isInterface) throw new Refused('the wildcard is the last field', place);
    const isWildcard = field.name.image === '*';
    if (field.default && (!build || isWildcard)) throw new Refused('a default can not stand here', place);
    if (field.type === undefined) {
      isInterface = true;
      continue;
    }
    // What has a value by default has none within.
    const within = field.default || isWildcard ? undefined : build;
    const type = within ? buildFieldType(field.type, source, within) : buildType(field.type, source);
    const name = nameOf(field.name, source);
    if (isWildcard) wildcard = type;
    else if (names.has(name.text)) throw new Refused('duplicate key', name.span);
    else fields.push({ name, type, ...(field.default && build && { default: build(field.default) }) });
    names.add(name.text);
  }
  if (isInterface) return { kind: 'interface', fields, span };
  return { kind: 'object', fields, ...(wildcard && { wildcard }), span };
}

/** `(A)` is A; `()` and `(A, B)` are tuples; with a name or `...` it is what a function takes. */
function buildParentheses(elements: readonly TypeElementSyntax[], span: Span, source: Source): Operand {
  const parameters = elements.map(({ name, rest, type }): TypeParameter => {
    // What stands first could be a parameter's name, which a keyword can not be: not even `true`, which is a type.
    const first = name ?? (rest ? undefined : firstWord(type));
    if (first && first.tokenType !== Identifier) throw new Refused('a keyword is no name', spanOf(source, first));
    const built = buildType(type, source);
    return name ? { name: nameOf(name, source), type: built } : { type: built };
  });
  const misplaced = elements.slice(0, -1).find(({ rest }) => rest);
  if (misplaced)
    throw new Refused('`...` stands only before the last parameter', spanOf(source, misplaced.rest as Token));
  if (elements.at(-1)?.rest) return { parameters: parameters.slice(0, -1), rest: parameters.at(-1), span };
  if (parameters.some(({ name }) => name)) return { parameters, rest: undefined, span };
  const types = parameters.map(({ type }) => type);
  return { type: types.length === 1 ? (types[0] as TypeExpression) : { kind: 'tuple', elements: types, span } };
}

function firstWord(type: TypeSyntax): Token | undefined {
  if (type.rule === 'type-operation') return firstWord(type.first);
  if (type.rule === 'type-name') return type.name;
  return type.rule === 'type-literal' && isKind(type.token, Word) ? type.token : undefined;
}

const precedences: Readonly<Record<string, number>> = { '=>': 0, '|': 1, '&': 2, '?': 3, '??': 3 };

function buildOperation(first: TypeSyntax, rest: readonly TypeOperandSyntax[], source: Source): TypeExpression {
  const operands: Operand[] = [buildOperand(first, source)];
  const operators: Token[] = [];
  const apply = (): void => {
    const operator = operators.pop() as Token;
    const right = operator.image.startsWith('?') ? undefined : typeOf(operands.pop() as Operand);
    const left = operands.pop() as Operand;
    operands.push({
      type: right ? combine(left, operator.image, right) : makeNullable(typeOf(left), operator, source),
    });
  };
  for (const { operator, operand } of rest) {
    const precedence = precedences[operator.image] as number;
    while (operators.length > 0) {
      const last = precedences[(operators.at(-1) as Token).image] as number;
      if (last < precedence || (last === precedence && precedence === 0)) break;
      apply();
    }
    operators.push(operator);
    if (operand) operands.push(buildOperand(operand, source));
  }
  while (operators.length > 0) apply();
  return typeOf(operands[0] as Operand);
}

function makeNullable(base: TypeExpression, operator: Token, source: Source): TypeExpression {
  const end = operator.startOffset + 1;
  const once: TypeExpression = { kind: 'nullable', base, span: { source, start: base.span.start, end } };
  if (operator.image === '?') return once;
  return { kind: 'nullable', base: once, span: { source, start: base.span.start, end: end + 1 } };
}

function combine(left: Operand, operator: string, right: TypeExpression): TypeExpression {
  if (operator === '=>') {
    if (!('type' in left)) {
      const { parameters, rest, span } = left;
      return { kind: 'function', parameters, ...(rest && { rest }), result: right, span: join(span, right.span) };
    }
    const { type } = left;
    const parameters = type.kind === 'tuple' ? type.elements.map((each) => ({ type: each })) : [{ type }];
    return { kind: 'function', parameters, result: right, span: join(type.span, right.span) };
  }
  const type = typeOf(left);
  const kind = operator === '|' ? 'union' : 'intersection';
  const members = type.kind === kind ? [...type.members, right] : [type, right];
  return { kind, members, span: join(type.span, right.span) };
}
