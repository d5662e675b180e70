/** What the shell knows of FQL. Loaded when the prompt is there already: nobody types that fast. */
import { isComplete } from '../language/parse.ts';
import { type PieceKind, tokenize } from '../language/tokenize.ts';
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

const highlight: Highlight = (text) =>
  tokenize(text).flatMap(({ kind, start, end }) => {
    const style = STYLES[kind];
    return style === undefined ? [] : [{ start, end, style }];
  });

/** A text that the parser itself fails at is run: the engine then says what is wrong with it, and the shell lives on. */
const completeness: CompletenessOf = (text) => {
  try {
    return isComplete(text);
  } catch {
    return 'invalid';
  }
};

export const fql: ShellLanguage = { completeness, highlight };
