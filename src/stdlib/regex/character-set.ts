/** Sets of code points, as sorted ranges that neither touch nor overlap. */

export type Range = readonly [first: number, last: number];
export type CharacterSet = readonly Range[];

export const LAST_CODE_POINT = 0x10ffff;

export const NONE: CharacterSet = [];
export const ALL: CharacterSet = [[0, LAST_CODE_POINT]];

export function single(codePoint: number): CharacterSet {
  return [[codePoint, codePoint]];
}

/** The set of the characters in the text. */
export function charactersOf(text: string): CharacterSet {
  return union(...Array.from(text, (character) => single(character.codePointAt(0) ?? 0)));
}

export function union(...sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function negate(set: CharacterSet): CharacterSet {
  const gaps: Range[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

export function intersect(a: CharacterSet, b: CharacterSet): CharacterSet {
  return negate(union(negate(a), negate(b)));
}

export function contains(set: CharacterSet, codePoint: number): boolean {
  return set.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/**
 * Stretches of code points that have the same properties, all of them: planes where nothing is assigned, or all is for
 * private use, without the two non-characters at the end of each.
 */
const uniform: readonly Range[] = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16].map((plane) => [
  plane * 0x10000,
  plane * 0x10000 + 0xfffd,
]);
/** The others, without surrogates. */
const diverse = intersect(negate(uniform), [
  [0, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
]);

function textOf([first, last]: Range): string {
  const parts: string[] = [];
  for (let start = first; start <= last; start += 0x1000) {
    const length = Math.min(0x1000, last - start + 1);
    parts.push(String.fromCodePoint(...Array.from({ length }, (_, index) => start + index)));
  }
  return parts.join('');
}

/** The characters with a Unicode property as JavaScript writes it, `\p{L}`; undefined for one that it does not know. */
export function matching(property: string): CharacterSet | undefined {
  let pattern: RegExp;
  try {
    pattern = new RegExp(`${property}+`, 'gu');
  } catch {
    return undefined;
  }
  const runs = diverse.flatMap((range) => textOf(range).match(pattern) ?? []).map(rangeOf);
  const planes = uniform.filter(([first]) => String.fromCodePoint(first).match(pattern));
  return union(runs, planes);
}

function rangeOf(run: string): Range {
  const start = run.length > 1 && /[\udc00-\udfff]$/.test(run) ? run.length - 2 : run.length - 1;
  return [run.codePointAt(0) ?? 0, run.codePointAt(start) ?? 0];
}

const asciiSmall: Range = [0x61, 0x7a];
const asciiCapital: Range = [0x41, 0x5a];

/** With the other case of its ASCII letters. */
export function foldAscii(set: CharacterSet): CharacterSet {
  const shifted = (within: Range, by: number): CharacterSet =>
    intersect(set, [within]).map(([first, last]): Range => [first + by, last + by]);
  return union(set, shifted(asciiSmall, -0x20), shifted(asciiCapital, 0x20));
}

let cased: readonly { readonly codePoint: number; readonly upper: number; readonly lower: number }[] | undefined;

/** The characters that have another case, with their capital and the small letter of that. */
function casedCharacters() {
  cased ??= (matching('\\p{Changes_When_Casemapped}') ?? []).flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => {
      const codePoint = first + index;
      const upper = simpleCase(codePoint, (text) => text.toUpperCase());
      return { codePoint, upper, lower: simpleCase(upper, (text) => text.toLowerCase()) };
    }),
  );
  return cased;
}

function simpleCase(codePoint: number, map: (text: string) => string): number {
  const mapped = Array.from(map(String.fromCodePoint(codePoint)));
  return mapped.length === 1 ? (mapped[0]?.codePointAt(0) ?? codePoint) : codePoint;
}

/** With every character whose capital, or the small letter of that, is in the set or shared by one in it. */
export function foldUnicode(set: CharacterSet): CharacterSet {
  const folds = new Set<number>();
  for (const { codePoint, lower } of casedCharacters()) if (contains(set, codePoint)) folds.add(lower);
  const added = casedCharacters().filter(
    ({ upper, lower }) => folds.has(lower) || contains(set, upper) || contains(set, lower),
  );
  return union(
    set,
    added.map(({ codePoint }): Range => [codePoint, codePoint]),
  );
}
