/** The performance hints of sets: reading all of a collection, or all of a set. */
import type { Context } from '../../runtime/context.ts';
import { noteHint } from '../../runtime/performance-hint.ts';
import type { SetPlan } from '../../runtime/set-plan.ts';

/** Called by methods of a collection, `method` by its name, that look at every document to find some. */
export function noteScan(context: Context, collection: string, method: string): void {
  if (!context.evaluation.performanceHints) return;
  noteHint(
    context,
    'collection_scan',
    `Using ${method}() on collection ${collection} can cause a read of every document.`,
    context.span,
  );
}

/** Called by every method that reads a whole set, `method` by its name, before it reads. */
export function noteFullRead(context: Context, plan: SetPlan, method: string): void {
  if (!context.evaluation.performanceHints || !plan.unbounded) return;
  noteHint(context, 'full_set_read', `Using ${method}() causes the full set to be read.`, context.span);
}
