/** Text to syntax tree: the entry points. */
import type { IToken } from 'chevrotain';
import { lex } from '../../grammar/lexer.ts';
import { Grammar } from '../../grammar/parser.ts';
import type { Rule } from '../../grammar/rules.ts';
import { Invalid } from '../../grammar/tokens.ts';
import type { Block, Expression, Lambda } from './ast.ts';
import { ExpressionBuilder } from './build-expressions.ts';
import { Refused } from './build-literals.ts';
import { buildType } from './build-types.ts';
import { error } from './diagnostic.ts';
import { explain, type Goal } from './explain/explain.ts';
import { Failure, invalidQuery } from './failure.ts';
import { Source, type Span } from './source.ts';
import type { TypeExpression, TypeScheme } from './type-ast.ts';

let grammar: Grammar | undefined;

/** Made at first use, and then kept. */
function theGrammar(): Grammar {
  grammar ??= new Grammar();
  return grammar;
}

function read<Syntax, Tree>(
  source: Source,
  goal: Goal,
  rule: (grammar: Grammar) => Rule<Syntax>,
  build: (syntax: Syntax, start: number) => Tree,
): Tree {
  const parser = theGrammar();
  const { tokens } = lex(source.text);
  parser.input = tokens;
  const syntax = rule(parser).call(parser);
  let problem = parser.errors[0] && placeOf(parser.errors[0].token, source);
  try {
    if (!problem) return build(syntax, tokens[0]?.startOffset ?? 0);
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    problem = thrown.span;
  }
  const diagnostics = explain(source, goal);
  throw invalidQuery(diagnostics.length > 0 ? diagnostics : [error('Invalid syntax', problem)]);
}

/** The place of a token; the end of the text has none of its own. */
function placeOf({ startOffset, endOffset }: IToken, source: Source): Span {
  if (Number.isNaN(startOffset)) return { source, start: source.text.length, end: source.text.length + 1 };
  return { source, start: startOffset, end: (endOffset ?? startOffset) + 1 };
}

/** A query. @throws Failure `invalid_query` with what is wrong and where */
export function parseQuery(source: Source): Block {
  return read(
    source,
    'query',
    (parser) => parser.statements,
    (nodes, start) => new ExpressionBuilder(source).buildBlock(nodes, { source, start, end: source.text.length }),
  );
}

/** The body of a function, a predicate …: one lambda, or a short one in parentheses. @throws Failure `invalid_query` */
export function parseLambda(source: Source): Lambda {
  return read(
    source,
    'lambda',
    (parser) => parser.statements,
    (nodes) => {
      const builder = new ExpressionBuilder(source);
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
    (parser) => parser.type,
    (node) => buildType(node, source),
  );
}

/** A type with its parameters: `<A> (x: A) => A`. @throws Failure `invalid_query` */
export function parseTypeScheme(source: Source): TypeScheme {
  return read(
    source,
    'type-scheme',
    (parser) => parser.typeScheme,
    ({ parameters, type }) => ({ parameters: parameters.map(({ image }) => image), type: buildType(type, source) }),
  );
}

/** One expression. @throws Failure `invalid_query` */
export function parseExpression(source: Source): Expression {
  return read(
    source,
    'expression',
    (parser) => parser.expression,
    (node) => new ExpressionBuilder(source).build(node),
  );
}

export type Completeness = 'complete' | 'incomplete' | 'invalid';

/** Whether `text` is a whole query, the beginning of one, or can become none whatever is added to its end. */
export function isComplete(text: string): Completeness {
  const { tokens, unclosed } = lex(text);
  const last = tokens.at(-1);
  const stray = tokens.findIndex(({ tokenType }) => tokenType === Invalid);
  if (stray !== -1 && !(stray === tokens.length - 1 && unclosed.length > 0)) return 'invalid';
  if (unclosed.length > 0) return 'incomplete';
  try {
    parseQuery(new Source('*query*', text));
    return 'complete';
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return thrown.span.start >= (last?.end ?? 0) ? 'incomplete' : 'invalid';
  }
}
