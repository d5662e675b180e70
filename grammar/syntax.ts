/**
 * The concrete syntax the rules produce: what was written, with the tokens that stand for places. Names, escapes,
 * precedence and everything that can be wrong with a well-formed text is left to whoever reads it.
 */
import type { Token } from './tokens.ts';

export type ExpressionSyntax =
  | LiteralSyntax
  | TemplateSyntax
  | WordSyntax
  | AnonymousSyntax
  | LambdaSyntax
  | IfSyntax
  | AtSyntax
  | MatchSyntax
  | TermSyntax
  | OperationSyntax
  | ObjectSyntax
  | BlockSyntax
  | ListSyntax;

/** `sign`: of a number. */
export interface LiteralSyntax {
  readonly rule: 'literal';
  readonly sign: Token | undefined;
  readonly token: Token;
}

export interface TemplateSyntax {
  readonly rule: 'template';
  readonly start: Token;
  /** Tokens of text, and expressions. */
  readonly parts: readonly (Token | ExpressionSyntax)[];
  readonly end: Token;
}

/** An identifier or placeholder. */
export interface WordSyntax {
  readonly rule: 'word';
  readonly token: Token;
}

/** `.name`, `.[index]` or `.(arguments)`: what a short lambda begins with. */
export interface AnonymousSyntax {
  readonly rule: 'anonymous';
  readonly dot: Token;
  readonly link: LinkSyntax;
}

export interface LambdaSyntax {
  readonly rule: 'lambda';
  readonly start: Token;
  readonly parameters: readonly Token[];
  readonly rest: Token | undefined;
  readonly body: ExpressionSyntax;
}

export interface IfSyntax {
  readonly rule: 'if';
  readonly start: Token;
  readonly test: ExpressionSyntax;
  readonly consequent: ExpressionSyntax;
  readonly alternate: ExpressionSyntax | undefined;
}

export interface AtSyntax {
  readonly rule: 'at';
  readonly start: Token;
  readonly time: ExpressionSyntax;
  readonly body: ExpressionSyntax;
}

export interface MatchSyntax {
  readonly rule: 'match';
  readonly start: Token;
  readonly subject: ExpressionSyntax;
  readonly branches: readonly BranchSyntax[];
  readonly end: Token;
}

export interface BranchSyntax {
  readonly pattern: PatternSyntax;
  readonly body: ExpressionSyntax;
}

/** An operand with what stands before and behind it. */
export interface TermSyntax {
  readonly rule: 'term';
  readonly prefixes: readonly Token[];
  readonly primary: ExpressionSyntax;
  readonly links: readonly LinkSyntax[];
}

export interface LinkSyntax {
  readonly rule: 'link';
  /** The `.` or `?.`, if one was written. */
  readonly dot: Token | undefined;
  /** A name; or `(`, `[` and their list; or `!`. */
  readonly token: Token;
  readonly list: ListSyntax | undefined;
}

export interface OperationSyntax {
  readonly rule: 'operation';
  readonly first: ExpressionSyntax;
  readonly rest: readonly OperandSyntax[];
  readonly projection: ProjectionSyntax | undefined;
}

/** `>=` and `=~` are two tokens: the operator runs from the start of `operator` to the end of `operatorEnd`. */
export interface OperandSyntax {
  readonly operator: Token;
  readonly operatorEnd: Token;
  readonly operand: ExpressionSyntax;
}

export interface ProjectionSyntax {
  readonly rule: 'projection';
  /** `{ * }` */
  readonly all: boolean;
  readonly fields: readonly ProjectedSyntax[];
  readonly end: Token;
}

export interface ProjectedSyntax {
  readonly name: Token;
  readonly value: ExpressionSyntax | ProjectionSyntax | undefined;
}

export interface ObjectSyntax {
  readonly rule: 'object';
  readonly start: Token;
  readonly fields: readonly { readonly name: Token; readonly value: ExpressionSyntax }[];
  readonly end: Token;
}

export interface BlockSyntax {
  readonly rule: 'block';
  readonly start: Token;
  readonly statements: readonly StatementSyntax[];
  readonly end: Token;
}

/** `[…]` or `(…)`, as a value or as arguments. */
export interface ListSyntax {
  readonly rule: 'array' | 'tuple';
  readonly start: Token;
  readonly elements: readonly ExpressionSyntax[];
  /** `...rest` at the end of a tuple. */
  readonly rest: Token | undefined;
  readonly end: Token;
}

export type StatementSyntax = LetSyntax | ExpressionSyntax;

export interface LetSyntax {
  readonly rule: 'let';
  readonly start: Token;
  readonly name: Token;
  readonly type: TypeSyntax | undefined;
  readonly value: ExpressionSyntax;
}

export type PatternSyntax =
  | { readonly rule: 'name'; readonly token: Token; readonly type?: TypeSyntax; readonly inner?: PatternSyntax }
  | { readonly rule: 'literal'; readonly sign: Token | undefined; readonly token: Token }
  | { readonly rule: 'object'; readonly fields: readonly { readonly name: Token; readonly value?: PatternSyntax }[] }
  | { readonly rule: 'list'; readonly elements: readonly PatternSyntax[]; readonly rest?: PatternSyntax };

export type TypeSyntax =
  | { readonly rule: 'type-literal'; readonly sign: Token | undefined; readonly token: Token }
  /** `name` is the first of its words, `nameEnd` the last: `A.B`. */
  | {
      readonly rule: 'type-name';
      readonly name: Token;
      readonly nameEnd: Token;
      readonly parameters: readonly TypeSyntax[];
      readonly end: Token;
    }
  | {
      readonly rule: 'type-object';
      readonly start: Token;
      readonly fields: readonly TypeFieldSyntax[];
      readonly end: Token;
    }
  | {
      readonly rule: 'type-array';
      readonly start: Token;
      readonly elements: readonly TypeSyntax[];
      readonly end: Token;
    }
  | {
      readonly rule: 'type-tuple';
      readonly start: Token;
      readonly elements: readonly TypeElementSyntax[];
      readonly end: Token;
    }
  | { readonly rule: 'type-operation'; readonly first: TypeSyntax; readonly rest: readonly TypeOperandSyntax[] };

/** A field, the wildcard `*: T`, or `...`. */
export interface TypeFieldSyntax {
  readonly name: Token;
  readonly type: TypeSyntax | undefined;
  readonly default: ExpressionSyntax | undefined;
}

export interface TypeElementSyntax {
  readonly name: Token | undefined;
  readonly rest: Token | undefined;
  readonly type: TypeSyntax;
}

/** `| T`, `& T`, `=> T`; or `?` and `??` without a type. */
export interface TypeOperandSyntax {
  readonly operator: Token;
  readonly operand: TypeSyntax | undefined;
}

export interface TypeSchemeSyntax {
  readonly parameters: readonly Token[];
  readonly type: TypeSyntax;
}
