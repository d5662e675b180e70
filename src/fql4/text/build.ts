/** Syntax to expression: each call as the driver's function of that name would make it. */
import type { IToken } from 'chevrotain';
import { endOf } from '../../../grammar/fql4/lexer.ts';
import type {
  CallSyntax,
  ExpressionSyntax,
  FunctionSyntax,
  NameSyntax,
  ObjectSyntax,
} from '../../../grammar/fql4/syntax.ts';
import { hint } from '../../language/diagnostic.ts';
import type { Source, Span } from '../../language/source.ts';
import type { Json } from '../../store/store.ts';
import { type FunctionShape, usageOf } from './function-shapes.ts';
import { functions } from './functions.ts';
import { refuse } from './invalid-text.ts';
import { readNumber, readString } from './literals.ts';
import { nearestName } from './nearest.ts';
import { wireOfTagged } from './tagged.ts';
import type { Wire } from './wire.ts';
import { record, type Written, wrap } from './written.ts';

/** Names that stand for values, which are in the tagged format. */
export type Variables = Readonly<Record<string, Json>>;

/** What may stand before a function's name: how programs import the driver. */
const prefixes: ReadonlySet<string> = new Set(['q', 'query', 'fql', 'faunadb.query', 'fauna.query']);

/** @throws InvalidText */
export function buildExpression(syntax: ExpressionSyntax, source: Source, variables: Variables): Wire {
  return wrap(new Builder(source, variables).write(syntax, undefined));
}

/** The parameters of the functions around a place, innermost first. */
interface Scope {
  readonly names: ReadonlyMap<string, Wire>;
  readonly outer: Scope | undefined;
}

class Builder {
  constructor(
    private readonly source: Source,
    private readonly variables: Variables,
  ) {}

  write(syntax: ExpressionSyntax, scope: Scope | undefined): Written {
    switch (syntax.rule) {
      case 'literal': {
        const span = this.span(syntax.token);
        const { image } = syntax.token;
        const isString = /^['"`]/.test(image);
        return { kind: 'scalar', json: isString ? JSON.stringify(readString(image, span)) : image, span };
      }
      case 'number': {
        const { sign, token } = syntax;
        const span = this.span(sign ?? token, token);
        return { kind: 'scalar', json: readNumber(token.image, sign?.image === '-', span), span };
      }
      case 'parenthesized':
        return this.write(syntax.inner, scope);
      case 'array': {
        const elements = syntax.elements.map((element) => this.write(element, scope));
        return { kind: 'array', elements, span: this.span(syntax.start, syntax.end) };
      }
      case 'object':
        return this.object(syntax, scope);
      case 'function':
        return this.function(syntax, scope);
      case 'name':
        return this.name(syntax, scope);
      case 'call':
        return this.call(syntax, scope);
    }
  }

  private span(first: IToken, last: IToken = first): Span {
    return { source: this.source, start: first.startOffset, end: endOf(last) };
  }

  private object({ start, fields, end }: ObjectSyntax, scope: Scope | undefined): Written {
    // As JavaScript keeps them: of two fields with one name the later counts, and names that are numbers come first.
    const values: Record<string, Written> = Object.create(null);
    for (const { key, value } of fields) {
      const span = this.span(key);
      const { image } = key;
      if (!value && !isName(image)) refuse(`\`${image}\` needs a value: \`${image}: …\``, span);
      values[this.fieldName(image, span)] = value
        ? this.write(value, scope)
        : this.name({ rule: 'name', path: [key] }, scope);
    }
    return { kind: 'object', fields: Object.entries(values), span: this.span(start, end) };
  }

  private fieldName(image: string, span: Span): string {
    if (/^['"`]/.test(image)) return readString(image, span);
    return /^[\d.]/.test(image) ? String(Number(readNumber(image, false, span))) : image;
  }

  private function({ start, parameters, body, end }: FunctionSyntax, scope: Scope | undefined): Written {
    const span = this.span(start, end ?? start);
    if (parameters.length === 0) refuse('A lambda takes at least one argument', span);
    return {
      kind: 'function',
      parameters: parameters.map((token) => ({ name: token.image, span: this.span(token) })),
      apply: (values) => {
        const names = new Map<string, Wire>();
        for (const [index, { image }] of parameters.entries()) {
          const value = values[index];
          if (!value) refuse('There is no value for this parameter', this.span(parameters[index] as IToken));
          names.set(image, value);
        }
        return this.write(body, { names, outer: scope });
      },
      span,
    };
  }

  private name({ path }: NameSyntax, scope: Scope | undefined): Written {
    const [first, ...more] = path as [IToken, ...IToken[]];
    const span = this.span(first, path.at(-1));
    const name = first.image;
    if (more.length === 0) {
      for (let each = scope; each; each = each.outer) {
        const wire = each.names.get(name);
        // Each use has its own place.
        if (wire) return { kind: 'expression', wire: { ...wire, span }, span };
      }
      if (Object.hasOwn(this.variables, name))
        return { kind: 'expression', wire: wireOfTagged(this.variables[name] ?? null, span), span };
    } else if (this.isVariable(name, scope)) {
      const way = more.map(({ image }) => `'${image}'`).join(', ');
      const wanted = `Select(${more.length === 1 ? way : `[${way}]`}, ${name})`;
      refuse(`Nothing is computed as JavaScript: \`${wanted}\` reads a field`, span);
    }
    const called = path.at(-1)?.image as string;
    const shape = functions.get(called);
    if (shape) refuse(`\`${called}\` is a function: \`${usageOf(called, shape)}\``, span);
    const known = namesIn(scope, this.variables);
    const meant = nearestName(name, known) ?? nearestName(called, functions.keys());
    const hints = meant === undefined ? [] : [hint(`Did you mean \`${meant}\`?`, span)];
    refuse(`Nothing here is called \`${name}\`: strings stand in quotes, variables in Var('…')`, span, hints);
  }

  private isVariable(name: string, scope: Scope | undefined): boolean {
    for (let each = scope; each; each = each.outer) if (each.names.has(name)) return true;
    return Object.hasOwn(this.variables, name);
  }

  private call(syntax: CallSyntax, scope: Scope | undefined): Written {
    const { path, arguments: written, end } = syntax;
    const last = path.at(-1) as IToken;
    const name = last.image;
    const place = this.span(path[0] as IToken, last);
    const shape = functions.get(name);
    const prefix = path.slice(0, -1).map(({ image }) => image);
    if (prefix.length > 0 && !prefixes.has(prefix.join('.'))) refuseMethod(prefix, name, shape, place);
    if (!shape) this.refuseUnknown(name, scope, place, this.span(last));
    const { minimum, maximum } = shape;
    if (written.length < minimum || written.length > maximum)
      refuse(describeArity(name, shape, written.length), this.span(path[0] as IToken, end));
    const given = written.map((each) => this.write(each, scope));
    const built = shape.build(given, place);
    return { kind: 'expression', wire: 'kind' in built ? built : record(place, ...built), span: place };
  }

  private refuseUnknown(name: string, scope: Scope | undefined, place: Span, last: Span): never {
    if (this.isVariable(name, scope)) refuse(`\`${name}\` is a variable: functions are called with Call(…)`, place);
    const meant = nearestName(name, functions.keys());
    const hints = meant === undefined ? [] : [hint(`Did you mean \`${meant}\`?`, last, meant)];
    const why = `FQL v4 has no function \`${name}\``;
    refuse(
      meant === undefined ? `${why}: those of users are called with Call(Function('${name}'), …)` : why,
      place,
      hints,
    );
  }
}

function isName(image: string): boolean {
  return /^[\p{ID_Start}$_]/u.test(image) && !['true', 'false', 'null', 'function', 'return'].includes(image);
}

function namesIn(scope: Scope | undefined, variables: Variables): string[] {
  const names = Object.keys(variables);
  for (let each = scope; each; each = each.outer) names.push(...each.names.keys());
  return names;
}

function refuseMethod(prefix: readonly string[], name: string, shape: FunctionShape | undefined, span: Span): never {
  if (name === 'query') refuse(`Type the query alone, without \`${prefix.join('.')}.query(…)\` around it`, span);
  if (shape) refuse(`\`${name}\` stands alone or behind \`q.\`, not behind \`${prefix.join('.')}.\``, span);
  refuse(`Nothing is computed as JavaScript: there is no \`.${name}(…)\` in FQL v4`, span);
}

function describeArity(name: string, shape: FunctionShape, given: number): string {
  const { minimum, maximum } = shape;
  const plural = (count: number) => `${count} argument${count === 1 ? '' : 's'}`;
  const wanted =
    maximum === Number.POSITIVE_INFINITY
      ? `at least ${plural(minimum)}`
      : minimum === maximum
        ? maximum === 0
          ? 'no arguments'
          : plural(maximum)
        : minimum === 0
          ? `at most ${plural(maximum)}`
          : `${minimum} to ${plural(maximum)}`;
  return `\`${usageOf(name, shape)}\` takes ${wanted}, not ${given}`;
}
