/** An open bracket of an unfinished text, and what was read behind it. */
import type { TypeExpression } from '../../language/type-ast.ts';
import type { Argument } from './member-types.ts';

export type FrameKind =
  | 'block'
  | 'group'
  | 'condition'
  | 'call'
  | 'access'
  | 'array'
  | 'object'
  | 'projection'
  | 'template';

/** An open bracket, and what has been read behind it. */
export interface Frame {
  readonly kind: FrameKind;
  /** What stands before the bracket: the callee, the subject of an access or a projection. */
  readonly of: TypeExpression | undefined;
  /** What is expected as a whole: of an object's braces. */
  readonly expected: TypeExpression | undefined;
  readonly locals: Map<string, TypeExpression | undefined>;
  /** The value that was read last; undefined before the next. */
  current: TypeExpression | undefined;
  /** Whether a value has ended just before. */
  hasValue: boolean;
  readonly arguments: Argument[];
  /** Fields by their names, of objects and projections. */
  readonly fields: Map<string, TypeExpression>;
  key: string | undefined;
  /** Of the `let` whose value is being read. */
  letName: string | undefined;
  /** Identifiers: of a group, they may turn out to be parameters. */
  readonly names: string[];
  /** Whether a lambda's `=>` was read in this argument. */
  inLambda: boolean;
}

export function newFrame(kind: FrameKind, of: TypeExpression | undefined, expected: TypeExpression | undefined): Frame {
  return {
    kind,
    of,
    expected,
    locals: new Map(),
    current: undefined,
    hasValue: false,
    arguments: [],
    fields: new Map(),
    key: undefined,
    letName: undefined,
    names: [],
    inLambda: false,
  };
}

/** What was read as an argument: of a lambda, its last value is what it answers. */
export function argumentOf({ inLambda, current }: Frame): Argument {
  return inLambda ? { result: current } : { type: current, result: current };
}
