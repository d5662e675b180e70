import type { Context } from '../../runtime/context.ts';
import type { Page, Position, Rest, SetPlan, StreamObstacle } from '../../runtime/set-plan.ts';
import { typeName } from '../../runtime/types.ts';
import { SetValue, type Value } from '../../runtime/value.ts';
import type { Json } from '../../store/store.ts';
import { ConcatPlan } from './concat-plan.ts';
import { DerivedPlan } from './derived-plan.ts';
import { encodeSetFunction } from './encode-value.ts';
import { readPage } from './read-page.ts';
import type { SetFunction } from './set-function.ts';
import { unsupported } from './stream-obstacle.ts';

/**
 * `set.flatMap(mapper)`: the sets that the mapper makes of the elements, one after the other. What is left after a
 * page is the rest of the set it ended in, followed by this plan on the rest of the inner one.
 */
export class FlatMapPlan extends DerivedPlan {
  constructor(
    inner: SetPlan,
    readonly mapper: SetFunction,
    /** Where the inner set goes on; a position of this plan itself is always its start. */
    readonly innerPosition?: Position,
    readonly backwards = false,
  ) {
    super(inner);
  }

  page(context: Context, count: number): Page {
    const values: Value[] = [];
    const parts: { readonly page: Page; readonly start: number; readonly next: FlatMapPlan | undefined }[] = [];
    const restAfter = (index: number): Rest => {
      const part = parts.findLast(({ start }) => start <= index);
      if (!part) throw new RangeError('no such element on the page');
      return followedBy(part.page.restAfter(index - part.start), part.next);
    };
    for (let plan: FlatMapPlan | undefined = this; plan; ) {
      const outer: Page = readPage(context, plan.inner, 1, plan.innerPosition);
      const element = outer.values[0];
      if (element === undefined) break;
      const leaf = this.leafOf(context, element);
      const next: FlatMapPlan | undefined = outer.after && this.around(outer.after);
      const page = readPage(context, leaf, count - values.length);
      parts.push({ page, start: values.length, next });
      values.push(...page.values);
      if (page.after) return { values, after: followedBy(page.after, next), restAfter };
      if (values.length >= count) return { values, after: next && { plan: next }, restAfter };
      plan = next;
    }
    return { values, after: undefined, restAfter };
  }

  /** Turning round twice leaves the sets of the elements turned round, as the original does. */
  override reversed(): SetPlan {
    return new FlatMapPlan(this.inner.reversed(), this.mapper, this.innerPosition, true);
  }

  recipe(context: Context): Json {
    const mapper = encodeSetFunction(context, this.mapper);
    return ['flatMap', this.inner.recipe(context), mapper, [this.innerPosition ?? null], this.backwards];
  }

  streamObstacle(): StreamObstacle {
    return unsupported('`.flatMap()` sets');
  }

  private leafOf(context: Context, element: Value): SetPlan {
    const result = this.mapper.over(context)(element);
    if (result instanceof SetValue) return this.backwards ? result.plan.reversed() : result.plan;
    return this.mapper.fail(context, 'type_mismatch', `expected type: Set<Any>, received ${typeName(result)}`);
  }

  private around({ plan, position }: Rest): FlatMapPlan {
    return new FlatMapPlan(plan, this.mapper, position, this.backwards);
  }
}

function followedBy(rest: Rest, next: FlatMapPlan | undefined): Rest {
  return next ? { ...rest, plan: new ConcatPlan(rest.plan, next) } : rest;
}
