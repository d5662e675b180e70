/** A text as coloured pieces, for editors: any text, whole or not. */
import type { TokenType } from 'chevrotain';
import { lex } from '../../grammar/lexer.ts';
import * as kinds from '../../grammar/tokens.ts';

export type PieceKind =
  | 'keyword'
  | 'identifier'
  /** A name behind a dot, or before a colon. */
  | 'field'
  | 'literal'
  | 'number'
  | 'string'
  | 'comment'
  | 'operator'
  | 'punctuation'
  | 'invalid';

export interface Piece {
  readonly kind: PieceKind;
  /** UTF-16 offsets, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Never throws; what stands between two pieces is white space. */
export function tokenize(text: string): Piece[] {
  const { tokens, comments } = lex(text);
  const pieces: Piece[] = [];
  let comment = 0;
  const addComments = (before: number) => {
    for (; comment < comments.length && (comments[comment] as number) < before; comment += 2) {
      pieces.push({ kind: 'comment', start: comments[comment] as number, end: comments[comment + 1] as number });
    }
  };
  for (const [index, token] of tokens.entries()) {
    addComments(token.startOffset);
    // A comment that is still open is a token, too; where the text ends within a string, there is one of no length.
    if (comments[comment] === token.startOffset || token.end === token.startOffset) continue;
    const kind = kindOf(token.tokenType, tokens[index - 1]?.tokenType, tokens[index + 1]?.tokenType);
    pieces.push({ kind, start: token.startOffset, end: token.end });
  }
  addComments(text.length);
  return pieces;
}

function kindOf(type: TokenType, before: TokenType | undefined, after: TokenType | undefined): PieceKind {
  if (isOne(type, kinds.Word)) {
    if (before === kinds.Dot || before === kinds.QuestionDot || (after === kinds.Colon && before !== kinds.Let))
      return 'field';
    if (type === kinds.Null || type === kinds.True || type === kinds.False) return 'literal';
    return type === kinds.Identifier ? 'identifier' : 'keyword';
  }
  if (isOne(type, kinds.NumberLiteral)) return 'number';
  if (strings.has(type)) return 'string';
  if (type === kinds.Invalid) return 'invalid';
  if (isOne(type, kinds.BinaryOperator) || isOne(type, kinds.PrefixOperator) || operators.has(type)) return 'operator';
  return 'punctuation';
}

const strings = new Set([kinds.StringLiteral, kinds.TemplateStart, kinds.TemplateText, kinds.TemplateEnd]);
const operators = new Set([kinds.Equals, kinds.Arrow, kinds.Question, kinds.Ellipsis]);

function isOne(type: TokenType, category: TokenType): boolean {
  return category.categoryMatchesMap?.[type.tokenTypeIdx as number] === true;
}
