/** What an expression is compiled to: a closure from the variables at hand to a value. */
import type { Lambda } from '../language/ast.ts';
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/** The variables of one call, by slot, and the call its lambda was written in. Grows as `let`s are reached. */
export interface Frame {
  readonly slots: Value[];
  readonly outer: Frame | null;
}

export type Code = (context: Context, frame: Frame) => Value;

/** What a lambda is compiled to once, whatever frame it is later a closure over. */
export interface CompiledLambda {
  readonly node: Lambda;
  /** The text that `compileLambda` makes an equal lambda of, given the same captures. */
  readonly text: () => string;
  readonly code: Code;
  /** How many parameters it has, without a rest parameter; they fill the first slots. */
  readonly parameters: number;
  /** Takes any number of further arguments: an array in the slot after the parameters. */
  readonly variadic: boolean;
  /** The variables from around it that it uses. */
  readonly captures: readonly Capture[];
}

/** Where a captured variable is, seen from the frame of the closure. */
export interface Capture {
  readonly name: string;
  /** How many frames further out. */
  readonly hops: number;
  readonly slot: number;
}
