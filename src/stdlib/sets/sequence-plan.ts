import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { DEFAULT_PAGE_SIZE } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `Set.sequence(from, until)`: the integers from `from` up to `until`, exclusive. A position counts elements. */
export class SequencePlan implements SetPlan {
  readonly pageSize = DEFAULT_PAGE_SIZE;
  readonly unbounded = false;

  constructor(
    readonly from: number,
    readonly until: number,
    readonly backwards = false,
  ) {}

  page(_context: Context, count: number, from: Position = 0): Page {
    const start = Number(from);
    const size = Math.max(this.until - this.from, 0);
    const end = Math.min(start + count, size);
    const values: number[] = [];
    for (let index = start; index < end; index++) {
      values.push(this.backwards ? this.until - 1 - index : this.from + index);
    }
    const restAt = (position: number): Rest => ({ plan: this, position });
    return {
      values,
      after: end < size ? restAt(end) : undefined,
      restAfter: (index) => restAt(start + index + 1),
    };
  }

  reversed(): SetPlan {
    return new SequencePlan(this.from, this.until, !this.backwards);
  }

  recipe(): Json {
    return ['sequence', this.from, this.until, this.backwards];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('sets created from `Set.sequence()`');
  }
}
