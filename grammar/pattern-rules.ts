/** The patterns of `match`. Fauna parses them and never gave them a meaning. */
import { ExpressionRules } from './expression-rules.ts';
import type { PatternSyntax } from './syntax.ts';
import type { Token } from './tokens.ts';
import * as tokens from './tokens.ts';

export abstract class PatternRules extends ExpressionRules {
  protected readonly pattern = this.rule<PatternSyntax>('pattern', () =>
    this.OR<PatternSyntax>([
      { ALT: () => this.SUBRULE(this.namePattern) },
      { ALT: () => this.SUBRULE(this.literalPattern) },
      { ALT: () => this.SUBRULE(this.objectPattern) },
      { ALT: () => this.SUBRULE(this.tuplePattern) },
      { ALT: () => this.SUBRULE(this.arrayPattern) },
    ]),
  );

  private readonly namePattern = this.rule<PatternSyntax>('namePattern', () => {
    const token = this.take(tokens.Identifier);
    let pattern: PatternSyntax = { rule: 'name', token };
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.take(tokens.Colon);
            pattern = { rule: 'name', token, type: this.SUBRULE(this.type) };
          },
        },
        {
          ALT: () => {
            this.take(tokens.AtSign);
            pattern = { rule: 'name', token, inner: this.SUBRULE(this.pattern) };
          },
        },
      ]);
    });
    return pattern;
  });

  private readonly literalPattern = this.rule<PatternSyntax>('literalPattern', () => {
    let sign: Token | undefined;
    const token = this.OR([
      { ALT: () => this.take(tokens.Null) },
      { ALT: () => this.take(tokens.True) },
      { ALT: () => this.take(tokens.False) },
      {
        ALT: () => {
          this.OPTION(() => {
            sign = this.take(tokens.Sign);
          });
          return this.takeSigned(tokens.Integer, sign, 1);
        },
      },
      { ALT: () => this.take(tokens.StringLiteral) },
    ]);
    return { rule: 'literal', sign, token };
  });

  private readonly objectPattern = this.rule<PatternSyntax>('objectPattern', () => {
    const fields: { name: Token; value?: PatternSyntax }[] = [];
    this.take(tokens.LeftBrace);
    this.OPTION(() => this.take(tokens.Comma));
    this.MANY({
      GATE: () => this.isNext(tokens.LeftBrace, 0) || (fields.length > 0 && this.isNext(tokens.Comma, 0)),
      DEF: () => {
        this.OR([
          {
            ALT: () => {
              const name = this.take(tokens.StringLiteral);
              this.take(tokens.Colon);
              fields.push({ name, value: this.SUBRULE(this.pattern) });
            },
          },
          {
            ALT: () => {
              const name = this.take(tokens.Identifier);
              const value = this.OPTION1({
                GATE: () => this.onSameLine(),
                DEF: () => {
                  this.take(tokens.Colon, 1);
                  return this.SUBRULE1(this.pattern);
                },
              });
              fields.push(value === undefined ? { name } : { name, value });
            },
          },
        ]);
        this.OPTION2(() => this.take(tokens.Comma, 1));
      },
    });
    this.take(tokens.RightBrace);
    return { rule: 'object', fields };
  });

  private readonly tuplePattern = this.rule<PatternSyntax>('tuplePattern', () => {
    const elements: PatternSyntax[] = [];
    this.take(tokens.LeftParen);
    this.OPTION(() => this.take(tokens.Comma));
    this.MANY({
      GATE: () => this.isNext(tokens.LeftParen, 0) || (elements.length > 0 && this.isNext(tokens.Comma, 0)),
      DEF: () => {
        elements.push(this.SUBRULE(this.pattern));
        this.OPTION1(() => this.take(tokens.Comma, 1));
      },
    });
    this.take(tokens.RightParen);
    return { rule: 'list', elements };
  });

  /** `[a, ...rest]`; a comma may stand behind the last element only before the rest. */
  private readonly arrayPattern = this.rule<PatternSyntax>('arrayPattern', () => {
    const elements: PatternSyntax[] = [];
    let rest: PatternSyntax | undefined;
    this.take(tokens.LeftBracket);
    this.OPTION1({ GATE: () => this.isNext(tokens.Ellipsis, 2), DEF: () => this.take(tokens.Comma, 1) });
    this.MANY({
      GATE: () => rest === undefined && (this.isNext(tokens.LeftBracket, 0) || this.isNext(tokens.Comma, 0)),
      DEF: () => {
        this.OR([
          { ALT: () => elements.push(this.SUBRULE(this.pattern)) },
          {
            ALT: () => {
              this.take(tokens.Ellipsis);
              rest = this.SUBRULE1(this.pattern);
            },
          },
        ]);
        this.OPTION({
          GATE: () => rest === undefined && !this.isNext(tokens.RightBracket, 2),
          DEF: () => this.take(tokens.Comma),
        });
      },
    });
    this.take(tokens.RightBracket);
    return rest === undefined ? { rule: 'list', elements } : { rule: 'list', elements, rest };
  });
}
