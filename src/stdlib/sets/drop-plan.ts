import type { Context } from '../../runtime/context.ts';
import type { Page, Position, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { DerivedPlan } from './derived-plan.ts';
import { EMPTY_PAGE, MAXIMUM_ELEMENTS, readPage } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `set.drop(amount)`. What is left after a page is the rest of the inner set, with nothing more to drop. */
export class DropPlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly amount: number,
  ) {
    super(inner);
  }

  page(context: Context, count: number, from?: Position): Page {
    let plan: SetPlan = this.inner;
    let position = from;
    // Fewer than none makes the page shorter.
    if (this.amount < 0) return readPage(context, plan, Math.max(this.amount + count, 0), position);
    let left = this.amount;
    while (left > 0 && left + count > MAXIMUM_ELEMENTS) {
      const skipped = readPage(context, plan, Math.min(left, MAXIMUM_ELEMENTS), position);
      if (!skipped.after) return EMPTY_PAGE;
      left -= skipped.values.length;
      ({ plan, position } = skipped.after);
    }
    const page = readPage(context, plan, left + count, position);
    return {
      values: page.values.slice(left),
      after: page.after,
      restAfter: (index) => page.restAfter(left + index),
    };
  }

  recipe(context: Context): Json {
    return ['drop', this.inner.recipe(context), this.amount];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('sets returned from `.drop()`');
  }
}
