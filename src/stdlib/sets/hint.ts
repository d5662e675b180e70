/** Where reading all of a set is said to be slow. */
import type { Context } from '../../runtime/context.ts';
import type { SetPlan } from '../../runtime/set-plan.ts';

/**
 * Called by every method that reads a whole set, `method` by its name, before it reads: the place for the performance
 * hint `full_set_read`, which sets that read the database without a limit (`plan.unbounded`) are worth.
 */
export function noteFullRead(context: Context, plan: SetPlan, method: string): void {
  if (!context.evaluation.performanceHints || !plan.unbounded) return;
  const message =
    `full_set_read - Using ${method}() causes the full set to be read. ` +
    'See https://docs.fauna.com/performance_hint/full_set_read.';
  context.evaluation.logs.push({ kind: 'performance_hint', message, span: context.span });
}
