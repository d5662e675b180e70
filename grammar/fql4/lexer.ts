/** Text to tokens. Never throws: what is no token becomes one that no rule takes. */
import { type IToken, Lexer } from 'chevrotain';
import * as kinds from './tokens.ts';

export type Unclosed = 'bracket' | 'string' | 'comment';

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** What is still open at the end of the text, outermost first. */
  readonly unclosed: readonly Unclosed[];
  /** The first token that lies deeper in brackets than the limit. */
  readonly tooDeep?: IToken;
}

let lexer: Lexer | undefined;

/** Made at first use, and then kept. */
function theLexer(): Lexer {
  lexer ??= new Lexer(kinds.vocabulary, { positionTracking: 'onlyOffset', skipValidations: true });
  return lexer;
}

/** Just behind a token's last character. */
export function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length;
}

export function isOpening({ tokenType }: IToken): boolean {
  return tokenType === kinds.LeftParen || tokenType === kinds.LeftBracket || tokenType === kinds.LeftBrace;
}

export function isClosing({ tokenType }: IToken): boolean {
  return tokenType === kinds.RightParen || tokenType === kinds.RightBracket || tokenType === kinds.RightBrace;
}

/** Reads all of `text`; `maximumDepth` is how deep brackets may nest. */
export function lex(text: string, maximumDepth = Number.POSITIVE_INFINITY): Lexed {
  const { tokens, groups } = theLexer().tokenize(text);
  const comments = groups.comments ?? [];
  let depth = 0;
  let tooDeep: IToken | undefined;
  for (const token of tokens) {
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth = Math.max(0, depth - 1);
    if (depth > maximumDepth) tooDeep ??= token;
  }
  const unclosed = new Array<Unclosed>(depth).fill('bracket');
  const last = tokens.at(-1);
  if (last?.tokenType === kinds.OpenComment) unclosed.push('comment');
  // Only a template may go on in the next line.
  if (last?.tokenType === kinds.OpenString && last.image.startsWith('`')) unclosed.push('string');
  return tooDeep ? { tokens, comments, unclosed, tooDeep } : { tokens, comments, unclosed };
}
