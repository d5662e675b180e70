/** What is found out about a query without running it, where the database or the request asks for that. */
import type { Block } from '../language/ast.ts';
import { type Diagnostic, error, hint } from '../language/diagnostic.ts';
import { invalidQuery } from '../language/failure.ts';
import type { Name } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import { BoundMethod, Closure, type Value } from '../runtime/value.ts';

/** Names without a meaning are found before anything runs. Source: recorded `template and args`. */
export function checkNames(context: Context, names: readonly Name[]): void {
  const unbound = names.filter(({ text }) => context.evaluation.lookup(text) === undefined);
  if (unbound.length > 0)
    throw invalidQuery(unbound.map(({ text, span }) => error(`Unbound variable \`${text}\``, span)));
}

/** Whoever ends a query in a function most likely forgot to call it. Source: recorded `literals`. */
export function uncalledFunction(tree: Block, value: Value): Diagnostic[] {
  const last = tree.statements.at(-1);
  if (!last || !(value instanceof Closure || value instanceof BoundMethod)) return [];
  const { span } = last;
  const call = hint('Call the function.', { ...span, start: span.end }, '()');
  return [{ kind: 'warning', message: 'Function is not called.', span, hints: [call] }];
}
