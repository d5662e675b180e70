import type { Expression, Lambda, Project } from '../../language/ast.ts';
import { textOf } from '../../language/source.ts';
import type { Code, CompiledLambda } from '../code.ts';
import { Closure } from '../value.ts';
import { compileExpression } from './expression.ts';
import { Scope, THIS } from './scope.ts';

export function compileLambdaExpression(node: Lambda, scope: Scope): Code {
  const lambda = compileLambdaNode(node, scope);
  return (_, frame) => new Closure(lambda, frame);
}

/** Compiles a lambda within the variables of `outer`. */
export function compileLambdaNode(node: Lambda, outer: Scope | null): CompiledLambda {
  const { source, start, end } = node.span;
  const text = () => textOf(source, start, end);
  return compileBody(node, outer, node.short ? () => `(${text()})` : text);
}

/** A projection's fields as a function of the element they are taken from. */
export function compileFieldsOf(node: Project, outer: Scope): CompiledLambda {
  const { source, end } = node.span;
  const body: Expression = { kind: 'object', fields: node.fields, span: node.span };
  const lambda: Lambda = { kind: 'lambda', short: true, parameters: [], body, span: node.span };
  return compileBody(lambda, outer, () => `_0 => _0 ${textOf(source, node.subject.span.end, end)}`);
}

function compileBody(node: Lambda, outer: Scope | null, text: () => string): CompiledLambda {
  const scope = new Scope(outer);
  if (node.short) scope.declare(THIS);
  for (const parameter of node.parameters) scope.declare(parameter?.text);
  const variadic = node.rest !== undefined;
  if (variadic) scope.declare(node.rest?.text);
  const code = compileExpression(node.body, scope);
  const parameters = node.short ? 1 : node.parameters.length;
  return { node, text, code, parameters, variadic, captures: scope.captures };
}
