/** Short ways to read and compare trees. */
import type { Block, Expression } from '../../src/language/ast.ts';
import { diagnosticsOf, Failure } from '../../src/language/failure.ts';
import { parseQuery } from '../../src/language/parse.ts';
import { renderSummary } from '../../src/language/render-diagnostic.ts';
import { Source } from '../../src/language/source.ts';

export const query = (text: string): Source => new Source('*query*', text);

/** The tree of a query of one expression. */
export function expressionOf(text: string): Expression {
  const { statements } = parseQuery(query(text));
  const [only] = statements;
  if (statements.length !== 1 || only?.kind !== 'expression') throw new Error(`${text} is not one expression`);
  return only.expression;
}

export function statementsOf(text: string): Block['statements'] {
  return parseQuery(query(text)).statements;
}

/** Trees without their places, as plain data. */
export function withoutPlaces(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => {
      if (key === 'span' || key === 'argumentsSpan') return undefined;
      if (typeof value === 'bigint') return `${value}n`;
      return value === Number.POSITIVE_INFINITY ? 'Infinity' : value;
    }),
  );
}

/** The summary a text is refused with; undefined if it is not. */
export function refusal(parse: (source: Source) => unknown, text: string, name = '*query*'): string | undefined {
  try {
    parse(new Source(name, text));
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Failure) return renderSummary(diagnosticsOf(thrown));
    throw thrown;
  }
}
