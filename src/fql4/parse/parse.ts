/** From the JSON of a request to an expression; all that is wrong with it is told at once. */
import type { ApiVersion } from '../api-version.ts';
import { isSince, lambdaVersion, laterOf } from '../api-version.ts';
import { type Expression, freeNames, type LambdaExpression, type Pattern, patternNames } from '../expression.ts';
import {
  emptyExpressions,
  Fql4Failure,
  type Problem,
  unboundVariable,
  unknownForm,
  wrongExpression,
} from '../failure.ts';
import type { Form } from '../form.ts';
import { findForm } from '../form.ts';
import { Position } from '../position.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import { readEscape } from './escapes.ts';
import type { Surroundings } from './surroundings.ts';

/** Throws Fql4Failure. */
export function parseExpression(json: Value, around: Surroundings): Expression {
  const parser = new Parser(around, around.version);
  const expression = parser.expression(json, Position.root, new Set());
  if (!expression || parser.problems.length > 0) throw new Fql4Failure(parser.problems);
  if (parser.unbound.length > 0) throw new Fql4Failure(parser.unbound);
  return expression;
}

/** A lambda that stands for itself, with all its variables bound; undefined when it is none. Throws Fql4Failure. */
export function parseClosedLambda(
  params: Value,
  body: Value,
  version: ApiVersion,
  around: Surroundings,
  position: Position,
): LambdaExpression | undefined {
  const parser = new Parser(around, version);
  const lambda = parser.lambdaOf(params, body, position, new Set());
  if (!lambda || parser.problems.length > 0) throw new Fql4Failure(parser.problems);
  return parser.unbound.length === 0 ? lambda : undefined;
}

type Bound = ReadonlySet<string>;

class Parser {
  readonly problems: Problem[] = [];
  readonly unbound: Problem[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly version: ApiVersion,
  ) {}

  /** Undefined when there is a problem with it, which has been noted. */
  expression(json: Value, position: Position, bound: Bound): Expression | undefined {
    if (json instanceof ArrayValue) {
      const parts = this.list(json.elements, position, bound);
      return parts && { kind: 'array', parts };
    }
    if (json instanceof ObjectValue) return this.call(json.fields, position, bound);
    return { kind: 'literal', value: json };
  }

  private note(problem: Problem): undefined {
    this.problems.push(problem);
    return undefined;
  }

  private list(elements: readonly Value[], position: Position, bound: Bound): readonly Expression[] | undefined {
    return complete(elements.map((element, index) => this.expression(element, position.at(index), bound)));
  }

  private call(fields: ReadonlyMap<string, Value>, position: Position, bound: Bound): Expression | undefined {
    const keys = [...fields.keys()];
    const special = this.special(fields, keys, position, bound);
    if (special) return special.expression;
    const form = findForm(keys, this.version);
    if (form) return this.form(form, fields, position, bound);
    const literal = this.guard(() => readEscape(fields, this.around, position, 'expression'));
    if (literal === 'failed') return undefined;
    if (!literal) return this.note(unknownForm(keys, position));
    if (!(literal.value instanceof ObjectValue)) return { kind: 'literal', value: literal.value };
    return this.call(literal.value.fields, position.at('@obj'), bound);
  }

  /** Runs what may fail with problems, and notes them. */
  private guard<T>(body: () => T): T | 'failed' {
    try {
      return body();
    } catch (problem) {
      if (!(problem instanceof Fql4Failure)) throw problem;
      this.problems.push(...problem.problems);
      return 'failed';
    }
  }

  private form(
    form: Form,
    fields: ReadonlyMap<string, Value>,
    position: Position,
    bound: Bound,
  ): Expression | undefined {
    const args = new Map<string, Expression>();
    let failed = false;
    for (const [key, { takes }] of form.arguments) {
      const json = fields.get(key);
      if (json === undefined) continue;
      const at = position.at(key);
      const expression =
        takes === 'lambda'
          ? this.lambda(json, at, bound)
          : takes === 'expression'
            ? this.expression(json, at, bound)
            : this.lambdaOrExpression(json, at, bound);
      if (expression) args.set(key, expression);
      else failed = true;
    }
    return failed ? undefined : { kind: 'form', form, arguments: args, position };
  }

  private lambdaOrExpression(json: Value, position: Position, bound: Bound): Expression | undefined {
    if (!isLambda(json)) return this.expression(json, position, bound);
    const before = [this.problems.length, this.unbound.length] as const;
    const lambda = this.lambda(json, position, bound);
    if (lambda) return lambda;
    [this.problems.length, this.unbound.length] = before;
    return this.expression(json, position, bound);
  }

  lambda(json: Value, position: Position, bound: Bound): LambdaExpression | undefined {
    if (!(json instanceof ObjectValue)) return this.note(wrongExpression(['Lambda'], json, position));
    const [params, body] = [json.fields.get('lambda'), json.fields.get('expr')];
    if (!isLambda(json) || params === undefined || body === undefined) {
      return this.note(unknownForm([...json.fields.keys()], position));
    }
    return this.lambdaOf(params, body, position, bound);
  }

  lambdaOf(params: Value, body: Value, position: Position, bound: Bound): LambdaExpression | undefined {
    const pattern = this.pattern(params, position.at('lambda'));
    const inner = new Set([...bound, ...(pattern ? patternNames(pattern) : [])]);
    const expression = this.expression(body, position.at('expr'), inner);
    if (!pattern || !expression) return undefined;
    const own = new Set(patternNames(pattern));
    const free = [...freeNames(expression)].filter((name) => !own.has(name));
    return { kind: 'lambda', pattern, body: expression, free, version: laterOf(this.version, lambdaVersion) };
  }

  private pattern(params: Value, position: Position): Pattern | undefined {
    if (typeof params === 'string') return { kind: 'one', name: nameOf(params) };
    if (!(params instanceof ArrayValue)) return this.note(wrongExpression(['String', 'Array'], params, position));
    const names = params.elements.map((element, index) => {
      if (typeof element === 'string') return { name: nameOf(element) };
      return this.note(wrongExpression(['String'], element, position.at(index)));
    });
    return complete(names) && { kind: 'array', names: names.map((each) => each?.name) };
  }

  /** Forms that are no functions; undefined when it is none of them. */
  private special(
    fields: ReadonlyMap<string, Value>,
    keys: readonly string[],
    position: Position,
    bound: Bound,
  ): { readonly expression: Expression | undefined } | undefined {
    const has = (...names: readonly string[]) => keys.length === names.length && names.every((key) => fields.has(key));
    const part = (key: string) => this.expression(fields.get(key) ?? null, position.at(key), bound);
    const given = (expression: Expression | undefined) => ({ expression });
    if (has('var')) return given(this.variable(fields.get('var') ?? null, position, bound));
    if (has('let', 'in')) return given(this.let(fields, position, bound));
    if (has('object')) return given(this.object(fields.get('object') ?? null, position, bound));
    if (has('if', 'then', 'else')) {
      const [condition, then, otherwise] = [part('if'), part('then'), part('else')];
      return given(condition && then && otherwise && { kind: 'if', condition, then, otherwise, position });
    }
    if (has('do')) return given(this.do(fields.get('do') ?? null, position, bound));
    if (has('at', 'expr')) {
      const [time, body] = [part('at'), part('expr')];
      return given(time && body && { kind: 'at', time, body, position });
    }
    if (has('call') || has('call', 'arguments')) {
      const callee = part('call');
      const args = fields.has('arguments') ? part('arguments') : undefined;
      if (!callee || (fields.has('arguments') && !args)) return given(undefined);
      return given({ kind: 'call', callee, arguments: args, position });
    }
    if (has('quote')) {
      const quoted = fields.get('quote') ?? null;
      const literal = this.guard(() => readEscapesWithin(quoted, this.around, position.at('quote')));
      return given(literal === 'failed' ? undefined : { kind: 'literal', value: literal.value });
    }
    if (!isSince(this.version, '3')) return undefined;
    for (const operator of ['and', 'or'] as const) {
      if (has(operator)) return given(this.logic(operator, fields.get(operator) ?? null, position, bound));
    }
    return this.select(fields, keys, position, bound);
  }

  private variable(name: Value, position: Position, bound: Bound): Expression | undefined {
    if (typeof name !== 'string') return this.note(wrongExpression(['String'], name, position.at('var')));
    if (!bound.has(name)) this.unbound.push(unboundVariable(name, position));
    return { kind: 'variable', name };
  }

  private let(fields: ReadonlyMap<string, Value>, position: Position, bound: Bound): Expression | undefined {
    const at = position.at('let');
    const bindings = this.bindings(fields.get('let') ?? null, position);
    if (!bindings) {
      this.expression(fields.get('in') ?? null, position.at('in'), bound);
      return undefined;
    }
    const inner = new Set(bound);
    const parsed: (readonly [string, Expression])[] = [];
    for (const [name, json, steps] of bindings) {
      const place = steps.reduce((here: Position, step) => here.at(step), at);
      const value = this.expression(json, place, new Set(inner));
      inner.add(name);
      if (value) parsed.push([name, value]);
    }
    const body = this.expression(fields.get('in') ?? null, position.at('in'), inner);
    return body && parsed.length === bindings.length ? { kind: 'let', bindings: parsed, body } : undefined;
  }

  /** Names, values, and the steps to each; as an object or as an array of objects of one field. */
  private bindings(
    json: Value,
    position: Position,
  ): (readonly [string, Value, readonly (string | number)[]])[] | undefined {
    const at = position.at('let');
    if (json instanceof ArrayValue) {
      const bindings = json.elements.map((element, index) => {
        const [binding] = element instanceof ObjectValue && element.fields.size === 1 ? element.fields : [];
        if (!binding) return this.note(wrongExpression(['Object'], element, at.at(index)));
        return [binding[0], binding[1], [index, binding[0]]] as const;
      });
      return complete(bindings);
    }
    const object = json instanceof ObjectValue ? this.fieldsOf(json, at, position) : undefined;
    if (object) return [...object].map(([name, value]) => [name, value, [name]] as const);
    return json instanceof ObjectValue ? undefined : this.note(wrongExpression(['Array'], json, at));
  }

  /** The fields of an object that may be written as `@obj`; of any other literal it is none. */
  private fieldsOf(json: ObjectValue, at: Position, position: Position): ReadonlyMap<string, Value> | undefined {
    const literal = this.guard(() => readEscape(json.fields, this.around, at, 'expression'));
    if (literal === 'failed') return undefined;
    if (!literal) return json.fields;
    if (literal.value instanceof ObjectValue) return literal.value.fields;
    return this.note(wrongExpression(['Object'], literal.value, position));
  }

  private object(json: Value, position: Position, bound: Bound): Expression | undefined {
    const at = position.at('object');
    if (!(json instanceof ObjectValue)) return this.note(wrongExpression(['Object'], json, at));
    const fields = this.fieldsOf(json, at, position);
    if (!fields) return undefined;
    const parsed = [...fields].map(([name, value]) => {
      const expression = this.expression(value, at.at(name), bound);
      return expression && ([name, expression] as const);
    });
    const all = complete(parsed);
    return all && { kind: 'object', fields: all };
  }

  private do(json: Value, position: Position, bound: Bound): Expression | undefined {
    const at = position.at('do');
    if (!(json instanceof ArrayValue)) return this.note(wrongExpression(['Array'], json, at));
    const parts = this.list(json.elements, at, bound);
    if (parts?.length === 0) return this.note(emptyExpressions(at));
    return parts && { kind: 'do', parts };
  }

  private logic(operator: 'and' | 'or', json: Value, position: Position, bound: Bound): Expression | undefined {
    const at = position.at(operator);
    if (!(json instanceof ArrayValue)) {
      const part = this.expression(json, at, bound);
      return part && { kind: 'logic', operator, parts: [part], position };
    }
    const parts = this.list(json.elements, at, bound);
    if (parts?.length === 0) return this.note(emptyExpressions(at));
    return parts && { kind: 'logic', operator, parts, position };
  }

  private select(
    fields: ReadonlyMap<string, Value>,
    keys: readonly string[],
    position: Position,
    bound: Bound,
  ): { readonly expression: Expression | undefined } | undefined {
    const name = (['select', 'select_all', 'select_as_index'] as const).find((each) => fields.has(each));
    if (!name || !fields.has('from')) return undefined;
    const known = name === 'select' ? [name, 'from', 'all', 'default'] : [name, 'from', 'default'];
    if (!keys.every((key) => known.includes(key))) return undefined;
    const part = (key: string) => {
      const json = fields.get(key);
      return json === undefined ? undefined : this.expression(json, position.at(key), bound);
    };
    const [path, from, all, fallback] = [part(name), part('from'), part('all'), part('default')];
    const complete = path && from && fields.has('all') === Boolean(all) && fields.has('default') === Boolean(fallback);
    if (!complete) return { expression: undefined };
    const always: Expression | undefined = name === 'select' ? all : { kind: 'literal', value: true };
    return { expression: { kind: 'select', name, path, from, all: always, fallback, position } };
  }
}

function isLambda(json: Value): boolean {
  return json instanceof ObjectValue && json.fields.size === 2 && json.fields.has('lambda') && json.fields.has('expr');
}

function nameOf(param: string): string | undefined {
  return param === '_' ? undefined : param;
}

function complete<T>(parts: readonly (T | undefined)[]): T[] | undefined {
  return parts.every((part) => part !== undefined) ? (parts as T[]) : undefined;
}

/** A value in which every `@…` is what it stands for. */
function readEscapesWithin(json: Value, around: Surroundings, position: Position): { readonly value: Value } {
  return { value: literalWithin(json, around, position) };
}

/** Throws Fql4Failure. */
export function literalWithin(json: Value, around: Surroundings, position: Position): Value {
  if (json instanceof ArrayValue) {
    return new ArrayValue(json.elements.map((element, index) => literalWithin(element, around, position.at(index))));
  }
  if (!(json instanceof ObjectValue)) return json;
  const escaped = readEscape(json.fields, around, position, 'literal');
  if (escaped) return escaped.value;
  return ObjectValue.of([...json.fields].map(([key, value]) => [key, literalWithin(value, around, position.at(key))]));
}
