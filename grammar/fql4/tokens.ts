/**
 * The kinds of token that FQL v4 is typed in: what JavaScript needs to write calls and literals. Source: Fauna's FQL v4
 * reference, whose examples are written so.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

type Pattern = RegExp | ((text: string, offset: number) => RegExpExecArray | null);

interface More {
  readonly categories?: TokenType[];
  readonly group?: string;
  /** A keyword is one only where the word ends with it. */
  readonly longer?: TokenType;
  /** How a diagnostic calls it. */
  readonly label?: string;
  /** What a token may begin with, where its pattern does not tell. */
  readonly starts?: string[];
}

function define(name: string, pattern: Pattern, { categories, group, longer, label, starts }: More = {}): TokenType {
  return createToken({
    name,
    pattern,
    line_breaks: false,
    ...(categories && { categories }),
    ...(group !== undefined && { group }),
    ...(longer && { longer_alt: longer }),
    ...(label !== undefined && { label }),
    ...(starts && { start_chars_hint: starts }),
  });
}

/** Reads with `end`, which gives the offset behind the token or nothing. */
function until(end: (text: string, offset: number) => number | undefined): Pattern {
  return (text, offset) => {
    const stop = end(text, offset);
    return stop === undefined ? null : ([text.slice(offset, stop)] as unknown as RegExpExecArray);
  };
}

/** The offset of the quote that ends the string begun at `offset`, or of what stands in its way. */
function endOfText(text: string, offset: number): number {
  const quote = text[offset];
  let at = offset + 1;
  for (; at < text.length && text[at] !== quote; at++) {
    const character = text[at] as string;
    if (character === '\\') at++;
    else if (quote !== '`' && (character === '\n' || character === '\r')) return at;
  }
  return Math.min(at, text.length);
}

function isQuote(character: string | undefined): boolean {
  return character === "'" || character === '"' || character === '`';
}

/** What a name or a keyword is: may name a field. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });

export const Blank = define('Blank', /\s+/, { group: Lexer.SKIPPED });
export const LineComment = define('LineComment', /\/\/[^\n\r\u2028\u2029]*/, { group: 'comments' });
export const BlockComment = define(
  'BlockComment',
  until((text, offset) => {
    const end = text.startsWith('/*', offset) ? text.indexOf('*/', offset + 2) : -1;
    return end < 0 ? undefined : end + 2;
  }),
  { group: 'comments', starts: ['/'] },
);
/** Up to the end of the text. */
export const OpenComment = define(
  'OpenComment',
  until((text, offset) => (text.startsWith('/*', offset) ? text.length : undefined)),
  { starts: ['/'] },
);

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;

export const Identifier = define(
  'Identifier',
  // A function, since Chevrotain takes the letter `u` off regular expressions.
  (text, offset) => {
    identifier.lastIndex = offset;
    return identifier.exec(text);
  },
  { categories: [Word] },
);

function keyword(word: string): TokenType {
  const name = word[0]?.toUpperCase() + word.slice(1);
  return define(name, new RegExp(word), { categories: [Word], longer: Identifier, label: `\`${word}\`` });
}

export const True = keyword('true');
export const False = keyword('false');
export const Null = keyword('null');
export const FunctionWord = keyword('function');
export const Return = keyword('return');

/** With all that a number can not end in, so that `12px` is one wrong number. */
export const NumberLiteral = define('NumberLiteral', /(?:\d|\.\d)(?:[eE][+-]?\d|[\w.$])*/);
/** `'…'`, `"…"` or `` `…` ``, quotes included. */
export const StringLiteral = define(
  'StringLiteral',
  until((text, offset) => {
    if (!isQuote(text[offset])) return undefined;
    const end = endOfText(text, offset);
    return text[end] === text[offset] ? end + 1 : undefined;
  }),
  { starts: ["'", '"', '`'] },
);
/** Up to the line's end, or that of the text. */
export const OpenString = define(
  'OpenString',
  until((text, offset) => (isQuote(text[offset]) ? endOfText(text, offset) : undefined)),
  { starts: ["'", '"', '`'] },
);

function mark(name: string, text: string, categories: TokenType[] = []): TokenType {
  const pattern = new RegExp(text.replace(/[^\w]/g, '\\$&'));
  return define(name, pattern, { categories, label: `\`${text}\`` });
}

export const LeftParen = mark('LeftParen', '(');
export const RightParen = mark('RightParen', ')');
export const LeftBracket = mark('LeftBracket', '[');
export const RightBracket = mark('RightBracket', ']');
export const LeftBrace = mark('LeftBrace', '{');
export const RightBrace = mark('RightBrace', '}');
export const Comma = mark('Comma', ',');
export const Colon = mark('Colon', ':');
export const Semicolon = mark('Semicolon', ';');
export const Arrow = mark('Arrow', '=>');
export const Ellipsis = mark('Ellipsis', '...');
export const Dot = mark('Dot', '.');
/** What JavaScript computes with: no rule takes it but as the sign of a number. */
export const Operator = createToken({ name: 'Operator', pattern: Lexer.NA });
export const Sign = define('Sign', /[+-](?![+=-])/, { categories: [Operator] });
export const OtherOperator = define('OtherOperator', /[+\-*/%<>=!&|^~?]+/, { categories: [Operator] });
/** Text that is no token: no rule takes it. */
export const Invalid = define('Invalid', /[\s\S]/);

/** In the order in which the lexer tries them. */
export const vocabulary: TokenType[] = [
  ...[Word, Operator],
  ...[Blank, LineComment, BlockComment, OpenComment],
  ...[True, False, Null, FunctionWord, Return, Identifier],
  ...[NumberLiteral, StringLiteral, OpenString],
  ...[LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace],
  ...[Comma, Colon, Semicolon, Arrow, Ellipsis, Dot, Sign, OtherOperator],
  Invalid,
];
