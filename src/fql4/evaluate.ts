/** Evaluating expressions. Siblings are all evaluated, so that all that is wrong with them is told at once. */

import { noteMade } from '../runtime/memory-limit.ts';
import { callFunction } from './call-function.ts';
import { boolean, path as pathArgument } from './cast.ts';
import { selectPath } from './documents/select.ts';
import { effectName, includes } from './effect.ts';
import {
  bind,
  type Expression,
  type FormExpression,
  lookup,
  type Pattern,
  type SelectExpression,
} from './expression.ts';
import {
  badArgument,
  collect,
  Fql4Failure,
  fail,
  invalidRef,
  otherProblem,
  type Problem,
  valueNotFound,
} from './failure.ts';
import { contextAt, type Place } from './place.ts';
import { Position } from './position.ts';
import { atTime, readTimeOf } from './read-time.ts';
import { ArrayValue, Lambda, ObjectValue, UnresolvedRef, type Value, weightOf } from './value.ts';

/** Some sixty million characters, when it is written. */
const maxWeight = 2 ** 22;

/** Lambdas within each other. */
const maxDepth = 200;

/** Throws Fql4Failure. */
export function evaluate(expression: Expression, place: Place): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'variable':
      return lookup(place.bindings, expression.name);
    case 'array':
      return withinLimits(new ArrayValue(collect(expression.parts.map((part) => () => evaluate(part, place)))), place);
    case 'object': {
      const fields = expression.fields.map(
        ([name, part]) =>
          () =>
            [name, evaluate(part, place)] as const,
      );
      return withinLimits(ObjectValue.of(collect(fields)), place);
    }
    case 'let':
      return evaluateLet(expression.bindings, expression.body, place);
    case 'if': {
      const at = expression.position.at('if');
      const condition = boolean.cast(evaluate(expression.condition, place), at, place);
      return evaluate(condition ? expression.then : expression.otherwise, place);
    }
    case 'do': {
      let value: Value = null;
      for (const part of expression.parts) value = evaluate(part, place);
      return value;
    }
    case 'logic':
      return evaluateLogic(expression, place);
    case 'at': {
      const time = readTimeOf(evaluate(expression.time, place), expression.position.at('at'), place);
      return evaluate(expression.body, atTime(place, time));
    }
    case 'call': {
      const [callee, args] = collect([
        () => evaluate(expression.callee, place),
        () => (expression.arguments ? evaluate(expression.arguments, place) : new ArrayValue([])),
      ]) as [Value, Value];
      return callFunction(callee, args, place, expression.position);
    }
    case 'select':
      return evaluateSelect(expression, place);
    case 'lambda':
      return new Lambda(expression, place.bindings, expression.version);
    case 'form':
      return evaluateForm(expression, place);
  }
}

function evaluateLet(bindings: readonly (readonly [string, Expression])[], body: Expression, place: Place): Value {
  let inner = place;
  for (const [name, part] of bindings) {
    inner = { ...inner, bindings: bind(inner.bindings, name, evaluate(part, inner)) };
  }
  return evaluate(body, inner);
}

function evaluateLogic({ operator, parts, position }: Expression & { kind: 'logic' }, place: Place): boolean {
  const decisive = operator === 'or';
  for (const [index, part] of parts.entries()) {
    const at = position.at(operator).at(index);
    if (boolean.cast(evaluate(part, place), at, place) === decisive) return decisive;
  }
  return !decisive;
}

function evaluateSelect(expression: SelectExpression, place: Place): Value {
  const { name, position, fallback } = expression;
  const [pathValue, from, allValue] = collect([
    () => evaluate(expression.path, place),
    () => evaluate(expression.from, place),
    () => (expression.all ? evaluate(expression.all, place) : false),
  ]) as [Value, Value, Value];
  const path = pathArgument.cast(pathValue, position.at(name), place);
  const all = boolean.cast(allValue, position.at('all'), place);
  if (from instanceof UnresolvedRef) fail(invalidRef(from, position.at('from')));
  const found = selectPath(place, from, path, all);
  if (found !== undefined) return found;
  if (fallback) return evaluate(fallback, place);
  return fail(valueNotFound(path, position.at('from')));
}

function evaluateForm({ form, arguments: args, position }: FormExpression, place: Place): Value {
  const { effect, reason } = place.limit;
  if (!includes(effect, form.effect)) {
    const message = `Call performs ${effectName(form.effect)}, which is not allowed in ${reason}.`;
    fail(otherProblem('invalid expression', position, message));
  }
  place.session.tick(contextAt(place));
  const entries = collect(
    [...args].map(([key, expression]) => () => {
      const argument = form.arguments.get(key);
      if (!argument) throw new Error(`the form ${form.name} has no argument ${key}`);
      return [key, argument.cast(evaluate(expression, place), position.at(key), place)] as const;
    }),
  );
  return withinLimits(form.run(place, position, new Map(entries)), place, position);
}

/** Notes what was made. Errors: `invalid argument` of what holds more than could be written. */
function withinLimits<T extends Value>(value: T, place: Place, position = Position.root): T {
  const weight = weightOf(value);
  if (weight > maxWeight) {
    fail(badArgument(position, `a value, with all that it holds, must not be larger than ${maxWeight} others`));
  }
  // What is smaller is noted with the step that makes it.
  if (weight > 64) noteMade(contextAt(place), sizeAlone(value));
  return value;
}

/** What a value takes without what it holds. */
function sizeAlone(value: Value): number {
  if (typeof value === 'string') return value.length >> 3;
  if (value instanceof ArrayValue) return value.elements.length;
  return value instanceof ObjectValue ? value.fields.size : 1;
}

/** Calls a lambda with one value, which is an array where it takes several. */
export function applyLambda(lambda: Lambda, argument: Value, place: Place, position: Position): Value {
  if (place.depth >= maxDepth) {
    const message = `Call stack reached the maximum limit of ${maxDepth}.`;
    fail(otherProblem('stack overflow', position, message));
  }
  const { pattern, body } = lambda.expression;
  let { bindings } = lambda;
  for (const [name, value] of bindPattern(pattern, argument, position.at('lambda'))) {
    bindings = bind(bindings, name, value);
  }
  place.session.tick(contextAt(place));
  return evaluate(body, { ...place, bindings, depth: place.depth + 1 });
}

function bindPattern(pattern: Pattern, argument: Value, position: Position): (readonly [string, Value])[] {
  const bound: (readonly [string, Value])[] = [];
  const take = (name: string | undefined, value: Value) => name !== undefined && bound.push([name, value]);
  if (pattern.kind === 'one') {
    take(pattern.name, argument);
    return bound;
  }
  const { names } = pattern;
  const values = argument instanceof ArrayValue ? argument.elements : [argument];
  if (values.length !== names.length) fail(wrongArity(names.length, values.length, position));
  for (const [index, name] of names.entries()) take(name, values[index] ?? null);
  return bound;
}

function wrongArity(expected: number, provided: number, position: Position): Problem {
  const description = `Lambda expects an array with ${expected} elements. Array contains ${provided}.`;
  return badArgument(position, description);
}

/** Runs `body`; the problems it meets are told as those of `position`'s own. */
export function recover<T>(body: () => T, change: (problems: readonly Problem[]) => readonly Problem[]): T {
  try {
    return body();
  } catch (problem) {
    if (problem instanceof Fql4Failure) throw new Fql4Failure(change(problem.problems));
    throw problem;
  }
}
