/** Where a position of a string is: positions count code points, JavaScript's offsets UTF-16 units. */
import type { Context } from '../../runtime/context.ts';
import { Null, type Value } from '../../runtime/value.ts';
import { countCodePoints, unitOffset } from './code-points.ts';

function failIndex(context: Context, text: string, position: number): never {
  const message = `index ${position} out of bounds for length ${countCodePoints(text)}`;
  return context.fail('index_out_of_bounds', message);
}

/** Where the code point at `position` starts, in units; there must be one. */
export function requireOffset(context: Context, text: string, position: number): number {
  const offset = unitOffset(text, position);
  return offset === undefined || offset === text.length ? failIndex(context, text, position) : offset;
}

/** The same, or the end of the text. */
export function requireOffsetOrEnd(context: Context, text: string, position: number): number {
  return unitOffset(text, position) ?? failIndex(context, text, position);
}

/** The same, moved to the start or the end when it lies outside. */
export function clampOffset(text: string, position: number): number {
  return position < 0 ? 0 : (unitOffset(text, position) ?? text.length);
}

/** The position of what was found at `offset`; null where nothing was. */
export function position(context: Context, text: string, offset: number | undefined): Value {
  if (offset !== undefined && offset >= 0) return countCodePoints(text, offset);
  return new Null({ type: 'no such element', reason: 'no element found', span: context.span });
}
