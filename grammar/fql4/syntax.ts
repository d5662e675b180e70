/** What the rules make of the tokens: one form a rule. */
import type { IToken } from 'chevrotain';

export type ExpressionSyntax =
  | ParenthesizedSyntax
  | LiteralSyntax
  | NumberSyntax
  | ArraySyntax
  | ObjectSyntax
  | NameSyntax
  | CallSyntax
  | FunctionSyntax;

/** A string, `true`, `false` or `null`. */
export interface LiteralSyntax {
  readonly rule: 'literal';
  readonly token: IToken;
}

export interface NumberSyntax {
  readonly rule: 'number';
  readonly sign: IToken | undefined;
  readonly token: IToken;
}

export interface ParenthesizedSyntax {
  readonly rule: 'parenthesized';
  readonly start: IToken;
  readonly inner: ExpressionSyntax;
  readonly end: IToken;
}

export interface ArraySyntax {
  readonly rule: 'array';
  readonly start: IToken;
  readonly elements: readonly ExpressionSyntax[];
  readonly end: IToken;
}

export interface FieldSyntax {
  /** A word, a string or a number. */
  readonly key: IToken;
  /** Undefined for `{ x }`, which is `{ x: x }`. */
  readonly value: ExpressionSyntax | undefined;
}

export interface ObjectSyntax {
  readonly rule: 'object';
  readonly start: IToken;
  readonly fields: readonly FieldSyntax[];
  readonly end: IToken;
}

/** `x`, or `a.b.c`. */
export interface NameSyntax {
  readonly rule: 'name';
  readonly path: readonly IToken[];
}

export interface CallSyntax {
  readonly rule: 'call';
  /** `Get`, or `q.Get`. */
  readonly path: readonly IToken[];
  readonly arguments: readonly ExpressionSyntax[];
  readonly end: IToken;
}

/** `x => …`, `(x, y) => …`, `x => { return … }` or `function (x) { return … }`. */
export interface FunctionSyntax {
  readonly rule: 'function';
  readonly start: IToken;
  readonly parameters: readonly IToken[];
  readonly body: ExpressionSyntax;
  /** The brace that ends the body, if there is one. */
  readonly end: IToken | undefined;
}
