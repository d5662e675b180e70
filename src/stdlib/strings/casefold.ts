/** Texts made comparable: Unicode normalization forms, and NFKC_Casefold, which JavaScript has not. */

export const casefoldFormats = ['NFKCCaseFold', 'NFC', 'NFD', 'NFKC', 'NFKD'] as const;
export type CasefoldFormat = (typeof casefoldFormats)[number];

export function isCasefoldFormat(text: string): text is CasefoldFormat {
  return (casefoldFormats as readonly string[]).includes(text);
}

export function casefold(text: string, format: CasefoldFormat): string {
  if (format !== 'NFKCCaseFold') return text.normalize(format);
  return text.replace(/\p{Changes_When_NFKC_Casefolded}/gu, foldCompletely).normalize('NFC');
}

/** Folds a character until nothing changes any more. Source: the Unicode standard, section 3.13, toNFKC_Casefold. */
function foldCompletely(character: string): string {
  const visible = character.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const folded = visible.replace(/\p{Changes_When_Casefolded}/gu, foldCase).normalize('NFKC');
  return folded === character ? folded : foldCompletely(folded);
}

/** The full case folding of a character: by way of its capitals, since `ß` folds to `ss` and `ς` to `σ`. */
function foldCase(character: string): string {
  // Cherokee folds to capitals: its small letters came later.
  if (/[\u13f8-\u13fd\uab70-\uabbf]/.test(character)) return character.toUpperCase();
  const capitals = character.toLowerCase().toUpperCase();
  return Array.from(capitals, (capital) => capital.toLowerCase()).join('');
}
