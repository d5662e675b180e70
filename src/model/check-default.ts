/**
 * Whether the value that a field has by default is one of its type, as far as the text tells: where it is written out.
 * What is computed is known when it is. Source: recorded `defaults`; the choice of what is reported follows the original.
 */
import type { Expression, LiteralValue, ObjectLiteral } from '../language/ast.ts';
import { cause, type Diagnostic, error, type Hint, hint } from '../language/diagnostic.ts';
import { print } from '../language/print.ts';
import { printLiteral } from '../language/print-literal.ts';
import type { Span } from '../language/source.ts';
import type { TypeExpression } from '../language/type-ast.ts';
import type { Placed } from './schema-draft.ts';
import { typeText } from './type-text.ts';

/** Whether the value is written out: literals, arrays and objects of such. */
export function isWrittenOut(value: Expression): boolean {
  switch (value.kind) {
    case 'literal':
      return true;
    case 'array':
      return value.elements.every(isWrittenOut);
    case 'object':
      return value.fields.every((field) => isWrittenOut(field.value));
    case 'tuple':
      return value.elements.length === 1 && value.elements.every(isWrittenOut);
    default:
      return false;
  }
}

/** What is wrong with a value that is written out; undefined where it is one of the type. */
export function writtenProblem(value: Placed<Expression>, type: Placed<TypeExpression>): Diagnostic | undefined {
  const findings = bundle(new Comparison(value.placeOf, type.placeOf).compare(value.node, type.node));
  const [first] = findings;
  if (!first) return undefined;
  const place = value.placeOf(value.node.span);
  const isWithin = first.span.start >= place.start && first.span.end <= place.end;
  if (findings.length === 1 && (isWithin || !first.uses))
    return error(messageOf(first), first.span, { hints: hintsOf(first) });
  return notSubtype(print(bare(value.node)), type.node, place, findings);
}

/** A value that was computed, and what its type is called. */
export function notSubtype(
  value: string,
  type: TypeExpression,
  place: Span,
  findings: readonly Finding[] = [],
): Diagnostic {
  const sorted = [...findings].sort((a, b) => a.span.start - b.span.start || (messageOf(a) < messageOf(b) ? -1 : 1));
  const hints = sorted.flatMap((each) => [cause(messageOf(each), each.span), ...hintsOf(each)]);
  return error(`Type \`${value}\` is not a subtype of \`${typeText(type)}\``, place, { hints });
}

interface Finding {
  readonly span: Span;
  /** The value, or its type. */
  readonly value: string;
  /** The types that it is no value of; other findings have a message of their own. */
  readonly uses?: readonly string[];
  readonly message?: string;
  readonly hints?: readonly Hint[];
}

function messageOf({ value, uses = [], message }: Finding): string {
  return message ?? `Type \`${value}\` is not a subtype of \`${[...uses].reverse().join(' | ')}\``;
}

function hintsOf({ hints = [] }: Finding): readonly Hint[] {
  return hints;
}

/** One value that is of none of several types is one finding. */
function bundle(findings: readonly Finding[]): readonly Finding[] {
  const others = findings.filter(({ uses }) => !uses);
  const byValue = new Map<string, Finding>();
  for (const each of findings) {
    if (!each.uses) continue;
    const key = `${each.span.start} ${each.span.end} ${each.value}`;
    byValue.set(key, { ...each, uses: [...(byValue.get(key)?.uses ?? []), ...each.uses] });
  }
  return [...others, ...byValue.values()];
}

function bare(value: Expression): Expression {
  return value.kind === 'tuple' ? bare(value.elements[0] as Expression) : value;
}

class Comparison {
  constructor(
    private readonly placeOfValue: (span: Span) => Span,
    private readonly placeOfType: (span: Span) => Span,
  ) {}

  compare(written: Expression, type: TypeExpression): readonly Finding[] {
    const value = bare(written);
    switch (type.kind) {
      case 'nullable': {
        const nothing: TypeExpression = { kind: 'named', name: { text: 'Null', span: type.span }, span: type.span };
        return this.anyOf(value, [type.base, nothing]);
      }
      case 'union':
        return this.anyOf(value, type.members);
      case 'any':
      case 'intersection':
        return [];
      case 'singleton':
        return this.singleton(value, type.literal);
      case 'object':
        return value.kind === 'object' ? this.object(value, type) : this.mismatch(value, type);
      case 'tuple':
        return value.kind === 'array' ? this.tuple(value.elements, type, value) : this.mismatch(value, type);
      case 'generic': {
        const [of] = type.arguments;
        if (value.kind !== 'array' || type.name.text !== 'Array' || !of) return this.mismatch(value, type);
        return value.elements.flatMap((each) => this.compare(each, of));
      }
      case 'named':
        if (value.kind === 'literal' && isOfScalar(value.literal, type.name.text)) return [];
        return value.kind === 'object' && type.name.text === 'object' ? [] : this.mismatch(value, type);
      default:
        return this.mismatch(value, type);
    }
  }

  private anyOf(value: Expression, members: readonly TypeExpression[]): readonly Finding[] {
    const attempts = members.map((member) => this.compare(value, member));
    return attempts.some((each) => each.length === 0) ? [] : attempts.flat();
  }

  private singleton(value: Expression, literal: LiteralValue): readonly Finding[] {
    if (value.kind !== 'literal') return [this.subtype(value, printLiteral(literal))];
    if (isSame(value.literal, literal)) return [];
    const message = `\`${printLiteral(value.literal)}\` is not the value \`${printLiteral(literal)}\``;
    return [{ span: this.placeOfValue(value.span), value: '', message }];
  }

  private object(value: ObjectLiteral, type: Extract<TypeExpression, { kind: 'object' }>): readonly Finding[] {
    const place = this.placeOfType(type.span);
    const shown = print(value);
    const given = new Map(value.fields.map((field) => [field.name.text, field.value]));
    const declared = new Map(type.fields.map((field) => [field.name.text, field.type]));
    const findings = [...given].flatMap(([name, each]): readonly Finding[] => {
      const expected = declared.get(name) ?? type.wildcard;
      if (expected) return this.compare(each, expected);
      return [{ span: place, value: shown, message: `Type \`${shown}\` contains extra field \`${name}\`` }];
    });
    const inferred = hint(`Type \`${shown}\` inferred here`, this.placeOfValue(value.span));
    const missing = [...declared].filter(([name, each]) => !given.has(name) && !mayBeAbsent(each));
    return [
      ...findings,
      ...missing.map(([name]) => ({
        span: place,
        value: shown,
        message: `Type \`${shown}\` does not have field \`${name}\``,
        hints: [inferred],
      })),
    ];
  }

  private tuple(
    elements: readonly Expression[],
    type: Extract<TypeExpression, { kind: 'tuple' }>,
    value: Expression,
  ): readonly Finding[] {
    const [expected, provided] = [type.elements.length, elements.length];
    if (expected === provided) {
      return elements.flatMap((each, index) => this.compare(each, type.elements[index] as TypeExpression));
    }
    const problem = provided > expected ? 'contains too many elements' : 'does not contain enough elements';
    const message = `Tuple ${problem}. Expected ${expected}, received ${provided}`;
    return [{ span: this.placeOfValue(value.span), value: print(value), message }];
  }

  private mismatch(value: Expression, type: TypeExpression): readonly Finding[] {
    return [this.subtype(value, typeText(type))];
  }

  private subtype(value: Expression, use: string): Finding {
    const type = value.kind === 'literal' ? typeOfLiteral(value.literal) : print(value);
    return { span: this.placeOfValue(value.span), value: type, uses: [use] };
  }
}

function mayBeAbsent(type: TypeExpression): boolean {
  if (type.kind === 'nullable') return true;
  if (type.kind === 'union') return type.members.some(mayBeAbsent);
  return type.kind === 'named' && type.name.text === 'Null';
}

function isSame(a: LiteralValue, b: LiteralValue): boolean {
  return a.type === b.type && printLiteral(a) === printLiteral(b);
}

/** An integer that is written out may stand for a Double. */
function isOfScalar(literal: LiteralValue, type: string): boolean {
  switch (literal.type) {
    case 'null':
      return type === 'Null';
    case 'boolean':
      return type === 'Boolean';
    case 'string':
      return type === 'String';
    case 'double':
      return ['Number', 'Double', 'Float'].includes(type);
    case 'integer':
      if (type === 'Int') return isInt(literal.value);
      if (type === 'Long') return isLong(literal.value);
      return type === 'Number' || type === 'Double';
  }
}

function typeOfLiteral(literal: LiteralValue): string {
  switch (literal.type) {
    case 'null':
      return 'Null';
    case 'boolean':
      return 'Boolean';
    case 'string':
      return 'String';
    case 'double':
      return 'Double';
    case 'integer':
      if (isInt(literal.value)) return 'Int';
      return isLong(literal.value) ? 'Long' : 'Double';
  }
}

function isInt(value: bigint): boolean {
  return BigInt.asIntN(32, value) === value;
}

function isLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
