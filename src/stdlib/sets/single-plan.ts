import type { Context } from '../../runtime/context.ts';
import type { Page, Position, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import { Document, type Value } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { encodeValue } from './encode-value.ts';
import { DEFAULT_PAGE_SIZE, EMPTY_PAGE } from './read-page.ts';
import { ReversePlan } from './reverse-plan.ts';
import { MADE_AT_A_TIME } from './stream-obstacle.ts';

/** `Set.single(element)`. */
export class SinglePlan implements SetPlan {
  readonly pageSize = DEFAULT_PAGE_SIZE;
  readonly unbounded = false;

  constructor(readonly element: Value) {}

  page(_context: Context, _count: number, from?: Position): Page {
    if (from !== undefined) return EMPTY_PAGE;
    return { values: [this.element], after: undefined, restAfter: () => ({ plan: this, position: true }) };
  }

  reversed(): SetPlan {
    return new ReversePlan(this);
  }

  recipe(context: Context): Json {
    return ['single', encodeValue(context, this.element)];
  }

  streamObstacle(context: Context): StreamObstacle | undefined {
    if (!(this.element instanceof Document)) {
      const reason = 'streaming on `Set.single()` is only supported if its element is a document.';
      return { code: 'invalid_receiver', reason };
    }
    if (this.element.options.at !== undefined) return MADE_AT_A_TIME;
    const cause = context.evaluation.documents.nullCause(context, this.element, '`eventSource`');
    if (cause?.type !== 'permission denied') return undefined;
    const reason = 'Insufficient privileges to create a stream on the source document.';
    return { code: 'permission_denied', reason };
  }
}
