/** `Filter` of a set: those of its entries that a lambda keeps. */
import type { ApiVersion } from '../api-version.ts';
import { boolean } from '../cast.ts';
import { lambdaLiteral } from '../documents/convert.ts';
import { largestEffect } from '../effect.ts';
import { applyLambda } from '../evaluate.ts';
import { badArgument, fail } from '../failure.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { type Lambda, ObjectValue, SetRef, type Value } from '../value.ts';
import { DerivedSet } from './derived-sets.ts';
import { shownEntry } from './read-set.ts';
import type { Entry, SetPlan, Shown, Stretch } from './set-plan.ts';

/** Errors: `invalid argument`. */
export function filterSet(lambda: Lambda, source: SetPlan, position: Position): SetRef {
  if (largestEffect(lambda.expression.body) === 'write') {
    const message = 'Invalid lambda. Lambda in this context may not write or call a user function.';
    fail(badArgument(position.at('filter'), message));
  }
  return new SetRef(new FilterSet(source, lambda, position));
}

class FilterSet extends DerivedSet {
  constructor(
    source: SetPlan,
    readonly lambda: Lambda,
    readonly position: Position,
  ) {
    super(source);
  }

  protected of(source: SetPlan): SetPlan {
    return new FilterSet(source, this.lambda, this.position);
  }

  *entries(place: Place, stretch: Stretch): Generator<Entry> {
    const at = this.position.at('filter');
    for (const entry of this.source.entries(place, stretch)) {
      if (boolean.cast(applyLambda(this.lambda, shownEntry(entry), place, at), at, place)) yield entry;
    }
  }

  plain(): Value {
    const set = ObjectValue.of([
      ['filter', lambdaLiteral(this.lambda)],
      ['collection', this.source.plain()],
    ]);
    return ObjectValue.of([['@set', set]]);
  }

  shown(_version: ApiVersion): Shown {
    const value = ObjectValue.of([
      ['filter', this.lambda],
      ['collection', new SetRef(this.source)],
    ]);
    return { value };
  }
}
