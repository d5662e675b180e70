/** Whether a set has a value: `ContainsValue`. */
import { isSame } from '../equals.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import type { Value } from '../value.ts';
import { readCursor } from './cursor.ts';
import { paginate } from './paginate.ts';
import type { SetPlan } from './set-plan.ts';

export function contains(place: Place, set: SetPlan, value: Value, position: Position): boolean {
  const cursor = readCursor(place, set, value, position.at('contains_value'));
  const page = paginate(place, set, { cursor, ascending: true, size: 1n, sources: false }, position);
  return page.elements.some((element) => isSame(element, value));
}
