/** Fauna's types, as in `let x: Int?`, signatures and field definitions. Source: the FQL reference, "Static typing". */
import { type Rule, Rules } from './rules.ts';
import type {
  ExpressionSyntax,
  TypeElementSyntax,
  TypeFieldSyntax,
  TypeOperandSyntax,
  TypeSchemeSyntax,
  TypeSyntax,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import * as tokens from './tokens.ts';

export abstract class TypeRules extends Rules {
  abstract readonly expression: Rule<ExpressionSyntax>;

  /** A type and its operators, in the order written. Operators stand on the line on which their left side ends. */
  readonly type = this.rule<TypeSyntax>('type', () => {
    const first = this.SUBRULE(this.simpleType);
    const rest: TypeOperandSyntax[] = [];
    this.MANY({
      GATE: () => this.onSameLine(),
      DEF: () => {
        this.OR([
          { ALT: () => rest.push({ operator: this.take(tokens.Question), operand: undefined }) },
          {
            GATE: () => this.peek(1).image === '??',
            ALT: () => rest.push({ operator: this.take(tokens.ContinuingOnly), operand: undefined }),
          },
          { ALT: () => rest.push({ operator: this.take(tokens.Pipe), operand: this.SUBRULE1(this.simpleType) }) },
          { ALT: () => rest.push({ operator: this.take(tokens.Ampersand), operand: this.SUBRULE2(this.simpleType) }) },
          { ALT: () => rest.push({ operator: this.take(tokens.Arrow), operand: this.SUBRULE3(this.simpleType) }) },
        ]);
      },
    });
    return rest.length === 0 ? first : { rule: 'type-operation', first, rest };
  });

  protected readonly simpleType = this.rule<TypeSyntax>('simpleType', () =>
    this.OR<TypeSyntax>({
      DEF: [
        { ALT: () => this.SUBRULE(this.typeLiteral) },
        { ALT: () => this.SUBRULE(this.typeName) },
        { ALT: () => this.SUBRULE(this.typeObject) },
        { ALT: () => this.SUBRULE(this.typeArray) },
        { ALT: () => this.SUBRULE(this.typeTuple) },
      ],
      // `true` and `false` are words, too: the literal comes first.
      IGNORE_AMBIGUITIES: true,
    }),
  );

  private readonly typeLiteral = this.rule<TypeSyntax>('typeLiteral', () => {
    let sign: Token | undefined;
    const token = this.OR([
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
    return { rule: 'type-literal', sign, token };
  });

  private readonly typeName = this.rule<TypeSyntax>('typeName', () => {
    const name = this.take(tokens.Word);
    const parameters: TypeSyntax[] = [];
    let nameEnd = name;
    this.MANY({
      GATE: () => this.isAdjacent() && (!this.isNext(tokens.Dot) || this.isAdjacent(2)),
      DEF: () => {
        this.OPTION(() => this.take(tokens.Dot));
        nameEnd = this.OR([{ ALT: () => this.take(tokens.Word, 1) }, { ALT: () => this.take(tokens.NumberLiteral) }]);
      },
    });
    let end = nameEnd;
    this.OPTION1({
      GATE: () => this.isAdjacent(),
      DEF: () => {
        this.take(tokens.Less);
        this.AT_LEAST_ONE({
          GATE: () => this.isNext(tokens.Less, 0) || this.isNext(tokens.Comma, 0),
          DEF: () => {
            parameters.push(this.SUBRULE(this.type));
            this.OPTION2(() => this.take(tokens.Comma));
          },
        });
        end = this.take(tokens.Greater);
      },
    });
    return { rule: 'type-name', name, nameEnd, parameters, end };
  });

  /** Fields are separated by commas, semicolons or line breaks. */
  private readonly typeObject = this.rule<TypeSyntax>('typeObject', () => {
    const start = this.take(tokens.LeftBrace);
    const fields: TypeFieldSyntax[] = [];
    this.MANY({
      GATE: () => fields.length === 0 || this.isFieldSeparated(),
      DEF: () => {
        fields.push(this.SUBRULE(this.typeField));
        this.OPTION({
          GATE: () => this.onSameLine() && !this.isNext(tokens.RightBrace, 2),
          DEF: () => this.take(tokens.Semicolon),
        });
        this.OPTION1({
          GATE: () => this.onSameLine() && !this.isNext(tokens.Semicolon, 0),
          DEF: () => this.take(tokens.Comma),
        });
      },
    });
    return { rule: 'type-object', start, fields, end: this.take(tokens.RightBrace) };
  });

  private isFieldSeparated(): boolean {
    return this.isNext(tokens.Comma, 0) || this.isNext(tokens.Semicolon, 0) || !this.onSameLine();
  }

  private readonly typeField = this.rule<TypeFieldSyntax>('typeField', () =>
    this.OR<TypeFieldSyntax>([
      {
        ALT: () => {
          const name = this.OR1([
            { ALT: () => this.take(tokens.Word) },
            { ALT: () => this.take(tokens.StringLiteral) },
            { ALT: () => this.take(tokens.Star) },
          ]);
          this.takeOnLine(tokens.Colon, 2);
          const type = this.SUBRULE(this.type);
          const value = this.OPTION({
            GATE: () => this.onSameLine(),
            DEF: () => {
              this.take(tokens.Equals);
              return this.SUBRULE(this.expression);
            },
          });
          return { name, type, default: value };
        },
      },
      { ALT: () => ({ name: this.take(tokens.Ellipsis), type: undefined, default: undefined }) },
    ]),
  );

  private readonly typeArray = this.rule<TypeSyntax>('typeArray', () => {
    const start = this.take(tokens.LeftBracket);
    const elements: TypeSyntax[] = [];
    this.OPTION(() => this.take(tokens.Comma));
    this.MANY({
      GATE: () => this.isNext(tokens.LeftBracket, 0) || (elements.length > 0 && this.isNext(tokens.Comma, 0)),
      DEF: () => {
        elements.push(this.SUBRULE(this.type));
        this.OPTION1(() => this.take(tokens.Comma, 1));
      },
    });
    return { rule: 'type-array', start, elements, end: this.take(tokens.RightBracket) };
  });

  private readonly typeTuple = this.rule<TypeSyntax>('typeTuple', () => {
    const start = this.take(tokens.LeftParen);
    const elements: TypeElementSyntax[] = [];
    this.OPTION(() => this.take(tokens.Comma));
    this.MANY({
      GATE: () => this.isNext(tokens.LeftParen, 0) || (elements.length > 0 && this.isNext(tokens.Comma, 0)),
      DEF: () => {
        elements.push(this.SUBRULE(this.typeElement));
        this.OPTION1(() => this.take(tokens.Comma, 1));
      },
    });
    return { rule: 'type-tuple', start, elements, end: this.take(tokens.RightParen) };
  });

  private readonly typeElement = this.rule<TypeElementSyntax>('typeElement', () => {
    const name = this.OPTION({
      GATE: () => this.isNext(tokens.Colon, 2) && this.isAdjacent(2),
      DEF: () => {
        const word = this.take(tokens.Word);
        this.take(tokens.Colon);
        return word;
      },
    });
    const rest = this.OPTION1(() => this.take(tokens.Ellipsis));
    return { name, rest, type: this.SUBRULE(this.type) };
  });

  /** `<A, B> (x: A) => B`: as the environment's signatures are written. */
  readonly typeScheme = this.rule<TypeSchemeSyntax>('typeScheme', () => {
    const parameters: Token[] = [];
    this.OPTION(() => {
      this.take(tokens.Less);
      this.AT_LEAST_ONE({
        GATE: () => this.isNext(tokens.Less, 0) || this.isNext(tokens.Comma, 0),
        DEF: () => {
          parameters.push(this.take(tokens.Word));
          this.OPTION1(() => this.take(tokens.Comma));
        },
      });
      this.take(tokens.Greater);
    });
    return { parameters, type: this.SUBRULE(this.type) };
  });
}
