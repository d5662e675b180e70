/** Classes: `[a-z&&[^aeiou]\d]`. */
import { type CharacterSet, foldAscii, foldUnicode, intersect, NONE, negate, single, union } from './character-set.ts';
import { parseEscape, parseFamily } from './parse-escape.ts';
import type { Reader } from './reader.ts';
import type { Flags } from './syntax.ts';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const AND = 0x26;
const BACKSLASH = 0x5c;
const DASH = 0x2d;

/** With the other cases of its characters, where case does not count. */
export function withCases(set: CharacterSet, { caseInsensitive, unicodeCase }: Flags): CharacterSet {
  if (!caseInsensitive) return set;
  return unicodeCase ? foldUnicode(set) : foldAscii(set);
}

/** Called with what in a class can not be matched in linear time. */
export type Unsupported = (what: string) => void;

/**
 * A class; the cursor is on its `[`, or before the right side of an `&&`, which ends without taking the `]`.
 */
export function parseClass(reader: Reader, unsupported: Unsupported, takesEnd = true): CharacterSet {
  let set: CharacterSet | undefined;
  const add = (more: CharacterSet) => {
    set = set === undefined ? more : union(set, more);
  };
  let codePoint = reader.next();
  const negated = codePoint === 0x5e && reader.look(-1) === OPEN;
  if (negated) codePoint = reader.next();
  for (;;) {
    if (codePoint === OPEN) {
      add(parseClass(reader, unsupported));
    } else if (codePoint === AND && reader.next() === AND) {
      set = parseIntersection(reader, unsupported, set);
    } else {
      // A single `&` was passed over to see what follows it.
      if (codePoint === AND) reader.unread();
      if (reader.atEnd) reader.fail('Unclosed character class');
      if (codePoint === CLOSE && set !== undefined) break;
      add(parseItem(reader, unsupported));
    }
    codePoint = reader.peek();
  }
  if (takesEnd) reader.next();
  const result = set ?? NONE;
  return negated ? negate(result) : result;
}

/** What follows `&&`, up to the next `&&` or the end; with nothing on one side, the other side. */
function parseIntersection(reader: Reader, unsupported: Unsupported, left: CharacterSet | undefined): CharacterSet {
  let right: CharacterSet | undefined;
  let codePoint = reader.next();
  while (codePoint !== CLOSE && codePoint !== AND) {
    if (codePoint !== OPEN) reader.unread();
    const part = parseClass(reader, unsupported, codePoint === OPEN);
    right = right === undefined ? part : union(right, part);
    codePoint = reader.peek();
  }
  if (left === undefined) return right ?? reader.fail('Bad class syntax');
  return right === undefined ? left : intersect(left, right);
}

/** A character, a range, or an escape for several. */
function parseItem(reader: Reader, unsupported: Unsupported): CharacterSet {
  let first = reader.peek();
  if (first === BACKSLASH) {
    const escaped = reader.nextEscaped();
    if (escaped === 0x70 || escaped === 0x50) return familyOf(reader, unsupported);
    const bounds = reader.look(1) === DASH;
    reader.unread();
    const parsed = parseEscape(reader, true, bounds, new Set());
    if (parsed.kind === 'set') return parsed.set;
    if (parsed.kind !== 'character') throw new Error('an escape that no class can have');
    first = parsed.codePoint;
  } else {
    reader.next();
  }
  const afterDash = reader.peek() === DASH ? reader.look(1) : OPEN;
  if (afterDash === OPEN || afterDash === CLOSE) return withCases(single(first), reader.flags);
  reader.next();
  const last = parseRangeEnd(reader);
  if (last < first) reader.fail('Illegal character range');
  return withCases([[first, last]], reader.flags);
}

function parseRangeEnd(reader: Reader): number {
  const last = reader.peek();
  if (last !== BACKSLASH) {
    reader.next();
    return last;
  }
  const escaped = parseEscape(reader, true, true, new Set());
  return escaped.kind === 'character' ? escaped.codePoint : -1;
}

/** `\p{…}`; the cursor is on its `p`. */
export function familyOf(reader: Reader, unsupported: Unsupported): CharacterSet {
  const family = parseFamily(reader);
  if (!('unsupported' in family)) return family;
  unsupported(family.unsupported);
  return NONE;
}
