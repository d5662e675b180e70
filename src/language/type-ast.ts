/** The syntax tree of Fauna's type expressions, as in `let x: Int? = 1`, signatures and FSL fields. */
import type { Expression, LiteralValue } from './ast.ts';
import type { Name, Span } from './source.ts';

export type TypeExpression =
  | { readonly kind: 'any'; readonly span: Span }
  | { readonly kind: 'never'; readonly span: Span }
  | { readonly kind: 'singleton'; readonly literal: LiteralValue; readonly span: Span }
  | { readonly kind: 'named'; readonly name: Name; readonly span: Span }
  | {
      readonly kind: 'generic';
      readonly name: Name;
      readonly arguments: readonly TypeExpression[];
      readonly span: Span;
    }
  | {
      readonly kind: 'object';
      /** Of a field of a collection, parts may have values where none are given. */
      readonly fields: readonly {
        readonly name: Name;
        readonly type: TypeExpression;
        readonly default?: Expression;
      }[];
      readonly wildcard?: TypeExpression;
      readonly span: Span;
    }
  /** `{ a: A, ... }`: an open record. */
  | {
      readonly kind: 'interface';
      readonly fields: readonly { readonly name: Name; readonly type: TypeExpression }[];
      readonly span: Span;
    }
  | { readonly kind: 'tuple'; readonly elements: readonly TypeExpression[]; readonly span: Span }
  | {
      readonly kind: 'function';
      readonly parameters: readonly TypeParameter[];
      readonly rest?: TypeParameter;
      readonly result: TypeExpression;
      readonly span: Span;
    }
  | { readonly kind: 'union'; readonly members: readonly TypeExpression[]; readonly span: Span }
  | { readonly kind: 'intersection'; readonly members: readonly TypeExpression[]; readonly span: Span }
  | { readonly kind: 'nullable'; readonly base: TypeExpression; readonly span: Span };

export interface TypeParameter {
  readonly name?: Name;
  readonly type: TypeExpression;
}

/** `<A, B> (x: A) => B`: a type with its parameters, as signatures of the environment are written. */
export interface TypeScheme {
  readonly parameters: readonly string[];
  readonly type: TypeExpression;
}
