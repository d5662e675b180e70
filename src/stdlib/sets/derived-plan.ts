/** What the plans that work on another plan have in common. */
import type { Context } from '../../runtime/context.ts';
import type { Page, Position, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { ReversePlan } from './reverse-plan.ts';

export abstract class DerivedPlan implements SetPlan {
  constructor(readonly inner: SetPlan) {}

  get pageSize(): number {
    return this.inner.pageSize;
  }

  get unbounded(): boolean {
    return this.inner.unbounded;
  }

  abstract page(context: Context, count: number, from?: Position): Page;
  abstract recipe(context: Context): Json;
  abstract streamObstacle(context: Context): StreamObstacle | undefined;

  reversed(): SetPlan {
    return new ReversePlan(this);
  }
}
