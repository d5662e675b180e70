/** What the shell knows of FQL. Loaded when the prompt is there already: nobody types that fast. */
import { isCompleteFql4 } from '../fql4/text/parse.ts';
import { tokenizeFql4 } from '../fql4/text/tokenize.ts';
import { isComplete } from '../language/parse.ts';
import { type Piece, type PieceKind, tokenize } from '../language/tokenize.ts';
import type { Highlight } from './highlight.ts';
import type { Style } from './paint.ts';
import type { CompletenessOf } from './shell-state.ts';

export interface ShellLanguage {
  readonly completeness: CompletenessOf;
  readonly highlight: Highlight;
}

const STYLES: Readonly<Partial<Record<PieceKind, Style>>> = {
  keyword: 'keyword',
  literal: 'keyword',
  number: 'number',
  string: 'string',
  comment: 'comment',
  field: 'name',
};

function highlightPieces(tokenizeText: (text: string) => readonly Piece[]): Highlight {
  return (text) =>
    tokenizeText(text).flatMap(({ kind, start, end }) => {
      const style = STYLES[kind];
      return style === undefined ? [] : [{ start, end, style }];
    });
}

export const fql: ShellLanguage = { completeness: isComplete, highlight: highlightPieces(tokenize) };
export const fql4: ShellLanguage = { completeness: isCompleteFql4, highlight: highlightPieces(tokenizeFql4) };
