import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { DerivedPlan } from './derived-plan.ts';
import { encodeSetFunction } from './encode-value.ts';
import { readPage, wrapPage } from './read-page.ts';
import type { SetFunction } from './set-function.ts';
import { MADE_AT_A_TIME } from './stream-obstacle.ts';

/** `set.map(mapper)` and projections of sets. Positions are those of the inner plan. */
export class MapPlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly mapper: SetFunction,
  ) {
    super(inner);
  }

  page(context: Context, count: number, from?: Position): Page {
    const page = readPage(context, this.inner, count, from);
    const mapper = this.mapper.over(context);
    const values = page.values.map((value) => mapper(value));
    return wrapPage(page, (rest) => this.around(rest), values);
  }

  override reversed(): SetPlan {
    return new MapPlan(this.inner.reversed(), this.mapper);
  }

  recipe(context: Context): Json {
    return ['map', this.inner.recipe(context), encodeSetFunction(context, this.mapper)];
  }

  streamObstacle(context: Context): StreamObstacle | undefined {
    return this.mapper.readTime === undefined ? this.inner.streamObstacle(context) : MADE_AT_A_TIME;
  }

  private around({ plan, position }: Rest): Rest {
    return { plan: plan === this.inner ? this : new MapPlan(plan, this.mapper), position };
  }
}
