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

/** Every code point but surrogates, in order: what a JavaScript pattern is matched against to find those it means. */
function everyCharacter(): string {
  const parts: string[] = [];
  for (let start = 0; start <= LAST_CODE_POINT; start += 0x400) {
    if (start >= 0xd800 && start <= 0xdfff) continue;
    parts.push(String.fromCodePoint(...Array.from({ length: 0x400 }, (_, index) => start + index)));
    // Keeps a run from going on across the surrogates.
    if (start === 0xd400) parts.push('\n');
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
  const runs = everyCharacter().match(pattern) ?? [];
  const sets = runs.map((run): Range => {
    const first = run.codePointAt(0) ?? 0;
    const last = run.codePointAt(run.length - (run.length > 1 && /[\udc00-\udfff]$/.test(run) ? 2 : 1)) ?? 0;
    return [first, last];
  });
  return union(sets);
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
