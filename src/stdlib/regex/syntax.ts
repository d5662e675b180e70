/** What a regular expression is made of, whatever it is matched with. */
import type { CharacterSet } from './character-set.ts';

export type Node =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  /** A group that a replacement can name, by its place or its name. */
  | { readonly kind: 'capture'; readonly of: Node; readonly name: string | undefined }
  | { readonly kind: 'boundary'; readonly at: Boundary };

/** `end` of the text, `final`: there or before its last line terminator; lines end at line feeds. */
export type Boundary = 'start' | 'end' | 'final' | 'line start' | 'line end' | 'word' | 'no word';

export const EMPTY: Node = { kind: 'sequence', parts: [] };

/** The flags of `(?imsduxU)`. */
export interface Flags {
  readonly caseInsensitive: boolean;
  readonly unicodeCase: boolean;
  readonly unicodeClasses: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly unixLines: boolean;
  readonly comments: boolean;
}

export const NO_FLAGS: Flags = {
  caseInsensitive: false,
  unicodeCase: false,
  unicodeClasses: false,
  multiline: false,
  dotAll: false,
  unixLines: false,
  comments: false,
};

/** What is wrong with the pattern, in Java's words, and at which code point of it. */
export class RegexError extends Error {
  constructor(
    readonly description: string,
    readonly index: number,
  ) {
    super(description);
  }
}
