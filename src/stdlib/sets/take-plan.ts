import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { ArrayPlan } from './array-plan.ts';
import { DerivedPlan } from './derived-plan.ts';
import { readPage } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** Sets cut shorter than this are worth no performance hint. Source: recorded `performance hints`. */
const SHORT = 100;

/** `set.take(limit)`, limit at least 1. What is left after a page is the rest of the inner set with a lower limit. */
export class TakePlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly limit: number,
  ) {
    super(inner);
  }

  override get unbounded(): boolean {
    return this.limit >= SHORT && this.inner.unbounded;
  }

  page(context: Context, count: number, from?: Position): Page {
    const page = readPage(context, this.inner, Math.min(count, this.limit), from);
    return {
      values: page.values,
      after: page.after && this.limit > page.values.length ? this.around(page.after, page.values.length) : undefined,
      restAfter: (index) => this.around(page.restAfter(index), index + 1),
    };
  }

  recipe(context: Context): Json {
    return ['take', this.inner.recipe(context), this.limit];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('sets returned from `.take()`');
  }

  private around(rest: Rest, taken: number): Rest {
    const left = this.limit - taken;
    return left > 0 ? { ...rest, plan: new TakePlan(rest.plan, left) } : { plan: new ArrayPlan([]) };
  }
}
