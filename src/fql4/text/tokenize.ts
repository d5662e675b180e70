/** A text as coloured pieces, for editors: any text, whole or not. */
import type { TokenType } from 'chevrotain';
import { endOf, lex } from '../../../grammar/fql4/lexer.ts';
import * as kinds from '../../../grammar/fql4/tokens.ts';
import type { Piece, PieceKind } from '../../language/tokenize.ts';
import { functions } from './functions.ts';

/** Never throws; what stands between two pieces is white space. */
export function tokenizeFql4(text: string): Piece[] {
  const { tokens, comments } = lex(text);
  const pieces = tokens.map((token, index): Piece => {
    const { tokenType, image, startOffset } = token;
    return { kind: kindOf(tokenType, image, tokens[index + 1]?.tokenType), start: startOffset, end: endOf(token) };
  });
  for (const token of comments) pieces.push({ kind: 'comment', start: token.startOffset, end: endOf(token) });
  return pieces.sort((a, b) => a.start - b.start);
}

function kindOf(type: TokenType, image: string, next: TokenType | undefined): PieceKind {
  if (isOne(type, kinds.Word)) {
    if (next === kinds.Colon) return 'field';
    if (type === kinds.Identifier) return next === kinds.LeftParen && functions.has(image) ? 'keyword' : 'identifier';
    return type === kinds.FunctionWord || type === kinds.Return ? 'keyword' : 'literal';
  }
  if (type === kinds.NumberLiteral || type === kinds.Sign) return 'number';
  if (type === kinds.StringLiteral || type === kinds.OpenString) return 'string';
  if (type === kinds.OpenComment) return 'comment';
  if (type === kinds.Invalid) return 'invalid';
  return isOne(type, kinds.Operator) || type === kinds.Arrow || type === kinds.Ellipsis ? 'operator' : 'punctuation';
}

function isOne(type: TokenType, category: TokenType): boolean {
  return category.categoryMatchesMap?.[type.tokenTypeIdx as number] === true;
}
