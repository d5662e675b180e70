/** Making sets, for forms and for the literals that drivers send back. */
import { indexCollectionId } from '../../model/native/index-document.ts';
import { badArgument, collect, fail, invalidRef, notFound, nothingFound, permissionDenied } from '../failure.ts';
import { indexAt } from '../indexes/definition.ts';
import { isInScope } from '../permissions.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { findNamed } from '../references.ts';
import { Ref, type SetRef, UnresolvedRef, type Value } from '../value.ts';
import { CombinedSet } from './algebra.ts';
import { readBound } from './cursor.ts';
import { EventsSet, RangeSet } from './derived-sets.ts';
import { DocumentSet, SingletonSet } from './document-set.ts';
import { IndexSet } from './index-set.ts';
import { DocumentsSet } from './schema-set.ts';
import { isCompatible, type SetPlan } from './set-plan.ts';

/** Errors: `invalid ref`, `instance not found` for an index that is not active, `permission denied`. */
export function match(place: Place, index: string | Ref, terms: readonly Value[], position: Position): SetPlan {
  const at = position.at('index');
  const ref = typeof index === 'string' ? findNamed(place, indexCollectionId, index, place.scope) : index;
  if (ref instanceof UnresolvedRef) return fail(invalidRef(ref, at));
  if (!isInScope(place, ref.scope)) return fail(permissionDenied(at));
  const found = indexAt(place, ref);
  if (!found) return fail(notFound(ref, at));
  if (!found.active) return fail(nothingFound(at, `Index '${found.name}' is not active.`));
  return new IndexSet(found, terms);
}

export function singletonOf(ref: Ref): SetPlan {
  return new SingletonSet(ref);
}

export function documentsOf({ scope, id }: Ref): SetPlan {
  return new DocumentsSet(scope, String(id));
}

export function eventsOf(of: SetRef | Ref, position: Position): SetPlan {
  if (of instanceof Ref) return new EventsSet(new DocumentSet(of));
  if (of.plan.shape.historical) return fail(badArgument(position, 'Set does not support events history.'));
  return new EventsSet(of.plan);
}

export function combine(
  operation: CombinedSet['operation'],
  sets: readonly [SetPlan, ...SetPlan[]],
  position: Position,
): SetPlan {
  collect(
    sets.slice(1).map((set, index) => () => {
      const before = sets[index];
      if (before && !isCompatible(before.shape, set.shape)) {
        fail(badArgument(position.at(operation), 'Sets are not compatible.'));
      }
    }),
  );
  return new CombinedSet(operation, sets);
}

export function rangeOf(place: Place, source: SetPlan, from: Value, to: Value, position: Position): SetPlan {
  const bound = (value: Value, key: string) => () => {
    const at = position.at(key);
    if (value instanceof UnresolvedRef) fail(invalidRef(value, at));
    return readBound(place, source, value, at);
  };
  const [lower, upper] = collect([bound(from, 'from'), bound(to, 'to')]);
  if (!lower || !upper) throw new Error('a range has two bounds');
  return new RangeSet(source, lower, upper);
}
