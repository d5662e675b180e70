import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import { typeName } from '../../runtime/types.ts';
import { Null, type Value } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { DerivedPlan } from './derived-plan.ts';
import { encodeSetFunction } from './encode-value.ts';
import { MAXIMUM_ELEMENTS, readPage } from './read-page.ts';
import type { SetFunction } from './set-function.ts';
import { MADE_AT_A_TIME } from './stream-obstacle.ts';

/** The fewest elements to look at in one go, and how much more each time these did not fill the page. */
const FIRST_LOOK = 16;
const GROWTH = 4;

/** `set.where(predicate)`. Positions are those of the inner plan. */
export class WherePlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly predicate: SetFunction,
  ) {
    super(inner);
  }

  page(context: Context, count: number, from?: Position): Page {
    const values: Value[] = [];
    /** What follows each value kept; the last in `before` precedes the first that finds no place on the page. */
    const rests: (() => Rest)[] = [];
    let overflow: (() => Rest) | undefined;
    const predicate = this.predicate.over(context);
    let rest: Rest = { plan: this.inner, position: from };
    for (let look = Math.max(count, FIRST_LOOK); ; look = Math.min(look * GROWTH, MAXIMUM_ELEMENTS)) {
      const start = rest;
      const page = readPage(context, rest.plan, look, rest.position);
      for (const [index, value] of page.values.entries()) {
        if (!this.holds(context, predicate(value))) continue;
        if (values.length < count) {
          values.push(value);
          rests.push(() => page.restAfter(index));
        } else {
          overflow ??= index > 0 ? () => page.restAfter(index - 1) : () => start;
        }
      }
      const after = overflow ? overflow() : page.after;
      if (values.length >= count || !page.after || !after) {
        return {
          values,
          after: after && this.around(after),
          restAfter: (index) => {
            const restOf = rests[index];
            if (!restOf) throw new RangeError('no such element on the page');
            return this.around(restOf());
          },
        };
      }
      rest = page.after;
    }
  }

  override reversed(): SetPlan {
    return new WherePlan(this.inner.reversed(), this.predicate);
  }

  recipe(context: Context): Json {
    return ['where', this.inner.recipe(context), encodeSetFunction(context, this.predicate)];
  }

  streamObstacle(context: Context): StreamObstacle | undefined {
    return this.predicate.readTime === undefined ? this.inner.streamObstacle(context) : MADE_AT_A_TIME;
  }

  /** What the predicate said of an element: null counts as false. Errors: `type_mismatch`. */
  private holds(context: Context, result: Value): boolean {
    if (typeof result === 'boolean') return result;
    if (result instanceof Null) return false;
    return this.predicate.fail(context, 'type_mismatch', `expected type: Boolean, received ${typeName(result)}`);
  }

  private around({ plan, position }: Rest): Rest {
    return { plan: plan === this.inner ? this : new WherePlan(plan, this.predicate), position };
  }
}
