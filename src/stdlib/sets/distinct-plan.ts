import type { Context } from '../../runtime/context.ts';
import type { Page, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { compareForOrder, distinct } from '../sort-order.ts';
import { ArrayPlan } from './array-plan.ts';
import { DerivedPlan } from './derived-plan.ts';
import { readAll } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `set.distinct()`: each element once, in order of value. What is left after a page is an array. */
export class DistinctPlan extends DerivedPlan {
  page(context: Context, count: number): Page {
    const sorted = readAll(context, this.inner).toSorted((a, b) => compareForOrder(context, a, b));
    return new ArrayPlan(distinct(context, sorted)).page(context, count);
  }

  /** The order is that of the values all the same. */
  override reversed(): SetPlan {
    return new DistinctPlan(this.inner.reversed());
  }

  recipe(context: Context): Json {
    return ['distinct', this.inner.recipe(context)];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('distinct sets');
  }
}
