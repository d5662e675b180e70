/** Text to syntax tree: the entry points. */
import type { IToken } from 'chevrotain';
import { endOfBlanks } from '../../grammar/ends.ts';
import { lex } from '../../grammar/lexer.ts';
import { Grammar } from '../../grammar/parser.ts';
import type { Rule } from '../../grammar/rules.ts';
import { Invalid, Semicolon, type Token } from '../../grammar/tokens.ts';
import type { Block, Expression, Lambda, Link } from './ast.ts';
import { ExpressionBuilder } from './build-expressions.ts';
import { Refused, spanOf } from './build-literals.ts';
import { buildFieldType, buildType } from './build-types.ts';
import { type Diagnostic, error } from './diagnostic.ts';
import { explain, type Goal } from './explain/explain.ts';
import { Failure, invalidQuery } from './failure.ts';
import { PLACEHOLDER, Source, type Span } from './source.ts';
import type { TypeExpression, TypeScheme } from './type-ast.ts';

let grammar: Grammar | undefined;

/** Made at first use, and then kept. */
function theGrammar(): Grammar {
  grammar ??= new Grammar();
  return grammar;
}

/** How deep brackets may nest: those who read and walk a tree call themselves. */
const MAXIMUM_DEPTH = 200;
/** How many words and marks a text may have, which bounds the memory that reading it takes to about a gigabyte. */
const MAXIMUM_LENGTH = 5_000_000;

function read<Syntax, Tree>(
  source: Source,
  goal: Goal,
  isTemplate: boolean,
  rule: (grammar: Grammar) => Rule<Syntax>,
  build: (syntax: Syntax, tokens: readonly Token[]) => Tree,
): Tree {
  const { tokens, stopped } = lex(source.text, {
    maximumDepth: MAXIMUM_DEPTH,
    maximumLength: MAXIMUM_LENGTH,
    ...(isTemplate && { placeholder: PLACEHOLDER }),
  });
  if (stopped) throw invalidQuery([beyondLimit(stopped.by, spanOf(source, stopped.token))]);
  try {
    const problem = readWhole(source, tokens, rule, build);
    if ('tree' in problem) return problem.tree;
    const diagnostics = explain(source, goal, isTemplate);
    throw invalidQuery(diagnostics.length > 0 ? diagnostics : [error('Invalid syntax', problem.span)]);
  } catch (thrown) {
    // The stack overflows where much nests that is no bracket: `x => x => …`, `if … else if …`.
    if (!(thrown instanceof RangeError)) throw thrown;
    const [first] = tokens;
    throw invalidQuery([beyondLimit('depth', { source, start: first?.startOffset ?? 0, end: first?.end ?? 0 })]);
  }
}

/** The tree, or where there is none the place that stands in its way. */
function readWhole<Syntax, Tree>(
  source: Source,
  tokens: Token[],
  rule: (grammar: Grammar) => Rule<Syntax>,
  build: (syntax: Syntax, tokens: readonly Token[]) => Tree,
): { readonly tree: Tree } | { readonly span: Span } {
  const parser = theGrammar();
  parser.input = tokens;
  const syntax = rule(parser).call(parser);
  const [failed] = parser.errors;
  if (failed) return { span: placeOf(failed.token, source) };
  try {
    return { tree: build(syntax, tokens) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { span: thrown.span };
    throw thrown;
  }
}

function beyondLimit(by: 'depth' | 'length', span: Span): Diagnostic {
  if (by === 'depth') return error(`Nested too deeply: at most ${MAXIMUM_DEPTH} brackets can be open at once`, span);
  return error(`Too long: at most ${MAXIMUM_LENGTH} words and marks can be read`, span);
}

/** The place of a token; the end of the text has none of its own. */
function placeOf({ startOffset, endOffset }: IToken, source: Source): Span {
  if (Number.isNaN(startOffset)) return { source, start: source.text.length, end: source.text.length + 1 };
  return { source, start: startOffset, end: (endOffset ?? startOffset) + 1 };
}

/** A query. @throws Failure `invalid_query` with what is wrong and where */
export function parseQuery(source: Source): Block {
  return readQuery(source, false);
}

/**
 * A query in which `PLACEHOLDER` stands for values that were sent beside it: they become the identifiers `$0`, `$1` …
 * in their order. @throws Failure `invalid_query`
 */
export function parseTemplate(source: Source): Block {
  return readQuery(source, true);
}

function readQuery(source: Source, isTemplate: boolean): Block {
  return read(
    source,
    'query',
    isTemplate,
    (parser) => parser.statements,
    (nodes, tokens) => {
      const span = { source, start: tokens[0]?.startOffset ?? 0, end: source.text.length };
      return new ExpressionBuilder(source).buildBlock(nodes, span);
    },
  );
}

/** The body of a function, a predicate …: one lambda, or a short one in parentheses. @throws Failure `invalid_query` */
export function parseLambda(source: Source): Lambda {
  return read(
    source,
    'lambda',
    false,
    (parser) => parser.statements,
    (nodes, tokens) => {
      const builder = new ExpressionBuilder(source);
      const last = tokens.at(-1);
      if (last?.tokenType === Semicolon) throw new Refused('nothing stands behind a lambda', spanOf(source, last));
      const statements = nodes.map((node) => builder.buildStatement(node));
      const only = statements.length === 1 ? statements[0] : undefined;
      const lambda = only?.kind === 'expression' ? lambdaOf(only.expression) : undefined;
      if (!lambda)
        throw new Refused('Body must be a lambda expression.', { source, start: 0, end: source.text.length });
      return lambda;
    },
  );
}

function lambdaOf(expression: Expression): Lambda | undefined {
  if (expression.kind === 'lambda') return expression;
  const element = expression.kind === 'tuple' && expression.elements.length === 1 ? expression.elements[0] : undefined;
  return element?.kind === 'lambda' && element.short ? element : undefined;
}

/** A type. @throws Failure `invalid_query` */
export function parseType(source: Source): TypeExpression {
  return read(
    source,
    'type',
    false,
    (parser) => parser.type,
    (node) => buildType(node, source),
  );
}

/** The type of a collection's field: `{ a: Int = 1 }` too. @throws Failure `invalid_query` */
export function parseFieldType(source: Source): TypeExpression {
  return read(
    source,
    'field-type',
    false,
    (parser) => parser.type,
    (node) => buildFieldType(node, source, (value) => new ExpressionBuilder(source).build(value)),
  );
}

/** A type with its parameters: `<A> (x: A) => A`. @throws Failure `invalid_query` */
export function parseTypeScheme(source: Source): TypeScheme {
  return read(
    source,
    'type-scheme',
    false,
    (parser) => parser.typeScheme,
    ({ parameters, type }) => ({ parameters: parameters.map(({ image }) => image), type: buildType(type, source) }),
  );
}

/** One expression. @throws Failure `invalid_query` */
export function parseExpression(source: Source): Expression {
  return read(
    source,
    'expression',
    false,
    (parser) => parser.expression,
    (node) => new ExpressionBuilder(source).build(node),
  );
}

/** The path to a field, as index definitions write it: `.address.lines[0]`. @throws Failure `invalid_query` */
export function parseFieldPath(source: Source): (string | number)[] {
  return read(
    source,
    'path',
    false,
    (parser) => parser.expression,
    (node) => {
      const expression = new ExpressionBuilder(source).buildArgument(node);
      const chain = expression.kind === 'lambda' && expression.short ? expression.body : undefined;
      if (chain?.kind !== 'chain') throw new Refused('not a path', expression.span);
      const { end } = chain.span;
      if (endOfBlanks(source.text, end) < source.text.length)
        throw new Refused('nothing stands behind a path', { source, start: end, end: end + 1 });
      return chain.links.map(stepOf);
    },
  );
}

function stepOf(link: Link): string | number {
  if (link.kind === 'select' && !link.optional) return link.name.text;
  const only = link.kind === 'access' && !link.optional && link.arguments.length === 1 ? link.arguments[0] : undefined;
  const literal = only?.kind === 'literal' ? only.literal : undefined;
  if (literal?.type === 'string') return literal.value;
  if (literal?.type === 'integer' && literal.value >= 0n && literal.value < 2n ** 63n) return Number(literal.value);
  throw new Refused('not a step of a path', link.span);
}

export type Completeness = 'complete' | 'incomplete' | 'invalid';

/** Whether `text` is a whole query, the beginning of one, or can become none whatever is added to its end. */
export function isComplete(text: string): Completeness {
  const { tokens, unclosed } = lex(text);
  const last = tokens.at(-1);
  const stray = tokens.findIndex(({ tokenType }) => tokenType === Invalid);
  // A string or comment that is still open is one token, the last.
  const isTail = stray === tokens.length - 1 && unclosed.length > 0 && unclosed.at(-1) !== 'bracket';
  if (stray !== -1 && !isTail) return 'invalid';
  if (unclosed.length > 0) return 'incomplete';
  try {
    parseQuery(new Source('*query*', text));
    return 'complete';
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return thrown.span.start >= (last?.end ?? 0) ? 'incomplete' : 'invalid';
  }
}
