/** Replacing and splitting: what finds the places, a text or a regular expression, comes as a function. */
import type { Context } from '../../runtime/context.ts';
import { failTooLong, maxStringLength } from '../../runtime/string-limit.ts';

/** Where something was found in a text, in UTF-16 units. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/** The first place in the text. After a replacement or a cut it gets the rest of the text as a text of its own. */
export type Find = (text: string) => Found | undefined;

export function findText(pattern: string): Find {
  return (text) => {
    const start = text.indexOf(pattern);
    return start < 0 ? undefined : { start, end: start + pattern.length };
  };
}

/**
 * Replaces the first `amount` places found, `Infinity` for all of them. What is found empty is found again at the same
 * place, so many times as are left; recorded `replacing text`: `"mississippi".replace("", ".")`.
 */
export function replace(context: Context, text: string, find: Find, replacement: string, amount: number): string {
  if (amount < 1) {
    return context.fail('invalid_argument', 'invalid argument `count`: must be greater than or equal to 1');
  }
  let result = '';
  let rest = text;
  const grow = (added: string) => {
    const length = result.length + added.length;
    if (length > maxStringLength) failTooLong(context, length);
    result += added;
  };
  for (let left = amount; left > 0; left--) {
    context.tick();
    const found = find(rest);
    if (!found) break;
    if (found.end === 0) {
      grow(repeat(context, replacement, left));
      break;
    }
    grow(rest.slice(0, found.start) + replacement);
    rest = rest.slice(found.end);
  }
  grow(rest);
  return result;
}

/** DEPARTURE: the original does not end when it is to replace what is found empty everywhere. */
function repeat(context: Context, replacement: string, times: number): string {
  if (times === Infinity) {
    const reason = 'a pattern that matches the empty text can not be replaced everywhere';
    return context.fail('invalid_argument', `invalid argument \`pattern\`: ${reason}`);
  }
  const length = replacement.length * times;
  if (length > maxStringLength) failTooLong(context, length);
  return replacement.repeat(times);
}

/**
 * The pieces between the places found. Where nothing separates, every UTF-16 unit is a piece, as recorded, halves of
 * emoji too; the last two units of a text that ends so are not split further than into one each.
 */
export function split(context: Context, text: string, find: Find): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    context.tick();
    const found = find(text.slice(start));
    if (!found) break;
    if (found.start !== found.end) {
      pieces.push(text.slice(start, start + found.start));
      start += found.end;
      continue;
    }
    pieces.push(text.slice(start, start + 1));
    start++;
    // The rest is the last piece: nothing empty comes after it.
    if (start === text.length - 1) break;
  }
  pieces.push(text.slice(start));
  return pieces;
}
