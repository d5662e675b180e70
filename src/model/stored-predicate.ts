/** Predicates that are written in FQL v4. That language evaluates them; the model only knows whom to ask. */
import type { Context } from '../runtime/context.ts';
import type { StoredQuery, Value } from '../runtime/value.ts';
import type { Action } from './role.ts';

export class StoredPredicate {
  constructor(
    /** What it is asked about: the lambda takes what that action says. */
    readonly action: Action | 'read_index' | 'member',
    readonly query: StoredQuery,
  ) {}
}

type Holds = (context: Context, predicate: StoredPredicate, args: readonly Value[]) => boolean;

let evaluate: Holds = () => false;

/** Called by FQL v4 when it is loaded: without it, its predicates deny. */
export function provideStoredPredicates(implementation: Holds): void {
  evaluate = implementation;
}

export function holdsStored(context: Context, predicate: StoredPredicate, args: readonly Value[]): boolean {
  return evaluate(context, predicate, args);
}
