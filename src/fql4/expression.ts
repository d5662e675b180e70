/** Expressions of FQL v4, as they are evaluated, and back as the JSON they were read from. */
import type { ApiVersion } from './api-version.ts';
import type { Form } from './form.ts';
import type { Position } from './position.ts';
import { ArrayValue, ObjectValue, type Value } from './value.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly parts: readonly Expression[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Expression])[] }
  | {
      readonly kind: 'let';
      readonly bindings: readonly (readonly [string, Expression])[];
      readonly body: Expression;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly position: Position;
    }
  | { readonly kind: 'do'; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly parts: readonly Expression[];
      readonly position: Position;
    }
  | { readonly kind: 'at'; readonly time: Expression; readonly body: Expression; readonly position: Position }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly arguments: Expression | undefined;
      readonly position: Position;
    }
  | SelectExpression
  | LambdaExpression
  | FormExpression;

export interface SelectExpression {
  readonly kind: 'select';
  readonly name: 'select' | 'select_all' | 'select_as_index';
  readonly path: Expression;
  readonly from: Expression;
  readonly all: Expression | undefined;
  readonly fallback: Expression | undefined;
  readonly position: Position;
}

export interface LambdaExpression {
  readonly kind: 'lambda';
  readonly pattern: Pattern;
  readonly body: Expression;
  /** Names of variables around it that it uses. */
  readonly free: readonly string[];
  readonly version: ApiVersion;
}

export interface FormExpression {
  readonly kind: 'form';
  readonly form: Form;
  /** By key, in the order of the form's definition; optional ones only where given. */
  readonly arguments: ReadonlyMap<string, Expression>;
  readonly position: Position;
}

/** What a lambda takes: one value, or an array of as many as it has names; `undefined` stands for `_`. */
export type Pattern =
  | { readonly kind: 'one'; readonly name: string | undefined }
  | { readonly kind: 'array'; readonly names: readonly (string | undefined)[] };

/** Variables and their values, innermost first. */
export interface Bindings {
  readonly name: string;
  readonly value: Value;
  readonly outer: Bindings | null;
}

export function bind(outer: Bindings | null, name: string, value: Value): Bindings {
  return { name, value, outer };
}

export function lookup(bindings: Bindings | null, name: string): Value {
  for (let each = bindings; each; each = each.outer) if (each.name === name) return each.value;
  throw new Error(`the variable ${name} was not found unbound while its expression was read`);
}

function call(...entries: readonly (readonly [string, Value | undefined])[]): ObjectValue {
  return ObjectValue.of(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The JSON of an expression, with references already found in it. */
export function literalOf(expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'variable':
      return call(['var', expression.name]);
    case 'array':
      return arrayOf(expression.parts);
    case 'object':
      return call(['object', fieldsOf(expression.fields)]);
    case 'let':
      return call(['let', fieldsOf(expression.bindings)], ['in', literalOf(expression.body)]);
    case 'if':
      return call(
        ['if', literalOf(expression.condition)],
        ['then', literalOf(expression.then)],
        ['else', literalOf(expression.otherwise)],
      );
    case 'do':
      return call(['do', arrayOf(expression.parts)]);
    case 'logic':
      return call([expression.operator, arrayOf(expression.parts)]);
    case 'at':
      return call(['at', literalOf(expression.time)], ['expr', literalOf(expression.body)]);
    case 'call':
      return call(['call', literalOf(expression.callee)], ['arguments', optional(expression.arguments)]);
    case 'select':
      return call(
        [expression.name, literalOf(expression.path)],
        ['from', literalOf(expression.from)],
        ['all', expression.name === 'select' ? optional(expression.all) : undefined],
        ['default', optional(expression.fallback)],
      );
    case 'lambda':
      return call(['lambda', patternLiteral(expression.pattern)], ['expr', literalOf(expression.body)]);
    case 'form':
      return ObjectValue.of([...expression.arguments].map(([key, each]) => [key, literalOf(each)]));
  }
}

function optional(expression: Expression | undefined): Value | undefined {
  return expression && literalOf(expression);
}

function arrayOf(parts: readonly Expression[]): ArrayValue {
  return new ArrayValue(parts.map(literalOf));
}

function fieldsOf(fields: readonly (readonly [string, Expression])[]): ObjectValue {
  return ObjectValue.of(fields.map(([name, value]) => [name, literalOf(value)]));
}

export function patternLiteral(pattern: Pattern): Value {
  if (pattern.kind === 'one') return pattern.name ?? '_';
  return new ArrayValue(pattern.names.map((name) => name ?? '_'));
}

/** Names of variables that an expression uses and does not bind. */
export function freeNames(expression: Expression): Set<string> {
  const names = new Set<string>();
  const visit = (each: Expression | undefined, bound: ReadonlySet<string>): void => {
    if (!each) return;
    switch (each.kind) {
      case 'literal':
        return;
      case 'variable':
        if (!bound.has(each.name)) names.add(each.name);
        return;
      case 'array':
      case 'do':
      case 'logic':
        for (const part of each.parts) visit(part, bound);
        return;
      case 'object':
        for (const [, value] of each.fields) visit(value, bound);
        return;
      case 'let': {
        const inner = new Set(bound);
        for (const [name, value] of each.bindings) {
          visit(value, inner);
          inner.add(name);
        }
        return visit(each.body, inner);
      }
      case 'if':
        for (const part of [each.condition, each.then, each.otherwise]) visit(part, bound);
        return;
      case 'at':
        visit(each.time, bound);
        return visit(each.body, bound);
      case 'call':
        visit(each.callee, bound);
        return visit(each.arguments, bound);
      case 'select':
        for (const part of [each.path, each.from, each.all, each.fallback]) visit(part, bound);
        return;
      case 'lambda':
        for (const name of each.free) if (!bound.has(name)) names.add(name);
        return;
      case 'form':
        for (const part of each.arguments.values()) visit(part, bound);
    }
  };
  visit(expression, new Set());
  return names;
}

export function patternNames(pattern: Pattern): readonly string[] {
  const names = pattern.kind === 'one' ? [pattern.name] : pattern.names;
  return names.filter((name) => name !== undefined);
}
