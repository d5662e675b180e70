/**
 * The kinds of token FQL is written in. The lexer makes them and the rules name them.
 * Source: the FQL reference, "Lexical structure".
 */
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

/**
 * A token as the rules see it. Line breaks end statements in FQL, so each token knows whether one stands before it;
 * there are no tokens for them.
 */
export class Token implements IToken {
  constructor(
    readonly tokenType: TokenType,
    readonly text: string,
    readonly startOffset: number,
    /** Just behind its last character. */
    readonly end: number,
    readonly lineBreakBefore: boolean,
  ) {}

  get tokenTypeIdx(): number {
    return this.tokenType.tokenTypeIdx as number;
  }

  get image(): string {
    return this.text.slice(this.startOffset, this.end);
  }
}

function define(name: string, ...categories: TokenType[]): TokenType {
  return createToken({ name, pattern: Lexer.NA, categories });
}

// What several kinds have in common, so that a rule can name them all at once.
/** May name a field: identifiers and every keyword. */
export const Word = define('Word');
export const BinaryOperator = define('BinaryOperator');
/** A binary operator that may begin a line; any other would begin a statement there. */
export const ContinuingOperator = define('ContinuingOperator', BinaryOperator);
export const PrefixOperator = define('PrefixOperator');
/** The sign of a number, which is part of the literal. */
export const Sign = define('Sign');
export const NumberLiteral = define('NumberLiteral');

export const Identifier = define('Identifier', Word);
export const If = define('If', Word);
export const Else = define('Else', Word);
export const At = define('At', Word);
export const Match = define('Match', Word);
export const Case = define('Case', Word);
export const Let = define('Let', Word);
export const Null = define('Null', Word);
export const True = define('True', Word);
export const False = define('False', Word);
export const Isa = define('Isa', Word, BinaryOperator);
/** `join`, `on` and `of` are kept from use as names, and mean nothing. */
export const Reserved = define('Reserved', Word);

export const Integer = define('Integer', NumberLiteral);
export const Double = define('Double', NumberLiteral);
/** `'…'`, or `"…"` without interpolation; quotes included. */
export const StringLiteral = define('StringLiteral');
/** The `"` of a string with interpolation, or `<<-END` or `<<+END` with the line breaks behind it. */
export const TemplateStart = define('TemplateStart');
export const TemplateText = define('TemplateText');
/** `#{` */
export const InterpolationStart = define('InterpolationStart');
/** Its `}`. */
export const InterpolationEnd = define('InterpolationEnd');
/** The closing `"`, or the `END` of a heredoc with the blanks before it. */
export const TemplateEnd = define('TemplateEnd');
/** Where a value stands in a query that was sent in fragments. */
export const Placeholder = define('Placeholder');

export const LeftBrace = define('LeftBrace');
export const RightBrace = define('RightBrace');
export const LeftParen = define('LeftParen');
export const RightParen = define('RightParen');
export const LeftBracket = define('LeftBracket');
export const RightBracket = define('RightBracket');
export const Comma = define('Comma');
export const Colon = define('Colon');
export const Semicolon = define('Semicolon');
export const AtSign = define('AtSign');
export const Dot = define('Dot');
export const QuestionDot = define('QuestionDot');
export const Question = define('Question');
export const Ellipsis = define('Ellipsis');
export const Arrow = define('Arrow');
export const ThinArrow = define('ThinArrow');
export const Equals = define('Equals');

export const Plus = define('Plus', BinaryOperator, Sign);
export const Minus = define('Minus', BinaryOperator, Sign, PrefixOperator);
export const Star = define('Star', BinaryOperator);
export const Less = define('Less', BinaryOperator);
export const Greater = define('Greater', BinaryOperator);
export const Tilde = define('Tilde', PrefixOperator);
export const Exclamation = define('Exclamation', PrefixOperator);
/** `!~`: one operator between operands, two before one. */
export const ExclamationTilde = define('ExclamationTilde', BinaryOperator, PrefixOperator);
export const Pipe = define('Pipe', ContinuingOperator);
export const Ampersand = define('Ampersand', ContinuingOperator);
/** `?? || && ^` */
export const ContinuingOnly = define('ContinuingOnly', ContinuingOperator);
/** `== != <= / % **`; `>=` and `=~` are two tokens, since `>` also closes `Array<Int>` and `=` starts a value. */
export const BinaryOnly = define('BinaryOnly', BinaryOperator);

/** Text that is no token: no rule takes it. */
export const Invalid = define('Invalid');

export const keywords: ReadonlyMap<string, TokenType> = new Map([
  ['if', If],
  ['else', Else],
  ['at', At],
  ['match', Match],
  ['case', Case],
  ['let', Let],
  ['null', Null],
  ['true', True],
  ['false', False],
  ['isa', Isa],
  ['join', Reserved],
  ['on', Reserved],
  ['of', Reserved],
]);

/** Punctuation and operators by their text; the lexer takes the longest that fits. */
export const punctuation: ReadonlyMap<string, TokenType> = new Map([
  ['{', LeftBrace],
  ['}', RightBrace],
  ['(', LeftParen],
  [')', RightParen],
  ['[', LeftBracket],
  [']', RightBracket],
  [',', Comma],
  [':', Colon],
  [';', Semicolon],
  ['@', AtSign],
  ['.', Dot],
  ['...', Ellipsis],
  ['?', Question],
  ['?.', QuestionDot],
  ['??', ContinuingOnly],
  ['=', Equals],
  ['=>', Arrow],
  ['==', BinaryOnly],
  ['!', Exclamation],
  ['!=', BinaryOnly],
  ['!~', ExclamationTilde],
  ['>', Greater],
  ['<', Less],
  ['<=', BinaryOnly],
  ['+', Plus],
  ['-', Minus],
  ['->', ThinArrow],
  ['*', Star],
  ['**', BinaryOnly],
  ['/', BinaryOnly],
  ['%', BinaryOnly],
  ['~', Tilde],
  ['|', Pipe],
  ['||', ContinuingOnly],
  ['&', Ampersand],
  ['&&', ContinuingOnly],
  ['^', ContinuingOnly],
]);

export const vocabulary: TokenType[] = [
  ...[Word, BinaryOperator, ContinuingOperator, PrefixOperator, Sign, NumberLiteral],
  ...[Identifier, Integer, Double, StringLiteral],
  ...[TemplateStart, TemplateText, InterpolationStart, InterpolationEnd, TemplateEnd, Placeholder],
  ...new Set([...keywords.values(), ...punctuation.values()]),
  Invalid,
];

export { tokenMatcher as isKind } from 'chevrotain';
