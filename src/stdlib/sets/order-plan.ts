import type { Context } from '../../runtime/context.ts';
import type { Page, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Value } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { compareForOrder } from '../sort-order.ts';
import { ArrayPlan } from './array-plan.ts';
import { DerivedPlan } from './derived-plan.ts';
import { encodeSetFunction } from './encode-value.ts';
import { readAll } from './read-page.ts';
import type { SetFunction } from './set-function.ts';
import { unsupported } from './stream-obstacle.ts';

/** An argument of `order`: `.price`, `asc(.price)` or `desc(.price)`. */
export interface Ordering {
  readonly accessor: SetFunction;
  readonly descending: boolean;
}

/** `set.order(…)` without an index: all elements are read and sorted; what is left after a page is an array. */
export class OrderPlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly orderings: readonly Ordering[],
  ) {
    super(inner);
  }

  page(context: Context, count: number): Page {
    return new ArrayPlan(sortBy(context, readAll(context, this.inner), this.orderings)).page(context, count);
  }

  /** Elements that are equal in all orderings keep their order; without any the order stays ascending. */
  override reversed(): SetPlan {
    const turned = this.orderings.map(({ accessor, descending }) => ({ accessor, descending: !descending }));
    return new OrderPlan(this.inner, turned);
  }

  recipe(context: Context): Json {
    const orderings = this.orderings.map(({ accessor, descending }) => [
      encodeSetFunction(context, accessor),
      descending,
    ]);
    return ['order', this.inner.recipe(context), orderings];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('sets returned from `.order()`');
  }
}

/** Sorts by what the accessors give, each called once an element; by the values themselves where there is none. */
export function sortBy(context: Context, values: readonly Value[], orderings: readonly Ordering[]): Value[] {
  if (orderings.length === 0) return values.toSorted((a, b) => compareForOrder(context, a, b));
  const accessors = orderings.map(({ accessor }) => accessor.over(context));
  const keyed = values.map((value) => ({ value, keys: accessors.map((accessor) => accessor(value)) }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of orderings.entries()) {
      const compared = compareForOrder(context, a.keys[index] as Value, b.keys[index] as Value);
      if (compared !== 0) return descending ? -compared : compared;
    }
    return 0;
  });
  return keyed.map(({ value }) => value);
}
