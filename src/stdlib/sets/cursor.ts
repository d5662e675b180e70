/** Cursors: where a page ended and how to go on, as a text that any later query of the database can be given. */
import type { Context } from '../../runtime/context.ts';
import type { Position, Rest, SetPlan } from '../../runtime/set-plan.ts';
import { SetCursor, type SetValue } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { BadRecipe, planOf } from './recipe.ts';
import { seal, unseal } from './seal.ts';

/** As the original's cursors begin. */
const PREFIX = 'hdW';

/** What a cursor says. */
export interface Continuation {
  readonly plan: SetPlan;
  readonly position: Position | undefined;
  /** Microseconds: the pages that follow show the database as the first one did. */
  readonly time: number;
  /** How many elements the page before had. */
  readonly size: number;
}

export function makeCursor(context: Context, { plan, position }: Rest, size: number): SetCursor {
  const at: Json = position === undefined ? [] : [position];
  return new SetCursor(seal(context, PREFIX, () => [plan.recipe(context), at, timeOf(context), size]));
}

/** The cursor that a set shows in place of its elements: it begins at the first. */
export function cursorOf(context: Context, { plan }: SetValue): SetCursor {
  return makeCursor(context, { plan }, plan.pageSize);
}

/** Undefined when the text is no cursor of this database, or what it names is gone. */
export function readCursor(context: Context, { text }: SetCursor): Continuation | undefined {
  const content = unseal(context, PREFIX, text);
  if (!Array.isArray(content)) return undefined;
  const [recipe, at, time, size] = content as readonly Json[];
  if (!Array.isArray(at) || typeof time !== 'number' || typeof size !== 'number') return undefined;
  try {
    return { plan: planOf(context, recipe), position: (at as readonly Json[])[0], time, size };
  } catch (problem) {
    if (problem instanceof BadRecipe) return undefined;
    throw problem;
  }
}

/** The time as of which the query reads, for other queries to read the same. */
export function timeOf({ readTime, transaction }: Context): number {
  if (readTime !== undefined) return readTime;
  return transaction.counters.writes > 0 ? transaction.time : transaction.snapshot.time;
}
