/** What an expression is compiled to: a closure from the variables at hand to a value. */
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/** The variables of one call, by slot, and the call its lambda was written in. */
export interface Frame {
  readonly slots: Value[];
  readonly outer: Frame | null;
}

export type Code = (context: Context, frame: Frame) => Value;
