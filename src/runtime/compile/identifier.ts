import type { Identifier, This } from '../../language/ast.ts';
import type { Span } from '../../language/source.ts';
import type { Code, Frame } from '../code.ts';
import type { Value } from '../value.ts';
import { type Scope, THIS } from './scope.ts';

export function compileIdentifier({ name, span }: Identifier, scope: Scope): Code {
  const found = scope.resolve(name);
  return found ? readSlot(found.hops, found.slot) : lookUp(name, span);
}

/** Outside of a short lambda or projection there is no subject; the parser does not let that through. */
export function compileThis({ span }: This, scope: Scope): Code {
  const found = scope.resolve(THIS);
  return found ? readSlot(found.hops, found.slot) : lookUp('this', span);
}

function readSlot(hops: number, slot: number): Code {
  if (hops === 0) return (_, frame) => read(frame, slot);
  if (hops === 1) return (_, frame) => read(frame.outer, slot);
  return (_, frame) => {
    let at: Frame | null = frame;
    for (let hop = 0; hop < hops && at; hop++) at = at.outer;
    return read(at, slot);
  };
}

function read(frame: Frame | null, slot: number): Value {
  const value = frame?.slots[slot];
  if (value === undefined) throw new Error('a variable is read before it is set');
  return value;
}

/** A name that no variable has: of the standard library or the database, as it is when the expression runs. */
function lookUp(name: string, span: Span): Code {
  return (context) =>
    context.evaluation.lookup(name) ?? context.fail('unbound_variable', `Unbound variable \`${name}\``, { span });
}
