/** What collections and event sources do with sets as well. */
import { requireArity } from '../runtime/call.ts';
import type { Context } from '../runtime/context.ts';
import type { SetPlan } from '../runtime/set-plan.ts';
import type { FunctionValue, Value } from '../runtime/value.ts';
import { noElement } from './iteration.ts';
import { MapPlan } from './sets/map-plan.ts';
import { firstOf } from './sets/read-page.ts';
import { SetFunction } from './sets/set-function.ts';
import { WherePlan } from './sets/where-plan.ts';

/** `set.map(mapper)`, also of event sources. */
export function mapSet(context: Context, plan: SetPlan, callee: FunctionValue): SetPlan {
  requireArity(context, 'mapper', callee, 1);
  return new MapPlan(plan, SetFunction.of(context, callee));
}

/** `set.where(predicate)`, also of collections and event sources. */
export function filterSet(context: Context, plan: SetPlan, callee: FunctionValue): SetPlan {
  requireArity(context, 'pred', callee, 1);
  return new WherePlan(plan, SetFunction.of(context, callee));
}

/** `set.firstWhere(predicate)`, also of collections. */
export function firstWhere(context: Context, plan: SetPlan, callee: FunctionValue): Value {
  return first(context, filterSet(context, plan, callee));
}

export function first(context: Context, plan: SetPlan): Value {
  return firstOf(context, plan) ?? noElement(context, 'empty set');
}
