import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import type { Value } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { encodeValue } from './encode-value.ts';
import { DEFAULT_PAGE_SIZE } from './read-page.ts';
import { unsupported } from './stream-obstacle.ts';

/** `array.toSet()`, and the elements of a set that had to be read whole. A position counts elements. */
export class ArrayPlan implements SetPlan {
  readonly pageSize = DEFAULT_PAGE_SIZE;
  readonly unbounded = false;

  constructor(readonly elements: readonly Value[]) {}

  page(_context: Context, count: number, from: Position = 0): Page {
    const start = Number(from);
    const end = start + count;
    const restAt = (position: number): Rest => ({ plan: this, position });
    return {
      values: this.elements.slice(start, end),
      after: end < this.elements.length ? restAt(end) : undefined,
      restAfter: (index) => restAt(start + index + 1),
    };
  }

  reversed(): SetPlan {
    return new ArrayPlan(this.elements.toReversed());
  }

  recipe(context: Context): Json {
    return ['array', this.elements.map((element) => encodeValue(context, element))];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('array sets');
  }
}
