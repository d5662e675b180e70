/** Positions in strings count code points; JavaScript counts UTF-16 units. */

function isPair(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff;
}

/** How many code points the first `end` units of the text have. */
export function countCodePoints(text: string, end = text.length): number {
  let count = 0;
  for (let index = 0; index < end; index++) {
    count++;
    if (index + 1 < end && isPair(text, index)) index++;
  }
  return count;
}

/** Where in units the code point number `position` starts; the length for the position after the last; else undefined. */
export function unitOffset(text: string, position: number): number | undefined {
  if (position < 0 || position > text.length) return undefined;
  let index = 0;
  for (let passed = 0; passed < position; passed++) {
    if (index >= text.length) return undefined;
    index += isPair(text, index) ? 2 : 1;
  }
  return index;
}

/** The code point that starts at `index`. */
export function codePointText(text: string, index: number): string {
  return text.slice(index, index + (isPair(text, index) ? 2 : 1));
}
