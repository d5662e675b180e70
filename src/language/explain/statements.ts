/** Statements, and what is made of them. */
import { cause, error, hint } from '../diagnostic.ts';
import type { Span } from '../source.ts';
import { objectBody } from './atoms.ts';
import type { Reader } from './machine.ts';
import { other, type Phrase } from './phrase.ts';
import * as read from './readers.ts';
import { beginning, choice, committed, cut, map, named, optional, repeatSeparated, sequence } from './readers.ts';
import { bareExpression } from './recursion.ts';
import { identifier, marks, opening, refuseName, report, space, statementBreak } from './space.ts';
import { type } from './types.ts';

interface Sentence {
  readonly kind: 'let' | 'expression';
  readonly span: Span;
  readonly phrase: Phrase;
}

const letStatement: Reader<Sentence> = map(
  named(
    sequence(
      read.offset,
      opening('let'),
      identifier,
      space,
      optional(sequence(marks.colon, type)),
      marks.equals,
      bareExpression,
    ),
  ),
  ([start, , name, , , , value], run) => {
    if (name.text === 'FQL' || name.text === '_') return refuseName(name, run);
    return read.pass(run, { kind: 'let', span: run.span(start, value.span.end), phrase: value });
  },
);

const expressionStatement: Reader<Sentence> = map(bareExpression, (phrase) => ({
  kind: 'expression',
  span: phrase.span,
  phrase,
}));

const statements = repeatSeparated(choice(beginning('l', letStatement), expressionStatement), statementBreak);

function bodyOf(what: 'query' | 'block'): Reader<readonly Sentence[]> {
  return map(named(sequence(statements, optional(statementBreak))), ([sentences], run) => {
    const last = sentences.at(-1);
    if (last?.kind === 'expression') {
      space(run);
      return sentences;
    }
    sequence(space, read.offset)(run);
    const place = run.span(run.at, run.at + 1);
    if (!last) return report(run, error(`Unexpected end of ${what}. Expected statement or expression`, place));
    const hints = [cause('Statement does not return a value', last.span)];
    return report(run, error('Missing return expression', place, { hints }));
  });
}

export const queryBody = bodyOf('query');
const blockBody = bodyOf('block');

export const lambdaBody: Reader<unknown> = map(statements, (sentences, run) => {
  const [first] = sentences;
  const only = sentences.length === 1 && first?.kind === 'expression' ? first.phrase : undefined;
  const parenthesized = only?.kind === 'tuple' && only.elements?.length === 1 && only.elements[0]?.kind === 'short';
  if (only?.kind === 'lambda' || parenthesized) return space(run);
  if (only?.kind === 'short' && run.diagnostics.length > 0) {
    space(run);
    return read.fail(run);
  }
  sequence(space, read.offset)(run);
  if (!first) {
    const place = run.span(run.at, run.at + 1);
    return report(run, error('Unexpected end of query. Expected statement or expression', place));
  }
  const hints = sentences.length === 1 ? [hint('Declare a lambda.', run.span(0, 0), '() => ')] : [];
  const annotation = 'Expression is not a lambda.';
  return report(run, error('Body must be a lambda expression.', run.span(0, run.at), { annotation, hints }));
});

export const braces = map(
  named(
    sequence(
      read.offset,
      marks.leftBrace,
      choice<unknown>(
        sequence(marks.rightBrace, (run) => read.pass(run, undefined)),
        sequence(objectBody, committed(marks.rightBrace)),
        sequence(blockBody, committed(marks.rightBrace)),
      ),
      cut,
      read.offset,
    ),
  ),
  ([start, , , , end], run) => other(run.span(start, end)),
);
