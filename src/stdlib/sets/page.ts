/** Pages as values: `{ data, after }`, what sets show of themselves in results, and `Set.paginate`. */
import { Failure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import type { Page, SetPlan } from '../../runtime/set-plan.ts';
import { ArrayValue, ObjectValue, type SetCursor, type SetValue, type Value } from '../../runtime/value.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { readPage } from './read-page.ts';
import { CURSOR_SOURCE } from './recipe.ts';

/** The first page of a set, as a result shows it. `after` is absent where the set ends with the page. */
export interface ShownPage {
  readonly data: readonly Value[];
  readonly after?: SetCursor;
}

export function firstPage(context: Context, { plan }: SetValue): ShownPage {
  return shown(context, readPage(context, plan, plan.pageSize));
}

/** `set.paginate(size)`: the page as an object. */
export function paginate(context: Context, plan: SetPlan, size: number): ObjectValue {
  return pageValue(shown(context, readPage(context, plan, size)));
}

/**
 * `Set.paginate(cursor, size)`: the page that the cursor begins, as the database was when the cursor was made; of the
 * size of the page before where none is given. Errors: `invalid_cursor`.
 */
export function paginateFrom(context: Context, cursor: SetCursor, size?: number): ObjectValue {
  const found = readCursor(context, cursor);
  if (!found) return context.fail('invalid_cursor', 'Cursor cursor is invalid or expired.');
  const { plan, position, time } = found;
  // What was made at the newest commit or in this very transaction is read as everything else is.
  const past = time < context.transaction.snapshot.time;
  const place = past ? context.with({ readTime: time, ofCursor: true }) : context;
  return withoutCursorSource(() => pageValue(shown(place, readPage(place, plan, size ?? found.size, position))));
}

function shown(context: Context, { values, after }: Page): ShownPage {
  return after ? { data: values, after: makeCursor(context, after, values.length) } : { data: values };
}

function pageValue({ data, after }: ShownPage): ObjectValue {
  const fields = new Map<string, Value>([['data', new ArrayValue(data)]]);
  if (after) fields.set('after', after);
  return new ObjectValue(fields);
}

/** Functions out of a cursor have no text that whoever reads a failure could look at. */
function withoutCursorSource<T>(body: () => T): T {
  try {
    return body();
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    const trace = failure.trace.filter((span) => span.source.name !== CURSOR_SOURCE);
    throw new Failure(failure.code, failure.message, trace, failure.details);
  }
}
