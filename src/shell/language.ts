/** What the shell knows of FQL. Loaded when the prompt is there already: nobody types that fast. */

import { functions } from '../fql4/text/functions.ts';
import { isCompleteFql4 } from '../fql4/text/parse.ts';
import { tokenizeFql4 } from '../fql4/text/tokenize.ts';
import { isComplete } from '../language/parse.ts';
import { type Piece, type PieceKind, tokenize } from '../language/tokenize.ts';
import type { TypeEnvironment } from '../wire/environment.ts';
import { type Completion, completeFql, startOfWord, withPrefix } from './completion/complete.ts';
import type { Highlight } from './highlight.ts';
import type { Style } from './paint.ts';
import type { CompletenessOf } from './shell-state.ts';

export interface ShellLanguage {
  readonly completeness: CompletenessOf;
  readonly highlight: Highlight;
  /** `before`: the text up to the cursor. `variables`: those of the session. */
  readonly complete: (before: string, environment: TypeEnvironment, variables: Iterable<string>) => Completion;
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

/** FQL v4 is made of the driver's functions; names within strings are the user's own. */
function completeFql4(before: string, _environment: TypeEnvironment, variables: Iterable<string>): Completion {
  const start = startOfWord(before);
  const isText = tokenizeFql4(before).some(({ kind, end }) => end === before.length && textKinds.has(kind));
  const names = isText ? [] : [...functions.keys(), ...variables].sort();
  return { start, candidates: withPrefix(names, before.slice(start)).map((name) => ({ name })) };
}

const textKinds: ReadonlySet<PieceKind> = new Set(['string', 'comment', 'invalid']);

export const fql: ShellLanguage = {
  completeness: isComplete,
  highlight: highlightPieces(tokenize),
  complete: completeFql,
};

export const fql4: ShellLanguage = {
  completeness: isCompleteFql4,
  highlight: highlightPieces(tokenizeFql4),
  complete: completeFql4,
};
