import type { Expression, ObjectLiteral, Tuple } from '../../language/ast.ts';
import type { Code } from '../code.ts';
import { ArrayValue, ObjectValue, type Value } from '../value.ts';
import { compileAll, compileExpression } from './expression.ts';
import type { Scope } from './scope.ts';

/** A field written twice keeps its first place and its last value. */
export function compileObject(node: ObjectLiteral, scope: Scope): Code {
  const names = node.fields.map((field) => field.name.text);
  const codes = compileAll(
    node.fields.map((field) => field.value),
    scope,
  );
  return (context, frame) => {
    const fields = new Map<string, Value>();
    for (let index = 0; index < codes.length; index++) {
      fields.set(names[index] as string, (codes[index] as Code)(context, frame));
    }
    return new ObjectValue(fields);
  };
}

export function compileArray(elements: readonly Expression[], scope: Scope): Code {
  const codes = compileAll(elements, scope);
  return (context, frame) => {
    const values: Value[] = [];
    for (const code of codes) values.push(code(context, frame));
    return new ArrayValue(values);
  };
}

/** `(a)` is a; `()` and `(a, b)` are arrays. */
export function compileTuple(node: Tuple, scope: Scope): Code {
  const only = node.elements[0];
  return node.elements.length === 1 && only ? compileExpression(only, scope) : compileArray(node.elements, scope);
}
