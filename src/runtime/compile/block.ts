import type { Block } from '../../language/ast.ts';
import type { Code } from '../code.ts';
import { compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

interface Step {
  readonly code: Code;
  /** Where a `let` keeps its value. */
  readonly slot: number | undefined;
}

/** A `let` is visible in what follows it, not in its own value. */
export function compileBlock(node: Block, scope: Scope): Code {
  return scope.block(() => {
    const { statements } = node;
    const last = statements.at(-1);
    if (last?.kind !== 'expression') throw new Error('a block ends with an expression');
    const steps = statements.slice(0, -1).map((statement): Step => {
      if (statement.kind === 'expression')
        return { code: compileExpression(statement.expression, scope), slot: undefined };
      const code = compileExpression(statement.value, scope);
      return { code, slot: scope.declare(statement.name.text) };
    });
    const result = compileExpression(last.expression, scope);
    if (steps.length === 0) return result;
    return (context, frame) => {
      for (const { code, slot } of steps) {
        const value = code(context, frame);
        if (slot !== undefined) frame.slots[slot] = value;
      }
      return result(context, frame);
    };
  });
}
