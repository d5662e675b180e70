/**
 * Expressions: operators, chains, lambdas and projections. Operators, calls, indexes, `!`, `=>` and projections stand
 * on the line on which what they apply to ends; `.`, `?.` and some operators may begin a line.
 * Source: the FQL reference, "Operators" and "Statements".
 */
import { LiteralRules } from './literal-rules.ts';
import type { Rule } from './rules.ts';
import type {
  AnonymousSyntax,
  ExpressionSyntax,
  LambdaSyntax,
  LinkSyntax,
  ListSyntax,
  OperandSyntax,
  ProjectedSyntax,
  ProjectionSyntax,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import * as tokens from './tokens.ts';

export abstract class ExpressionRules extends LiteralRules {
  protected abstract readonly conditional: Rule<ExpressionSyntax>;
  protected abstract readonly timeTravel: Rule<ExpressionSyntax>;
  protected abstract readonly match: Rule<ExpressionSyntax>;

  readonly expression: Rule<ExpressionSyntax> = this.rule('expression', () =>
    this.OR<ExpressionSyntax>({
      DEF: [
        { ALT: () => this.SUBRULE(this.conditional) },
        { ALT: () => this.SUBRULE(this.timeTravel) },
        { ALT: () => this.SUBRULE(this.match) },
        { GATE: () => this.isLambdaNext(), ALT: () => this.SUBRULE(this.lambda) },
        { ALT: () => this.SUBRULE(this.operation) },
      ],
      IGNORE_AMBIGUITIES: true,
    }),
  );

  /** Whether `name =>` or `(name, …) =>` follows. */
  private isLambdaNext(): boolean {
    let ahead = 2;
    if (this.isNext(tokens.LeftParen)) {
      while (this.isNext(tokens.Identifier, ahead)) {
        if (!this.isNext(tokens.Comma, ++ahead)) break;
        ahead++;
      }
      const listed = ahead > 2 && !this.isNext(tokens.Comma, ahead - 1);
      if (!listed && this.isNext(tokens.Ellipsis, ahead) && this.isNext(tokens.Identifier, ahead + 1)) {
        ahead += 2;
        if (!this.isAdjacent(ahead)) return false;
      }
      if (!this.isNext(tokens.RightParen, ahead)) return false;
      ahead++;
    }
    return this.isNext(tokens.Arrow, ahead) && this.onSameLine(ahead);
  }

  private readonly lambda: Rule<LambdaSyntax> = this.rule('lambda', () => {
    const parameters: Token[] = [];
    let rest: Token | undefined;
    const start = this.OR([
      {
        ALT: () => {
          const name = this.take(tokens.Identifier);
          parameters.push(name);
          return name;
        },
      },
      {
        ALT: () => {
          const open = this.take(tokens.LeftParen);
          this.MANY(() => {
            parameters.push(this.take(tokens.Identifier, 1));
            this.OPTION(() => this.take(tokens.Comma));
          });
          this.OPTION1(() => {
            this.take(tokens.Ellipsis);
            rest = this.take(tokens.Identifier, 2);
          });
          this.take(tokens.RightParen);
          return open;
        },
      },
    ]);
    this.take(tokens.Arrow);
    return { rule: 'lambda', start, parameters, rest, body: this.SUBRULE(this.expression) };
  });

  private readonly operation = this.rule<ExpressionSyntax>('operation', () => {
    const first = this.SUBRULE(this.term);
    const rest: OperandSyntax[] = [];
    this.MANY({
      GATE: () => this.onSameLine() || this.isNext(tokens.ContinuingOperator),
      DEF: () => {
        const operator = this.OR([
          { ALT: () => this.take(tokens.BinaryOperator) },
          { GATE: () => this.isNext(tokens.Tilde, 2) && this.isAdjacent(2), ALT: () => this.take(tokens.Equals) },
        ]);
        const operatorEnd = this.OPTION({
          GATE: () => this.isAdjacent() && this.isOperatorSplit(),
          DEF: () => this.OR1([{ ALT: () => this.take(tokens.Equals, 1) }, { ALT: () => this.take(tokens.Tilde) }]),
        });
        rest.push({ operator, operatorEnd: operatorEnd ?? operator, operand: this.SUBRULE1(this.term) });
      },
    });
    const projection = this.OPTION1({
      GATE: () => this.onSameLine(),
      DEF: () => this.SUBRULE(this.projection),
    });
    if (rest.length === 0 && projection === undefined) return first;
    return { rule: 'operation', first, rest, projection };
  });

  /** `>=` and `=~` */
  private isOperatorSplit(): boolean {
    return this.isNext(tokens.Greater, 0) ? this.isNext(tokens.Equals) : this.isNext(tokens.Equals, 0);
  }

  protected readonly term = this.rule<ExpressionSyntax>('term', () => {
    const prefixes: Token[] = [];
    const links: LinkSyntax[] = [];
    this.MANY({
      // Its operand stands on its line.
      GATE: () => !this.isSignedNumberNext() && this.onSameLine(2),
      DEF: () => prefixes.push(this.take(tokens.PrefixOperator)),
    });
    const primary = this.OR<ExpressionSyntax>({
      DEF: [
        { ALT: () => ({ rule: 'word', token: this.take(tokens.Identifier) }) },
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.tuple) },
        { GATE: () => this.isObjectNext(), ALT: () => this.SUBRULE(this.object) },
        { GATE: () => !this.isNameOnlyNext(), ALT: () => this.SUBRULE(this.block) },
        { ALT: () => this.SUBRULE(this.anonymous) },
        { ALT: () => this.SUBRULE(this.array) },
        { ALT: () => this.SUBRULE(this.template) },
        { ALT: () => ({ rule: 'word', token: this.take(tokens.Placeholder) }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.MANY1({
      GATE: () => this.onSameLine() || this.isNext(tokens.Dot) || this.isNext(tokens.QuestionDot),
      DEF: () => links.push(this.SUBRULE(this.link)),
    });
    if (prefixes.length === 0 && links.length === 0) return primary;
    return { rule: 'term', prefixes, primary, links };
  });

  private isSignedNumberNext(): boolean {
    return this.isNext(tokens.Sign) && this.isNext(tokens.NumberLiteral, 2) && this.onSameLine(2);
  }

  private readonly anonymous = this.rule<AnonymousSyntax>('anonymous', () => {
    const dot = this.take(tokens.Dot);
    let token: Token | undefined;
    const list = this.OR<ListSyntax | undefined>([
      {
        ALT: () => {
          token = this.take(tokens.Word);
          return undefined;
        },
      },
      { ALT: () => this.SUBRULE(this.tuple) },
      { ALT: () => this.SUBRULE(this.accessArguments) },
    ]);
    return { rule: 'anonymous', dot, link: { rule: 'link', dot, token: token ?? (list as ListSyntax).start, list } };
  });

  private readonly link = this.rule<LinkSyntax>('link', () => {
    let dot: Token | undefined;
    let token: Token | undefined;
    const list = this.OR<ListSyntax | undefined>([
      {
        ALT: () => {
          dot = this.take(tokens.Dot);
          token = this.take(tokens.Word);
          return undefined;
        },
      },
      {
        ALT: () => {
          dot = this.take(tokens.QuestionDot);
          return this.OR1<ListSyntax | undefined>([
            {
              ALT: () => {
                token = this.take(tokens.Word, 1);
                return undefined;
              },
            },
            { ALT: () => this.SUBRULE(this.tuple) },
            { ALT: () => this.SUBRULE(this.accessArguments) },
          ]);
        },
      },
      { ALT: () => this.SUBRULE1(this.tuple) },
      { ALT: () => this.SUBRULE1(this.accessArguments) },
      {
        ALT: () => {
          token = this.take(tokens.Exclamation);
          return undefined;
        },
      },
    ]);
    return { rule: 'link', dot, token: token ?? (list as ListSyntax).start, list };
  });

  private readonly projection = this.rule<ProjectionSyntax>('projection', () => {
    const fields: ProjectedSyntax[] = [];
    this.take(tokens.LeftBrace);
    this.OR([
      { ALT: () => this.take(tokens.Star) },
      {
        ALT: () => {
          this.AT_LEAST_ONE({
            GATE: () => this.isNext(tokens.LeftBrace, 0) || this.isNext(tokens.Comma, 0),
            DEF: () => {
              fields.push(this.SUBRULE(this.projected));
              this.OPTION(() => this.take(tokens.Comma));
            },
          });
        },
      },
    ]);
    return { rule: 'projection', all: fields.length === 0, fields, end: this.take(tokens.RightBrace) };
  });

  private readonly projected = this.rule<ProjectedSyntax>('projected', () => {
    const name = this.take(tokens.Identifier);
    let value: ExpressionSyntax | ProjectionSyntax | undefined;
    this.OPTION({
      GATE: () => this.onSameLine(),
      DEF: () => {
        this.OR([
          {
            ALT: () => {
              this.take(tokens.Colon);
              value = this.SUBRULE(this.expression);
            },
          },
          {
            ALT: () => {
              value = this.SUBRULE(this.projection);
            },
          },
        ]);
      },
    });
    return { name, value };
  });
}
