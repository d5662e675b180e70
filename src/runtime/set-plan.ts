/**
 * A set that has not been read: where its elements come from and what is done to them. It is read page by page; the
 * place where a page ends can be written down, so that a cursor can go on from there in another query or another
 * process. Sets are read through `stdlib/sets/read-page.ts`. The plans are in `stdlib/sets/`.
 */
import type { Json } from '../store/store.ts';
import type { Context } from './context.ts';
import type { Value } from './value.ts';

/** A place between two elements, in terms of the plan that gave it. */
export type Position = Json;

/** What is left of a set: all of a plan, or what comes after a position in it. */
export interface Rest {
  readonly plan: SetPlan;
  readonly position?: Position | undefined;
}

/** Some elements of a set, one after the other. */
export interface Page {
  readonly values: readonly Value[];
  /**
   * What comes after the page; undefined where the set is known to have ended. A plan that filters may not know, and
   * then the next page turns out empty.
   */
  readonly after: Rest | undefined;
  /** What comes after the element at `index`. */
  restAfter(index: number): Rest;
}

/** Why the changes of a set can not be followed: which error, and what its message says. */
export interface StreamObstacle {
  readonly code: 'invalid_receiver' | 'permission_denied';
  /** Of `invalid_receiver` the reason: "streaming is not supported on array sets." */
  readonly reason: string;
}

export interface SetPlan {
  /**
   * The next elements from the start or from after a position: `count` of them (at least 1), fewer only where the set
   * ends. Functions run over the elements of a page in order.
   */
  page(context: Context, count: number, from?: Position): Page;
  /** The same elements the other way round. */
  reversed(): SetPlan;
  /** How many elements a page has where nobody says: 16, or what `pageSize` said. */
  readonly pageSize: number;
  /**
   * What this plan is made of, for a cursor: a JSON tree that `stdlib/sets/recipe.ts` can turn back into an equal
   * plan. Functions are kept as their text with the values of their variables. Equal sets have equal recipes.
   */
  recipe(context: Context): Json;
  /** Reads the database without a limit, so that reading all of it is worth a performance hint. */
  readonly unbounded: boolean;
  /** What stands in the way of an event source of this set; undefined where nothing does. */
  streamObstacle(context: Context): StreamObstacle | undefined;
  /** Of a set that events can be watched on (`eventsOn`): those of the paths that its index does not cover. */
  readonly uncovered?: (
    context: Context,
    paths: readonly (readonly (string | number)[])[],
  ) => {
    readonly index: string;
    readonly paths: readonly (readonly (string | number)[])[];
  };
}

export interface Element {
  readonly value: Value;
  /** The place just after this element. Called only when a page ends here. */
  readonly position: () => Position;
}

/** A plan that reads its elements one by one, from an index or a collection. */
export abstract class SourcePlan implements SetPlan {
  readonly pageSize: number = 16;
  readonly unbounded: boolean = true;

  /** The elements in order, from the start or from after a position; reads no more than is taken from the iterator. */
  abstract elements(context: Context, from?: Position): IterableIterator<Element>;
  abstract reversed(): SetPlan;
  abstract recipe(context: Context): Json;
  abstract streamObstacle(context: Context): StreamObstacle | undefined;

  page(context: Context, count: number, from?: Position): Page {
    const taken: Element[] = [];
    let more = false;
    for (const element of this.elements(context, from)) {
      more = taken.length === count;
      if (more) break;
      taken.push(element);
      if (taken.length % 64 === 0) context.tick();
    }
    const restAfter = (index: number): Rest => {
      const element = taken[index];
      if (!element) throw new RangeError('no such element on the page');
      return { plan: this, position: element.position() };
    };
    const values = taken.map((element) => element.value);
    return { values, after: more ? restAfter(count - 1) : undefined, restAfter };
  }
}
