/** What a query owes to its schema changes before it commits. */
import { Failure } from '../language/failure.ts';
import type { Context } from '../runtime/context.ts';
import { hasNotes, notesOf } from './transaction-notes.ts';

/**
 * Looks again at the schema documents that the query has written, as it leaves the database, and does what had to wait
 * for its end. Called once, after the query has run and before its result is read.
 * Throws a Failure `constraint_failure`.
 */
export function finishWrites(context: Context): void {
  if (!hasNotes(context.transaction)) return;
  const { rechecks, deferred } = notesOf(context.transaction);
  for (const { native, write, message, trace } of rechecks.values()) {
    const constraintFailures = native.recheck?.(context, write) ?? [];
    if (constraintFailures.length > 0) throw new Failure('constraint_failure', message, trace, { constraintFailures });
  }
  rechecks.clear();
  for (const task of deferred.splice(0)) task(context);
}

/** Takes away what the query has deleted but its result may still have shown. Called once, before the commit. */
export function finishDeletes(context: Context): void {
  if (!hasNotes(context.transaction)) return;
  for (const task of notesOf(context.transaction).last.splice(0)) task(context);
}
