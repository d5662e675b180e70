import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Json } from '../../store/store.ts';
import { DEFAULT_PAGE_SIZE, readPage } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `first.concat(last)`. Positions are those of the first set; where it has ended, the last is all that is left. */
export class ConcatPlan implements SetPlan {
  readonly pageSize = DEFAULT_PAGE_SIZE;

  constructor(
    readonly first: SetPlan,
    readonly last: SetPlan,
  ) {}

  get unbounded(): boolean {
    return this.first.unbounded || this.last.unbounded;
  }

  page(context: Context, count: number, from?: Position): Page {
    const head = readPage(context, this.first, count, from);
    const restInFirst = (index: number) => this.around(head.restAfter(index));
    if (head.after) return { values: head.values, after: this.around(head.after), restAfter: restInFirst };
    const missing = count - head.values.length;
    if (missing === 0) return { values: head.values, after: { plan: this.last }, restAfter: restInFirst };
    const tail = readPage(context, this.last, missing);
    if (head.values.length === 0) return tail;
    return {
      values: [...head.values, ...tail.values],
      after: tail.after,
      restAfter: (index) =>
        index < head.values.length ? restInFirst(index) : tail.restAfter(index - head.values.length),
    };
  }

  reversed(): SetPlan {
    return new ConcatPlan(this.last.reversed(), this.first.reversed());
  }

  recipe(context: Context): Json {
    return ['concat', this.first.recipe(context), this.last.recipe(context)];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('concatenated sets');
  }

  private around({ plan, position }: Rest): Rest {
    return { plan: plan === this.first ? this : new ConcatPlan(plan, this.last), position };
  }
}
