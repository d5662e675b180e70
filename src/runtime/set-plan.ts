/**
 * A set that has not been read: where its elements come from and what is done to them. It is read page by page; a
 * position between two elements can be written down, so that a cursor can go on from there in another query or
 * another process. The plans are in `stdlib/sets/` and `model/`.
 */
import type { Json } from '../store/store.ts';
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/** A place between two elements, in terms of the plan that gave it. */
export type Position = Json;

export interface Element {
  readonly value: Value;
  /** The place just after this element. Called only when a page ends here. */
  readonly position: () => Position;
}

export interface SetPlan {
  /** The elements in order, from the start or from after a position; reads no more than is taken from the iterator. */
  elements(context: Context, from?: Position): IterableIterator<Element>;
  /** The same elements the other way round. */
  reversed(): SetPlan;
  /** How many elements a page has where nobody says: 16, or what `pageSize` said. */
  readonly pageSize: number;
  /**
   * What this plan is made of, for a cursor: a FQL-free JSON tree that `stdlib/sets/recipe.ts` can turn back into an
   * equal plan. Functions are kept as their text with the values of their variables.
   */
  recipe(context: Context): Json;
}
