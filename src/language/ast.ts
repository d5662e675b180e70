/**
 * The syntax tree of FQL v10. Every node carries the span it was read from; a lambda's parameter `null` is `_`.
 * Source: the FQL reference, "Lexical structure" and "Statements".
 */
import type { Name, Span } from './source.ts';
import type { TypeExpression } from './type-ast.ts';

export type Expression =
  | Literal
  | Template
  | Identifier
  | This
  | Lambda
  | If
  | At
  | Match
  | Chain
  | Operator
  | Project
  | ProjectAll
  | ObjectLiteral
  | ArrayLiteral
  | Tuple
  | Block;

/** An integer keeps its digits as a bigint: which of Int, Long and Double holds it is decided at run time. */
export type LiteralValue =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string };

export interface Literal {
  readonly kind: 'literal';
  readonly literal: LiteralValue;
  readonly span: Span;
}

/** `"a#{b}c"`: text and expressions in the order written. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly (string | Expression)[];
  readonly span: Span;
}

export interface Identifier {
  readonly kind: 'identifier';
  readonly name: string;
  readonly span: Span;
}

/** The unnamed subject of a short lambda (`.field`) or of a projection's field; its span is empty. */
export interface This {
  readonly kind: 'this';
  readonly span: Span;
}

export interface Lambda {
  readonly kind: 'lambda';
  /** A short lambda binds `this`, and has one parameter that `parameters` does not list. */
  readonly short: boolean;
  readonly parameters: readonly (Name | null)[];
  /** `...rest`: absent, or its name, or null for `..._`. */
  readonly rest?: Name | null;
  readonly body: Expression;
  readonly span: Span;
}

export interface If {
  readonly kind: 'if';
  readonly test: Expression;
  readonly consequent: Expression;
  readonly alternate?: Expression;
  readonly span: Span;
}

/** `at (time) body`: reads in `body` see the database as it was at `time`. */
export interface At {
  readonly kind: 'at';
  readonly time: Expression;
  readonly body: Expression;
  readonly span: Span;
}

/** Parsed as the original parses it; neither runs it. */
export interface Match {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly span: Span;
}

/** A subject and what is applied to it, left to right: `a.b(c)!?.[d]`. */
export interface Chain {
  readonly kind: 'chain';
  readonly subject: Expression;
  readonly links: readonly Link[];
  readonly span: Span;
}

export type Link = Select | MethodCall | Call | Access | Bang;

/** `.name` or `?.name`; `span` runs from the dot to the end of the name. */
export interface Select {
  readonly kind: 'select';
  readonly name: Name;
  readonly optional: boolean;
  readonly span: Span;
}

/** `.name(…)`; `argumentsSpan` covers the parentheses and what is within. */
export interface MethodCall {
  readonly kind: 'method-call';
  readonly name: Name;
  readonly arguments: readonly Expression[];
  /** `?.name(…)` */
  readonly optional: boolean;
  /** `.name?.(…)` */
  readonly callOptional: boolean;
  readonly argumentsSpan: Span;
  readonly span: Span;
}

/** `(…)` or `?.(…)` */
export interface Call {
  readonly kind: 'call';
  readonly arguments: readonly Expression[];
  readonly optional: boolean;
  readonly argumentsSpan: Span;
  readonly span: Span;
}

/** `[…]` or `?.[…]` */
export interface Access {
  readonly kind: 'access';
  readonly arguments: readonly Expression[];
  readonly optional: boolean;
  readonly argumentsSpan: Span;
  readonly span: Span;
}

/** `!` */
export interface Bang {
  readonly kind: 'bang';
  readonly span: Span;
}

/** A unary (`right` absent) or binary operator. The span of a binary one runs from left to right operand. */
export interface Operator {
  readonly kind: 'operator';
  readonly operator: Name;
  readonly left: Expression;
  readonly right?: Expression;
  readonly span: Span;
}

/** `subject { a, b: expression, c { d } }`; the values of the fields are written in terms of `this`. */
export interface Project {
  readonly kind: 'project';
  readonly subject: Expression;
  readonly fields: readonly Field[];
  readonly span: Span;
}

/** `subject { * }`: parsed, and refused at run time as in the original. */
export interface ProjectAll {
  readonly kind: 'project-all';
  readonly subject: Expression;
  readonly span: Span;
}

export interface Field {
  readonly name: Name;
  readonly value: Expression;
}

export interface ObjectLiteral {
  readonly kind: 'object';
  readonly fields: readonly Field[];
  readonly span: Span;
}

export interface ArrayLiteral {
  readonly kind: 'array';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

/** `(a)` is a; `()` and `(a, b)` are arrays. */
export interface Tuple {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

/** Statements of which the last is an expression statement: the block's value. */
export interface Block {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly span: Span;
}

export type Statement = Let | ExpressionStatement;

export interface Let {
  readonly kind: 'let';
  readonly name: Name;
  readonly type?: TypeExpression;
  readonly value: Expression;
  readonly span: Span;
}

export interface ExpressionStatement {
  readonly kind: 'expression';
  readonly expression: Expression;
  readonly span: Span;
}
