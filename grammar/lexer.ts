/**
 * Text to tokens. Written by hand, because FQL's strings hold expressions that hold strings, and a heredoc ends at a
 * word of the author's choice. Never throws: what is no token becomes one of type Invalid, which no rule takes.
 */
import type { TokenType } from 'chevrotain';
import { isBlank, isDigit, isDisplayable, isLineBreak, isWordStart } from './characters.ts';
import {
  closingName,
  endOfBlanks,
  endOfBlockComment,
  endOfDigits,
  endOfHeading,
  endOfHeredocText,
  endOfStringText,
  endOfWord,
} from './ends.ts';
import * as tokens from './tokens.ts';
import { Token } from './tokens.ts';

export type Unclosed = 'bracket' | 'string' | 'heredoc' | 'comment';

export interface Lexed {
  readonly tokens: Token[];
  /** Offsets of the comments, in pairs of start and end. */
  readonly comments: readonly number[];
  /** What is still open at the end of the text, outermost first. */
  readonly unclosed: readonly Unclosed[];
  /** The limit that was reached, and the token that is beyond it: reading stopped there. */
  readonly stopped?: { readonly by: 'depth' | 'length'; readonly token: Token };
}

export interface LexerOptions {
  /** How deep brackets and interpolations may nest; default: no limit. */
  readonly maximumDepth?: number;
  /** How many tokens there may be; default: no limit. */
  readonly maximumLength?: number;
  /** Marks the place of a value in a query that was sent in fragments. */
  readonly placeholder?: string;
}

/** What a closing bracket returns to: plain brackets, or the string or heredoc that an interpolation stands in. */
type Context = '{' | '(' | '[' | { readonly heredoc: string | null };

const closers: Readonly<Record<string, string>> = { '}': '{', ')': '(', ']': '[' };

/** Reads all of `text`. */
export function lex(text: string, options: LexerOptions = {}): Lexed {
  return new Lexer(text, options).run();
}

class Lexer {
  private at = 0;
  private lineBreak = false;
  private readonly tokens: Token[] = [];
  private readonly comments: number[] = [];
  private readonly contexts: Context[] = [];
  private open: Unclosed | undefined;
  private stopped: Lexed['stopped'];
  private readonly maximumDepth: number;
  private readonly maximumLength: number;

  constructor(
    private readonly text: string,
    private readonly options: LexerOptions,
  ) {
    this.maximumDepth = options.maximumDepth ?? Number.POSITIVE_INFINITY;
    this.maximumLength = options.maximumLength ?? Number.POSITIVE_INFINITY;
  }

  run(): Lexed {
    while (this.stopped === undefined) {
      this.skipBlanks();
      if (this.at >= this.text.length) break;
      this.readToken();
    }
    const unclosed = this.contexts.flatMap((context): Unclosed[] => {
      if (typeof context === 'string') return ['bracket'];
      return [context.heredoc === null ? 'string' : 'heredoc', 'bracket'];
    });
    if (this.open !== undefined) unclosed.push(this.open);
    const { tokens, comments, stopped } = this;
    return stopped === undefined ? { tokens, comments, unclosed } : { tokens, comments, unclosed, stopped };
  }

  private skipBlanks(): void {
    const { text } = this;
    for (;;) {
      const unit = text.charCodeAt(this.at);
      if (isLineBreak(unit)) {
        this.lineBreak = true;
        this.at++;
      } else if (isBlank(unit)) {
        this.at++;
      } else if (unit === 47 && text.charCodeAt(this.at + 1) === 47) {
        this.skipLineComment();
      } else if (!(unit === 47 && text.charCodeAt(this.at + 1) === 42 && this.skipBlockComment())) {
        return;
      }
    }
  }

  private skipLineComment(): void {
    const start = this.at;
    let end = start + 2;
    while (end < this.text.length && this.text.charCodeAt(end) !== 10 && isDisplayable(this.text.charCodeAt(end)))
      end++;
    this.comments.push(start, end);
    this.at = end;
    this.lineBreak = true;
  }

  /** Block comments nest, and count as blanks even when they span lines. */
  private skipBlockComment(): boolean {
    const end = endOfBlockComment(this.text, this.at);
    if (end === undefined) return false;
    this.comments.push(this.at, end);
    this.at = end;
    return true;
  }

  private readToken(): void {
    const { text } = this;
    const unit = text.charCodeAt(this.at);
    if (isWordStart(unit)) this.readWord();
    else if (isDigit(unit)) this.readNumber();
    else if (unit === 39) this.readSingleQuoted();
    else if (unit === 34) this.readDoubleQuoted();
    else if (unit === 60 && (text.startsWith('<<-', this.at) || text.startsWith('<<+', this.at))) this.readHeredoc();
    else if (this.options.placeholder !== undefined && text.startsWith(this.options.placeholder, this.at)) {
      this.push(tokens.Placeholder, this.at + this.options.placeholder.length);
    } else if (unit === 47 && text.charCodeAt(this.at + 1) === 42) {
      this.open = 'comment';
      this.comments.push(this.at, text.length);
      this.push(tokens.Invalid, text.length);
    } else this.readPunctuation();
  }

  private push(type: TokenType, end: number): Token {
    const token = new Token(type, this.text, this.at, end, this.lineBreak);
    this.tokens.push(token);
    if (this.tokens.length > this.maximumLength) this.stopped = { by: 'length', token };
    this.lineBreak = false;
    this.at = end;
    return token;
  }

  private readWord(): void {
    const end = endOfWord(this.text, this.at);
    const length = end - this.at;
    // No keyword is longer than `match`.
    const type = length > 5 ? undefined : tokens.keywords.get(this.text.slice(this.at, end));
    this.push(type ?? tokens.Identifier, end);
  }

  private readNumber(): void {
    const { text, at } = this;
    const radix = text.charCodeAt(at) === 48 ? alternativeDigits[text[at + 1] ?? ''] : undefined;
    if (radix !== undefined) {
      let end = at + 2;
      while (radix.includes(text[end] ?? ' ')) end++;
      this.push(/[^_]/.test(text.slice(at + 2, end)) ? tokens.Integer : tokens.Invalid, end);
      return;
    }
    // A zero stands alone: `007` is three numbers, and so an error.
    let end = text.charCodeAt(at) === 48 ? at + 1 : endOfDigits(text, at + 1);
    let type = tokens.Integer;
    if (text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1))) {
      type = tokens.Double;
      end = endOfDigits(text, end + 2);
    }
    const exponent = text.charCodeAt(end) | 32;
    if (exponent === 101) {
      const sign = text.charCodeAt(end + 1);
      const digits = sign === 43 || sign === 45 ? end + 2 : end + 1;
      const whole = isDigit(text.charCodeAt(digits));
      type = whole ? tokens.Double : tokens.Invalid;
      end = whole ? endOfDigits(text, digits + 1) : digits;
    }
    this.push(type, end);
  }

  private readSingleQuoted(): void {
    const { text } = this;
    let end = this.at + 1;
    while (end < text.length && text.charCodeAt(end) !== 39 && isDisplayable(text.charCodeAt(end))) {
      end += text.charCodeAt(end) === 92 ? 2 : 1;
    }
    if (text.charCodeAt(end) === 39) this.push(tokens.StringLiteral, end + 1);
    else this.pushUnended('string', end);
  }

  private readDoubleQuoted(): void {
    const start = this.at;
    const end = endOfStringText(this.text, start + 1);
    if (this.text.charCodeAt(end) === 34) this.push(tokens.StringLiteral, end + 1);
    else if (this.text.startsWith('#{', end)) {
      this.push(tokens.TemplateStart, start + 1);
      this.pushContext({ heredoc: null });
      this.readTemplate(null);
    } else this.pushUnended('string', end);
  }

  private readHeredoc(): void {
    const { text, at } = this;
    const nameStart = endOfBlanks(text, at + 3);
    const nameEnd = isWordStart(text.charCodeAt(nameStart)) ? endOfWord(text, nameStart) : nameStart;
    const body = endOfHeading(text, nameEnd);
    if (nameEnd === nameStart || body === undefined) {
      this.pushUnended('heredoc', nameEnd);
      return;
    }
    const name = text.slice(nameStart, nameEnd);
    if (text.charCodeAt(at + 2) === 43) {
      this.push(tokens.TemplateStart, body);
      this.pushContext({ heredoc: name });
      this.readTemplate(name);
      return;
    }
    let end = body;
    while (closingName(text, end, name) === undefined) {
      const line = end;
      while (end < text.length && !isLineBreak(text.charCodeAt(end)) && isDisplayable(text.charCodeAt(end))) end++;
      if (end === line || !isLineBreak(text.charCodeAt(end))) {
        this.pushUnended('heredoc', end);
        return;
      }
      while (isLineBreak(text.charCodeAt(end))) end++;
    }
    this.push(tokens.TemplateStart, body);
    if (end > body) this.push(tokens.TemplateText, end);
    this.push(tokens.TemplateEnd, closingName(text, end, name) as number);
  }

  /** Reads on inside a string or heredoc with interpolation, up to the next `#{` or its end. */
  private readTemplate(heredoc: string | null): void {
    const { text } = this;
    const end = heredoc === null ? endOfStringText(text, this.at) : endOfHeredocText(text, this.at, heredoc);
    if (end > this.at) this.push(tokens.TemplateText, end);
    if (text.startsWith('#{', end)) {
      this.push(tokens.InterpolationStart, end + 2);
      return;
    }
    this.contexts.pop();
    const close =
      heredoc === null ? (text.charCodeAt(end) === 34 ? end + 1 : undefined) : closingName(text, end, heredoc);
    if (close !== undefined) this.push(tokens.TemplateEnd, close);
    else this.pushUnended(heredoc === null ? 'string' : 'heredoc', end);
  }

  /** What began a string and found no end: unless a character stopped it, the rest of the text belongs to it. */
  private pushUnended(kind: Unclosed, end: number): void {
    const stop = Math.max(Math.min(end, this.text.length), this.at);
    if (stop === this.text.length) this.open = kind;
    this.push(tokens.Invalid, Math.max(stop, Math.min(this.at + 1, this.text.length)));
  }

  private readPunctuation(): void {
    const { text, at } = this;
    let mark = text.slice(at, at + (text.startsWith('...', at) ? 3 : 2));
    let type = tokens.punctuation.get(mark);
    if (type === undefined) {
      mark = text[at] as string;
      type = tokens.punctuation.get(mark);
    }
    const token = this.push(type ?? tokens.Invalid, at + mark.length);
    const first = text[at] as string;
    if (first === '{' || first === '(' || first === '[') this.pushContext(first, token);
    else if (first in closers) this.close(token, closers[first] as '{' | '(' | '[');
  }

  private pushContext(context: Context, token: Token = this.tokens.at(-1) as Token): void {
    this.contexts.push(context);
    if (this.contexts.length > this.maximumDepth) this.stopped ??= { by: 'depth', token };
  }

  private close(token: Token, opener: '{' | '(' | '['): void {
    const context = this.contexts.at(-1);
    if (context === opener) this.contexts.pop();
    else if (opener === '{' && typeof context === 'object') {
      this.retype(token, tokens.InterpolationEnd);
      this.readTemplate(context.heredoc);
    } else this.retype(token, tokens.Invalid);
  }

  private retype({ startOffset, end, lineBreakBefore }: Token, type: TokenType): void {
    this.tokens[this.tokens.length - 1] = new Token(type, this.text, startOffset, end, lineBreakBefore);
  }
}

const alternativeDigits: Readonly<Record<string, string>> = {
  x: '0123456789abcdefABCDEF_',
  X: '0123456789abcdefABCDEF_',
  o: '01234567_',
  O: '01234567_',
  b: '01_',
  B: '01_',
};
