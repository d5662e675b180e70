/**
 * A script as queries: a blank line, a `;` or a new line where a query is whole separates them, where none stands in
 * brackets, a template or a comment.
 */
import type { IToken } from 'chevrotain';
import { endOf, isClosing, isOpening, lex } from '../../../grammar/fql4/lexer.ts';
import * as kinds from '../../../grammar/fql4/tokens.ts';
import type { QueryText } from '../../language/split-queries.ts';

/** Never throws. A part that holds nothing but comments is no query. */
export function splitFql4(text: string): QueryText[] {
  const queries: QueryText[] = [];
  let first: IToken | undefined;
  let last: IToken | undefined;
  let depth = 0;
  let line = 1;
  let counted = 0;
  const flush = () => {
    if (!first || !last) return;
    const start = first.startOffset;
    for (; counted < start; counted++) if (text[counted] === '\n') line++;
    queries.push({ text: text.slice(start, endOf(last)), line, offset: start });
    first = undefined;
  };
  for (const token of lex(text).tokens) {
    if (depth === 0 && last && first && beginsAnother(text, last, token)) flush();
    if (depth === 0 && token.tokenType === kinds.Semicolon) {
      flush();
      continue;
    }
    first ??= token;
    last = token;
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth = Math.max(0, depth - 1);
  }
  flush();
  return queries;
}

/** What a query can neither end in nor begin with. */
const joints = new Set([kinds.Arrow, kinds.Dot, kinds.Comma, kinds.Colon]);

function beginsAnother(text: string, last: IToken, next: IToken): boolean {
  const between = text.slice(endOf(last), next.startOffset);
  if (/\n[ \t\r]*\n/.test(between)) return true;
  return between.includes('\n') && !joints.has(last.tokenType) && !joints.has(next.tokenType);
}
