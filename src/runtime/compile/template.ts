import type { Template } from '../../language/ast.ts';
import type { Code } from '../code.ts';
import { toDisplayString } from '../display.ts';
import { failTooLong, maxStringLength } from '../string-limit.ts';
import { compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

export function compileTemplate(node: Template, scope: Scope): Code {
  const { span } = node;
  const parts = node.parts.map((part): string | Code =>
    typeof part === 'string' ? part : compileExpression(part, scope),
  );
  return (context, frame) => {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : toDisplayString(context, part(context, frame));
      const length = text.length + piece.length;
      if (length > maxStringLength) failTooLong(context, length, span);
      text += piece;
    }
    return text;
  };
}
