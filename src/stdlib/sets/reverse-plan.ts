import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { readAll } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `set.reverse()` of a set that can only be read forwards: all of it is read first. A position counts elements. */
export class ReversePlan implements SetPlan {
  constructor(readonly inner: SetPlan) {}

  get pageSize(): number {
    return this.inner.pageSize;
  }

  get unbounded(): boolean {
    return this.inner.unbounded;
  }

  page(context: Context, count: number, from: Position = 0): Page {
    const start = Number(from);
    const all = readAll(context, this.inner).toReversed();
    const end = start + count;
    const restAt = (position: number): Rest => ({ plan: this, position });
    return {
      values: all.slice(start, end),
      after: end < all.length ? restAt(end) : undefined,
      restAfter: (index) => restAt(start + index + 1),
    };
  }

  reversed(): SetPlan {
    return this.inner;
  }

  recipe(context: Context): Json {
    return ['reverse', this.inner.recipe(context)];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('sets that have been reversed');
  }
}
