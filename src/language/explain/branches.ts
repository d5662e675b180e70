/** Expressions that begin with a keyword. */
import type { Reader } from './machine.ts';
import { term, withChain } from './operators.ts';
import { pattern } from './patterns.ts';
import { other, type Phrase } from './phrase.ts';
import * as read from './readers.ts';
import { committed, map, named, optional, repeatSeparated, sequence } from './readers.ts';
import { bareExpression, expression } from './recursion.ts';
import { gap, marks, opening, space, statementBreak } from './space.ts';

export const conditional: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      opening('if'),
      marks.leftParen,
      expression,
      marks.rightParen,
      space,
      bareExpression,
      optional(sequence(space, opening('else'), bareExpression)),
    ),
  ),
  ([start, , , , , , consequent, alternate], run) => other(run.span(start, (alternate?.[2] ?? consequent).span.end)),
);

export const timeTravel: Reader<Phrase> = map(
  named(sequence(read.offset, opening('at'), marks.leftParen, expression, marks.rightParen, space, bareExpression)),
  ([start, , , , , , body], run) => other(run.span(start, body.span.end)),
);

const branch = named(sequence(opening('case'), pattern, marks.arrow, bareExpression));

export const match: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      opening('match'),
      withChain(term),
      named(
        sequence(marks.leftBrace, repeatSeparated(branch, statementBreak), optional(statementBreak), marks.rightBrace),
      ),
      read.offset,
      committed(gap),
    ),
  ),
  ([start, , , , end], run) => other(run.span(start, end)),
);
