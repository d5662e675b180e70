/** Basic forms that are functions: `Abort`, `Query`, and selecting as it was before version 3. */

import type { Path } from '../cast.ts';
import { any, boolean, lambda, path, string } from '../cast.ts';
import { selectPath } from '../documents/select.ts';
import { aborted, fail, invalidRef, valueNotFound } from '../failure.ts';
import { form, optional } from '../form.ts';
import type { Place } from '../place.ts';
import type { Position } from '../position.ts';
import { UnresolvedRef, type Value } from '../value.ts';

export const basicForms = [
  form({ abort: string }, ({ abort }, _place, position) => fail(aborted(position, abort))),
  form({ query: lambda }, ({ query }) => query),
  form(
    { select: path, from: any, all: optional(boolean), default: optional(any) },
    (values, place, position) =>
      select(place, values.from, values.select, values.all ?? false, values.default, position),
    { until: '3' },
  ),
  form(
    { select_all: path, from: any, default: optional(any) },
    (values, place, position) => select(place, values.from, values.select_all, true, values.default, position),
    { until: '3' },
  ),
  form(
    { select_as_index: path, from: any, default: optional(any) },
    (values, place, position) => select(place, values.from, values.select_as_index, true, values.default, position),
    { until: '3' },
  ),
];

function select(
  place: Place,
  from: Value,
  path: Path,
  all: boolean,
  fallback: Value | undefined,
  position: Position,
): Value {
  const at = position.at('from');
  if (from instanceof UnresolvedRef) fail(invalidRef(from, at));
  const found = selectPath(place, from, path, all);
  if (found !== undefined) return found;
  return fallback === undefined ? fail(valueNotFound(path, at)) : fallback;
}
