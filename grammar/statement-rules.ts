/** Statements, and the expressions that begin with a keyword. Source: the FQL reference, "Statements". */

import { PatternRules } from './pattern-rules.ts';
import type { BranchSyntax, ExpressionSyntax, LetSyntax, StatementSyntax } from './syntax.ts';
import * as tokens from './tokens.ts';

export abstract class StatementRules extends PatternRules {
  /** Statements are separated by line breaks and semicolons. */
  readonly statements = this.rule<StatementSyntax[]>('statements', () => {
    const statements: StatementSyntax[] = [];
    this.MANY({
      GATE: () => statements.length === 0 || this.isSeparated(),
      DEF: () => {
        statements.push(
          this.OR<StatementSyntax>([
            { ALT: () => this.SUBRULE(this.binding) },
            { ALT: () => this.SUBRULE(this.expression) },
          ]),
        );
        this.MANY1(() => this.take(tokens.Semicolon));
      },
    });
    return statements;
  });

  private isSeparated(): boolean {
    return this.isNext(tokens.Semicolon, 0) || !this.onSameLine();
  }

  private readonly binding = this.rule<LetSyntax>('binding', () => {
    const start = this.take(tokens.Let);
    const name = this.take(tokens.Identifier);
    const type = this.OPTION(() => {
      this.take(tokens.Colon);
      return this.SUBRULE(this.type);
    });
    this.take(tokens.Equals);
    return { rule: 'let', start, name, type, value: this.SUBRULE(this.expression) };
  });

  protected readonly conditional = this.rule<ExpressionSyntax>('conditional', () => {
    const start = this.take(tokens.If);
    this.take(tokens.LeftParen);
    const test = this.SUBRULE(this.expression);
    this.take(tokens.RightParen);
    const consequent = this.SUBRULE1(this.expression);
    const alternate = this.OPTION(() => {
      this.take(tokens.Else);
      return this.SUBRULE2(this.expression);
    });
    return { rule: 'if', start, test, consequent, alternate };
  });

  protected readonly timeTravel = this.rule<ExpressionSyntax>('timeTravel', () => {
    const start = this.take(tokens.At);
    this.take(tokens.LeftParen);
    const time = this.SUBRULE(this.expression);
    this.take(tokens.RightParen);
    return { rule: 'at', start, time, body: this.SUBRULE1(this.expression) };
  });

  protected readonly match = this.rule<ExpressionSyntax>('match', () => {
    const start = this.take(tokens.Match);
    const branches: BranchSyntax[] = [];
    const subject = this.SUBRULE(this.term);
    this.takeOnLine(tokens.LeftBrace, 0);
    this.MANY({
      GATE: () => branches.length === 0 || this.isSeparated(),
      DEF: () => {
        this.take(tokens.Case);
        const pattern = this.SUBRULE(this.pattern);
        this.take(tokens.Arrow);
        branches.push({ pattern, body: this.SUBRULE(this.expression) });
        this.MANY1(() => this.take(tokens.Semicolon));
      },
    });
    this.MANY2({ GATE: () => branches.length === 0, DEF: () => this.take(tokens.Semicolon, 1) });
    return { rule: 'match', start, subject, branches, end: this.take(tokens.RightBrace) };
  });
}
