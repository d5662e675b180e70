/** Literals, strings with interpolation, arrays, objects and tuples. Source: the FQL reference, "Types". */
import type { Rule } from './rules.ts';
import type {
  BlockSyntax,
  ExpressionSyntax,
  ListSyntax,
  LiteralSyntax,
  ObjectSyntax,
  StatementSyntax,
  TemplateSyntax,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import * as tokens from './tokens.ts';
import { TypeRules } from './type-rules.ts';

export abstract class LiteralRules extends TypeRules {
  abstract readonly statements: Rule<StatementSyntax[]>;

  protected readonly literal = this.rule<LiteralSyntax>('literal', () => {
    let sign: Token | undefined;
    const token = this.OR([
      {
        ALT: () => {
          this.OPTION(() => {
            sign = this.take(tokens.Sign);
          });
          return this.takeSigned(tokens.NumberLiteral, sign, 1);
        },
      },
      { ALT: () => this.take(tokens.StringLiteral) },
      { ALT: () => this.take(tokens.Null) },
      { ALT: () => this.take(tokens.True) },
      { ALT: () => this.take(tokens.False) },
    ]);
    return { rule: 'literal', sign, token };
  });

  /** A string with interpolation, or a heredoc of either kind. */
  protected readonly template = this.rule<TemplateSyntax>('template', () => {
    const parts: (Token | ExpressionSyntax)[] = [];
    const start = this.take(tokens.TemplateStart);
    this.MANY(() => {
      this.OR([
        { ALT: () => parts.push(this.take(tokens.TemplateText)) },
        {
          ALT: () => {
            this.take(tokens.InterpolationStart);
            parts.push(this.SUBRULE(this.expression));
            this.take(tokens.InterpolationEnd);
          },
        },
      ]);
    });
    return { rule: 'template', start, parts, end: this.take(tokens.TemplateEnd) };
  });

  /** `[,]` is an empty array. */
  protected readonly array = this.rule<ListSyntax>('array', () => {
    const start = this.take(tokens.LeftBracket);
    const elements: ExpressionSyntax[] = [];
    this.OPTION(() => this.take(tokens.Comma));
    this.MANY({
      GATE: () => this.isNext(tokens.LeftBracket, 0) || (elements.length > 0 && this.isNext(tokens.Comma, 0)),
      DEF: () => {
        elements.push(this.SUBRULE(this.expression));
        this.OPTION1(() => this.take(tokens.Comma, 1));
      },
    });
    return { rule: 'array', start, elements, rest: undefined, end: this.take(tokens.RightBracket) };
  });

  /** What stands in `[…]` behind a value. */
  protected readonly accessArguments = this.rule<ListSyntax>('accessArguments', () => {
    const start = this.take(tokens.LeftBracket);
    const elements: ExpressionSyntax[] = [];
    this.MANY({
      GATE: () => this.isNext(tokens.LeftBracket, 0) || this.isNext(tokens.Comma, 0),
      DEF: () => {
        elements.push(this.SUBRULE(this.expression));
        this.OPTION(() => this.take(tokens.Comma));
      },
    });
    return { rule: 'array', start, elements, rest: undefined, end: this.take(tokens.RightBracket) };
  });

  /** A tuple, the arguments of a call, or the parameters of a lambda whose `=>` is missing. */
  protected readonly tuple = this.rule<ListSyntax>('tuple', () => {
    const start = this.take(tokens.LeftParen);
    const elements: ExpressionSyntax[] = [];
    this.MANY({
      GATE: () => this.isNext(tokens.LeftParen, 0) || this.isNext(tokens.Comma, 0),
      DEF: () => {
        elements.push(this.SUBRULE(this.expression));
        this.OPTION(() => this.take(tokens.Comma));
      },
    });
    const rest = this.OPTION1({
      GATE: () => this.isAdjacent(3),
      DEF: () => {
        this.take(tokens.Ellipsis);
        return this.take(tokens.Identifier);
      },
    });
    return { rule: 'tuple', start, elements, rest, end: this.take(tokens.RightParen) };
  });

  /** `{}`, and `{` with a name or a string and, on its line, a colon. */
  protected isObjectNext(): boolean {
    if (this.isNext(tokens.RightBrace, 2)) return true;
    return (
      (this.isNext(tokens.Word, 2) || this.isNext(tokens.StringLiteral, 2)) &&
      this.isNext(tokens.Colon, 3) &&
      this.onSameLine(3)
    );
  }

  /**
   * A string behind `{` is read as a field's name first. With an escape or an interpolation in it, it can be nothing
   * else; and a name can hold no interpolation.
   */
  protected isNameOnlyNext(): boolean {
    const { image } = this.peek(2);
    if (this.isNext(tokens.StringLiteral, 2)) return image.includes('\\');
    return this.isNext(tokens.TemplateStart, 2) && image === '"';
  }

  protected readonly object = this.rule<ObjectSyntax>('object', () => {
    const start = this.take(tokens.LeftBrace);
    const fields: { name: Token; value: ExpressionSyntax }[] = [];
    this.MANY({
      GATE: () => this.isNext(tokens.LeftBrace, 0) || this.isNext(tokens.Comma, 0),
      DEF: () => {
        const name = this.OR([{ ALT: () => this.take(tokens.Word) }, { ALT: () => this.take(tokens.StringLiteral) }]);
        this.takeOnLine(tokens.Colon, 1);
        fields.push({ name, value: this.SUBRULE(this.expression) });
        this.OPTION(() => this.take(tokens.Comma));
      },
    });
    return { rule: 'object', start, fields, end: this.take(tokens.RightBrace) };
  });

  protected readonly block = this.rule<BlockSyntax>('block', () => {
    const start = this.take(tokens.LeftBrace);
    const statements = this.SUBRULE(this.statements);
    return { rule: 'block', start, statements, end: this.take(tokens.RightBrace) };
  });
}
