/** Compiles any expression: one file a family. */
import type { Expression } from '../../language/ast.ts';
import type { Code } from '../code.ts';
import { compileBlock } from './block.ts';
import { compileChain } from './chain.ts';
import { compileAt, compileIf, compileMatch } from './control.ts';
import { compileIdentifier, compileThis } from './identifier.ts';
import { compileLambdaExpression } from './lambda.ts';
import { compileLiteral } from './literal.ts';
import { compileArray, compileObject, compileTuple } from './object.ts';
import { compileOperator } from './operator.ts';
import { compileProject, compileProjectAll } from './projection.ts';
import type { Scope } from './scope.ts';
import { compileTemplate } from './template.ts';

export function compileExpression(node: Expression, scope: Scope): Code {
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node);
    case 'template':
      return compileTemplate(node, scope);
    case 'identifier':
      return compileIdentifier(node, scope);
    case 'this':
      return compileThis(node, scope);
    case 'lambda':
      return compileLambdaExpression(node, scope);
    case 'if':
      return compileIf(node, scope);
    case 'at':
      return compileAt(node, scope);
    case 'match':
      return compileMatch(node);
    case 'chain':
      return compileChain(node, scope);
    case 'operator':
      return compileOperator(node, scope);
    case 'project':
      return compileProject(node, scope);
    case 'project-all':
      return compileProjectAll(node);
    case 'object':
      return compileObject(node, scope);
    case 'array':
      return compileArray(node.elements, scope);
    case 'tuple':
      return compileTuple(node, scope);
    case 'block':
      return compileBlock(node, scope);
  }
}

/** Evaluates operands in order. */
export function compileAll(nodes: readonly Expression[], scope: Scope): readonly Code[] {
  return nodes.map((node) => compileExpression(node, scope));
}
