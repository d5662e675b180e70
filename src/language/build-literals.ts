/** Tokens to names, literal values and places. */
import { isDigit } from '../../grammar/characters.ts';
import type { Token } from '../../grammar/tokens.ts';
import type { LiteralValue } from './ast.ts';
import type { Name, Source, Span } from './source.ts';
import { unescapeText } from './strings.ts';

/** Thrown at what is well-formed and still not allowed; `explain.ts` finds the words for it. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

export function spanOf(source: Source, first: Token, last: Token = first): Span {
  return { source, start: first.startOffset, end: last.end };
}

/** A name; that of a field may be a string. */
export function nameOf(token: Token, source: Source): Name {
  const span = spanOf(source, token);
  const { image } = token;
  return { text: image.startsWith('"') || image.startsWith("'") ? readString(image, span) : image, span };
}

/** The text of a quoted string. */
function readString(image: string, span: Span): string {
  return readStringText(image.slice(1, -1), span);
}

export function readStringText(text: string, span: Span): string {
  const result = unescapeText(text);
  if (result === undefined) throw new Refused('invalid escape', span);
  return result;
}

export function readLiteral(
  sign: Token | undefined,
  token: Token,
  source: Source,
): { literal: LiteralValue; span: Span } {
  const span = spanOf(source, sign ?? token, token);
  return { literal: readValue(token.image, sign?.image === '-', span), span };
}

function readValue(image: string, negative: boolean, span: Span): LiteralValue {
  if (isDigit(image.charCodeAt(0))) return readNumber(image.replaceAll('_', ''), negative);
  if (image === 'null') return { type: 'null' };
  if (image === 'true' || image === 'false') return { type: 'boolean', value: image === 'true' };
  return { type: 'string', value: readString(image, span) };
}

function readNumber(digits: string, negative: boolean): LiteralValue {
  if (/^\d+$|^0[xob]/i.test(digits)) {
    const value = BigInt(digits);
    return { type: 'integer', value: negative ? -value : value };
  }
  const value = Number(digits);
  // There is no negative zero: `-0.0` is 0.0.
  return { type: 'double', value: negative && value !== 0 ? -value : value };
}
