/** A script as queries: blank lines separate them, where none stands in brackets, a string, a heredoc or a comment. */
import { lex } from '../../grammar/lexer.ts';
import * as kinds from '../../grammar/tokens.ts';

export interface QueryText {
  readonly text: string;
  /** Where it begins in the script: its line, from 1, and its offset. */
  readonly line: number;
  readonly offset: number;
}

/** Never throws. A part that holds nothing but comments is no query. */
export function splitQueries(text: string): QueryText[] {
  const queries: QueryText[] = [];
  let current: { start: number; end: number; isQuery: boolean } | undefined;
  let line = 1;
  let counted = 0;
  const flush = () => {
    if (!current?.isQuery) return;
    for (; counted < current.start; counted++) if (text[counted] === '\n') line++;
    queries.push({ text: text.slice(current.start, current.end), line, offset: current.start });
  };
  for (const piece of readPieces(text)) {
    if (current && !hasBlankLine(text, current.end, piece.start)) {
      current.end = piece.end;
      current.isQuery ||= piece.isQuery;
    } else {
      flush();
      current = { ...piece };
    }
  }
  flush();
  return queries;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** False for a comment. */
  readonly isQuery: boolean;
}

/** Tokens and comments in their order; what a bracket or string encloses is one piece. */
function* readPieces(text: string): Generator<Piece> {
  const { tokens, comments } = lex(text);
  let comment = 0;
  for (let at = 0; at < tokens.length; at++) {
    const { startOffset: start } = tokens[at] as kinds.Token;
    for (; comment < comments.length && (comments[comment] as number) < start; comment += 2) {
      yield { start: comments[comment] as number, end: comments[comment + 1] as number, isQuery: false };
    }
    let depth = depthChange(tokens[at] as kinds.Token);
    while (depth > 0 && at + 1 < tokens.length) depth += depthChange(tokens[++at] as kinds.Token);
    const end = depth > 0 ? text.length : (tokens[at] as kinds.Token).end;
    while (comment < comments.length && (comments[comment] as number) < end) comment += 2;
    yield { start, end, isQuery: true };
  }
  for (; comment < comments.length; comment += 2) {
    yield { start: comments[comment] as number, end: comments[comment + 1] as number, isQuery: false };
  }
}

const openers = new Set([
  kinds.LeftBrace,
  kinds.LeftParen,
  kinds.LeftBracket,
  kinds.TemplateStart,
  kinds.InterpolationStart,
]);
const closers = new Set([
  kinds.RightBrace,
  kinds.RightParen,
  kinds.RightBracket,
  kinds.TemplateEnd,
  kinds.InterpolationEnd,
]);

function depthChange({ tokenType }: kinds.Token): number {
  return openers.has(tokenType) ? 1 : closers.has(tokenType) ? -1 : 0;
}

function hasBlankLine(text: string, start: number, end: number): boolean {
  return /\n[ \t\r]*\n/.test(text.slice(start, end));
}
