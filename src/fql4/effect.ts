/** What evaluating an expression may do; each effect includes those before it. */
import type { Expression } from './expression.ts';

export const effects = ['pure', 'read', 'write'] as const;
export type Effect = (typeof effects)[number];

const names: Readonly<Record<Effect, string>> = { pure: 'pure', read: 'a read', write: 'a write' };

export function includes(limit: Effect, effect: Effect): boolean {
  return effects.indexOf(effect) <= effects.indexOf(limit);
}

export function effectName(effect: Effect): string {
  return names[effect];
}

function larger(a: Effect, b: Effect): Effect {
  return includes(a, b) ? a : b;
}

/** The most an expression can do. Calling a function of the database counts as a write, for nobody knows what it does. */
export function largestEffect(expression: Expression): Effect {
  return partsOf(expression).reduce<Effect>(
    (effect, part) => larger(effect, largestEffect(part)),
    ownEffect(expression),
  );
}

function ownEffect(expression: Expression): Effect {
  if (expression.kind === 'form') return expression.form.effect;
  return expression.kind === 'call' ? 'write' : 'pure';
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'lambda':
      return [];
    case 'array':
    case 'do':
    case 'logic':
      return expression.parts;
    case 'object':
      return expression.fields.map(([, value]) => value);
    case 'let':
      return [...expression.bindings.map(([, value]) => value), expression.body];
    case 'if':
      return [expression.condition, expression.then, expression.otherwise];
    case 'at':
      return [expression.time, expression.body];
    case 'call':
      return expression.arguments ? [expression.callee, expression.arguments] : [expression.callee];
    case 'select':
      return [expression.path, expression.from, expression.all, expression.fallback].filter(
        (each) => each !== undefined,
      );
    case 'form':
      // A lambda given to a form is called by it; one that is made into a value is not.
      return [...expression.arguments.values()].map((each) => (each.kind === 'lambda' ? each.body : each));
  }
}
