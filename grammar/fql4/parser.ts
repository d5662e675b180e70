/** The rules of FQL v4 as text: calls, and the literals and functions of JavaScript. */
import {
  EmbeddedActionsParser,
  EOF,
  type IParserErrorMessageProvider,
  type IToken,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from 'chevrotain';
import { FirstTokenLookahead } from '../lookahead.ts';
import { isClosing, isOpening } from './lexer.ts';
import type { ExpressionSyntax, FieldSyntax, FunctionSyntax } from './syntax.ts';
import * as kinds from './tokens.ts';

const aValue = 'a value';

/** What the text should have had, in the words of a diagnostic: "`,` or `)`". */
const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, previous }) => describe(expected, previous),
  buildNotAllInputParsedMessage: () => 'the end of the query',
  buildNoViableAltMessage: ({ customUserDescription = aValue }) => customUserDescription,
  buildEarlyExitMessage: () => aValue,
};

function describe(expected: TokenType, previous: IToken): string {
  const another = isOpening(previous) || tokenMatcher(previous, kinds.Comma);
  switch (expected) {
    case kinds.RightParen:
    case kinds.RightBracket:
      return `${another ? aValue : '`,`'} or ${expected.LABEL}`;
    case kinds.RightBrace:
      return `${another ? 'a field' : '`,`'} or ${expected.LABEL}`;
    case kinds.Identifier:
    case kinds.Word:
      return 'a name';
    default:
      return expected.LABEL ?? expected.name;
  }
}

export class Grammar extends EmbeddedActionsParser {
  /** `checked`: look for mistakes in the grammar itself, which takes longer than reading a short query does. */
  constructor(checked = false) {
    super(kinds.vocabulary, {
      maxLookahead: 1,
      lookaheadStrategy: new FirstTokenLookahead(),
      recoveryEnabled: false,
      skipValidations: !checked,
      errorMessageProvider: expectations,
    });
    this.performSelfAnalysis();
  }

  readonly query: ParserMethod<[], ExpressionSyntax> = this.RULE('query', () => {
    const expression = this.SUBRULE(this.expression);
    this.MANY(() => this.CONSUME(kinds.Semicolon));
    return expression;
  });

  readonly expression: ParserMethod<[], ExpressionSyntax> = this.RULE('expression', () =>
    this.OR({
      ERR_MSG: aValue,
      DEF: [
        { GATE: () => this.isArrowNext(), ALT: () => this.SUBRULE(this.arrow) },
        { ALT: () => this.SUBRULE(this.functionExpression) },
        { ALT: () => this.SUBRULE(this.parenthesized) },
        { ALT: () => this.SUBRULE(this.array) },
        { ALT: () => this.SUBRULE(this.object) },
        { ALT: () => this.SUBRULE(this.number) },
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.nameOrCall) },
      ],
    }),
  );

  private readonly literal = this.RULE('literal', (): ExpressionSyntax => {
    const token = this.OR([
      { ALT: () => this.CONSUME(kinds.StringLiteral) },
      { ALT: () => this.CONSUME(kinds.True) },
      { ALT: () => this.CONSUME(kinds.False) },
      { ALT: () => this.CONSUME(kinds.Null) },
    ]);
    return { rule: 'literal', token };
  });

  private readonly number = this.RULE('number', (): ExpressionSyntax => {
    const sign = this.OPTION(() => this.CONSUME(kinds.Sign));
    return { rule: 'number', sign, token: this.CONSUME(kinds.NumberLiteral) };
  });

  private readonly parenthesized = this.RULE('parenthesized', (): ExpressionSyntax => {
    const start = this.CONSUME(kinds.LeftParen);
    const inner = this.SUBRULE(this.expression);
    return { rule: 'parenthesized', start, inner, end: this.CONSUME(kinds.RightParen) };
  });

  private readonly array = this.RULE('array', (): ExpressionSyntax => {
    const start = this.CONSUME(kinds.LeftBracket);
    const elements: ExpressionSyntax[] = [];
    this.MANY({
      GATE: () => this.isItemNext(),
      DEF: () => {
        elements.push(this.SUBRULE(this.expression));
        this.OPTION(() => this.CONSUME(kinds.Comma));
      },
    });
    return { rule: 'array', start, elements, end: this.CONSUME(kinds.RightBracket) };
  });

  private readonly object = this.RULE('object', (): ExpressionSyntax => {
    const start = this.CONSUME(kinds.LeftBrace);
    const fields: FieldSyntax[] = [];
    this.MANY({
      GATE: () => this.isItemNext(),
      DEF: () => {
        fields.push(this.SUBRULE(this.field));
        this.OPTION(() => this.CONSUME(kinds.Comma));
      },
    });
    return { rule: 'object', start, fields, end: this.CONSUME(kinds.RightBrace) };
  });

  private readonly field = this.RULE('field', (): FieldSyntax => {
    const key = this.OR([
      { ALT: () => this.CONSUME(kinds.Word) },
      { ALT: () => this.CONSUME(kinds.StringLiteral) },
      { ALT: () => this.CONSUME(kinds.NumberLiteral) },
    ]);
    const isShort = tokenMatcher(key, kinds.Identifier) && !tokenMatcher(this.LA(1), kinds.Colon);
    const value = this.OPTION({
      GATE: () => !isShort,
      DEF: () => {
        this.CONSUME(kinds.Colon);
        return this.SUBRULE(this.expression);
      },
    });
    return { key, value };
  });

  private readonly nameOrCall = this.RULE('nameOrCall', (): ExpressionSyntax => {
    const path = [this.CONSUME(kinds.Identifier)];
    this.MANY(() => {
      this.CONSUME(kinds.Dot);
      path.push(this.CONSUME(kinds.Word));
    });
    const given = this.OPTION(() => this.SUBRULE(this.arguments));
    return given ? { rule: 'call', path, ...given } : { rule: 'name', path };
  });

  private readonly arguments = this.RULE('arguments', () => {
    this.CONSUME(kinds.LeftParen);
    const given: ExpressionSyntax[] = [];
    this.MANY({
      GATE: () => this.isItemNext(),
      DEF: () => {
        given.push(this.SUBRULE(this.expression));
        this.OPTION(() => this.CONSUME(kinds.Comma));
      },
    });
    return { arguments: given, end: this.CONSUME(kinds.RightParen) };
  });

  private readonly arrow = this.RULE('arrow', (): FunctionSyntax => {
    const start = this.LA(1);
    const parameters = this.OR([
      { ALT: () => [this.CONSUME(kinds.Identifier)] },
      { ALT: () => this.SUBRULE(this.parameters) },
    ]);
    this.CONSUME(kinds.Arrow);
    const { body, end } = this.OR1({
      ERR_MSG: aValue,
      DEF: [
        { GATE: () => tokenMatcher(this.LA(1), kinds.LeftBrace), ALT: () => this.SUBRULE(this.block) },
        { ALT: () => ({ body: this.SUBRULE(this.expression), end: undefined }) },
      ],
    });
    return { rule: 'function', start, parameters, body, end };
  });

  private readonly functionExpression = this.RULE('functionExpression', (): FunctionSyntax => {
    const start = this.CONSUME(kinds.FunctionWord);
    this.OPTION(() => this.CONSUME(kinds.Identifier));
    const parameters = this.SUBRULE(this.parameters);
    return { rule: 'function', start, parameters, ...this.SUBRULE(this.block) };
  });

  private readonly parameters = this.RULE('parameters', () => {
    this.CONSUME(kinds.LeftParen);
    const names: IToken[] = [];
    this.MANY({
      GATE: () => this.isItemNext(),
      DEF: () => {
        names.push(this.CONSUME(kinds.Identifier));
        this.OPTION(() => this.CONSUME(kinds.Comma));
      },
    });
    this.CONSUME(kinds.RightParen);
    return names;
  });

  private readonly block = this.RULE('block', () => {
    this.CONSUME(kinds.LeftBrace);
    this.CONSUME(kinds.Return);
    const body = this.SUBRULE(this.expression);
    this.MANY(() => this.CONSUME(kinds.Semicolon));
    return { body, end: this.CONSUME(kinds.RightBrace) };
  });

  /** Items follow an opening bracket, or a comma. */
  private isItemNext(): boolean {
    const before = this.LA(0);
    return isOpening(before) || tokenMatcher(before, kinds.Comma);
  }

  /** `x =>`, or a pair of parentheses with `=>` behind it. */
  private isArrowNext(): boolean {
    if (tokenMatcher(this.LA(1), kinds.Identifier)) return tokenMatcher(this.LA(2), kinds.Arrow);
    if (!tokenMatcher(this.LA(1), kinds.LeftParen)) return false;
    // No bracket can stand among the names of parameters: so whatever nests is looked at once.
    for (let distance = 2; ; distance++) {
      const token = this.LA(distance);
      if (tokenMatcher(token, EOF) || isOpening(token)) return false;
      if (isClosing(token)) return tokenMatcher(this.LA(distance + 1), kinds.Arrow);
    }
  }
}
