import type { Literal } from '../../language/ast.ts';
import { integerValue } from '../arithmetic.ts';
import type { Code } from '../code.ts';
import { Double, nullAt, type Value } from '../value.ts';

/** A literal is made once: values never change. */
export function compileLiteral({ literal, span }: Literal): Code {
  const value = ((): Value => {
    switch (literal.type) {
      case 'null':
        return nullAt(span);
      case 'integer':
        return integerValue(literal.value);
      case 'double':
        return new Double(literal.value);
      default:
        return literal.value;
    }
  })();
  return () => value;
}
