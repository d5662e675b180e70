/** From a syntax tree to code. What comes out knows no database and may be kept as long as the text is the same. */
import type { Block, Lambda } from '../../language/ast.ts';
import type { Code, Frame } from '../code.ts';
import { Closure, type Value } from '../value.ts';
import { compileExpression } from './expression.ts';
import { compileLambdaNode } from './lambda.ts';
import { Scope } from './scope.ts';

/** The code of a query; the arguments are the first of the slots of the frame it runs in, in the order of their names. */
export function compileQuery(query: Block, argumentNames: readonly string[] = []): { code: Code; slots: number } {
  const scope = new Scope(null);
  for (const name of argumentNames) scope.declare(name);
  const code = compileExpression(query, scope);
  return { code, slots: scope.size };
}

/** A lambda that stands on its own: the body of a function, a predicate, a lambda that was written down with its variables. */
export function compileLambda(node: Lambda, captured: ReadonlyMap<string, Value> = new Map()): Closure {
  if (captured.size === 0) return new Closure(compileLambdaNode(node, null), null);
  const scope = new Scope(null);
  for (const name of captured.keys()) scope.declare(name);
  const frame: Frame = { slots: [...captured.values()], outer: null };
  return new Closure(compileLambdaNode(node, scope), frame);
}
