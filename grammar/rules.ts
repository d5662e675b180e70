/** What all families of rules share. */
import { EmbeddedActionsParser, type ParserMethod, type TokenType } from 'chevrotain';
import { FirstTokenLookahead } from './lookahead.ts';
import { isKind, type Token, vocabulary } from './tokens.ts';

export type Rule<Syntax> = ParserMethod<[], Syntax>;

export abstract class Rules extends EmbeddedActionsParser {
  /** `checked`: look for mistakes in the grammar itself, which takes longer than reading a short query does. */
  constructor(checked: boolean) {
    super(vocabulary, {
      maxLookahead: 1,
      lookaheadStrategy: new FirstTokenLookahead(),
      recoveryEnabled: false,
      skipValidations: !checked,
    });
  }

  protected rule<Syntax>(name: string, implementation: () => Syntax): Rule<Syntax> {
    return this.RULE(name, implementation);
  }

  /** Reads a token of `type`; `index` tells apart those of one type in one rule. */
  protected take(type: TokenType, index = 0): Token {
    return this.consume(index, type) as Token;
  }

  /** Reads a token that has to stand on the line on which the one before it ends. */
  protected takeOnLine(type: TokenType, alternation: number): Token {
    return this.or(alternation, [{ GATE: () => this.onSameLine(), ALT: () => this.take(type) }]);
  }

  /** The number behind its sign: on one line with it. */
  protected takeSigned(type: TokenType, sign: Token | undefined, alternation: number): Token {
    return this.or(alternation, [{ GATE: () => sign === undefined || this.onSameLine(), ALT: () => this.take(type) }]);
  }

  /** The token `distance` ahead; 0 is the one read last. */
  protected peek(distance: number): Token {
    return this.LA(distance) as Token;
  }

  protected isNext(type: TokenType, distance = 1): boolean {
    return isKind(this.LA(distance), type);
  }

  /** Whether no line break stands before the token `distance` ahead. */
  protected onSameLine(distance = 1): boolean {
    return this.peek(distance).lineBreakBefore !== true;
  }

  /** Whether nothing at all stands before the token `distance` ahead. */
  protected isAdjacent(distance = 1): boolean {
    return this.peek(distance).startOffset === this.peek(distance - 1).end;
  }
}
