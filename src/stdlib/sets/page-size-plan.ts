import type { Context } from '../../runtime/context.ts';
import type { Page, Position, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { DerivedPlan } from './derived-plan.ts';
import { readPage } from './read-page.ts';

/** `set.pageSize(size)`: says how large the first page is; cursors carry the size themselves. */
export class PageSizePlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    private readonly size: number,
  ) {
    super(inner);
  }

  override get pageSize(): number {
    return this.size;
  }

  page(context: Context, count: number, from?: Position): Page {
    return readPage(context, this.inner, count, from);
  }

  override reversed(): SetPlan {
    return new PageSizePlan(this.inner.reversed(), this.size);
  }

  recipe(context: Context): Json {
    return ['pageSize', this.inner.recipe(context), this.size];
  }

  streamObstacle(context: Context): StreamObstacle | undefined {
    return this.inner.streamObstacle(context);
  }
}
