/** Reading sets: by the page, or all of them in large pages. */
import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan } from '../../runtime/set-plan.ts';
import type { Value } from '../../runtime/value.ts';

/** The elements of a page where nobody says. Source: the reference page "Pagination". */
export const DEFAULT_PAGE_SIZE = 16;

/** The most elements a page or an array made of a set may have. Source: recorded `invalid_bounds` of `paginate`. */
export const MAXIMUM_ELEMENTS = 16_000;

/** The next page of a set; what `plan.page` says, under the query's deadline. */
export function readPage(context: Context, plan: SetPlan, count: number, from?: Position): Page {
  context.tick();
  return plan.page(context, count, from);
}

/** All of a set in pages as large as they may be. */
export function* pagesOf(context: Context, plan: SetPlan): Generator<Page> {
  let rest: Rest | undefined = { plan };
  while (rest) {
    const page = readPage(context, rest.plan, MAXIMUM_ELEMENTS, rest.position);
    yield page;
    rest = page.after;
  }
}

/** The values of a set, read in large pages. */
export function* valuesOf(context: Context, plan: SetPlan): Generator<Value> {
  for (const { values } of pagesOf(context, plan)) yield* values;
}

/** The first element, or undefined where the set is empty. */
export function firstOf(context: Context, plan: SetPlan): Value | undefined {
  return readPage(context, plan, 1).values[0];
}

/** All values of a set at once. Errors: `value_too_large` for more than an array may have. */
export function readAll(context: Context, plan: SetPlan): readonly Value[] {
  const values: Value[] = [];
  let rest: Rest | undefined = { plan };
  while (rest) {
    // One more than allowed, so that a set of exactly that many is no error.
    const count = Math.min(MAXIMUM_ELEMENTS + 1 - values.length, MAXIMUM_ELEMENTS);
    const page: Page = readPage(context, rest.plan, count, rest.position);
    for (const value of page.values) values.push(value);
    if (values.length > MAXIMUM_ELEMENTS) {
      context.fail(
        'value_too_large',
        `Value too large: exceeded maximum number of elements (limit=${MAXIMUM_ELEMENTS}).`,
      );
    }
    rest = page.after;
  }
  return values;
}

export const EMPTY_PAGE: Page = {
  values: [],
  after: undefined,
  restAfter: () => {
    throw new RangeError('no such element on the page');
  },
};

/** The page with what comes after it in other words: the plan around the rest of the inner one. */
export function wrapPage(page: Page, wrap: (rest: Rest) => Rest, values: readonly Value[] = page.values): Page {
  return {
    values,
    after: page.after && wrap(page.after),
    restAfter: (index) => wrap(page.restAfter(index)),
  };
}
