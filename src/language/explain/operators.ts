/** Operands and operators. */
import { PLACEHOLDER } from '../source.ts';
import { literalPhrase, template } from './atoms.ts';
import { chainPieces, extend, list, shortStart } from './chains.ts';
import type { Reader, Run } from './machine.ts';
import { other, type Phrase, short } from './phrase.ts';
import * as read from './readers.ts';
import {
  beginning,
  captured,
  choice,
  committed,
  cut,
  lazy,
  literal,
  map,
  named,
  not,
  optional,
  repeat,
  repeatSeparated,
  sequence,
} from './readers.ts';
import { expression } from './recursion.ts';
import { gap, identifier, marks, placed, space, wordRest } from './space.ts';
import { braces } from './statements.ts';

const wordOperator = named(captured(committed(sequence(read.anyOf(['isa']), not(wordRest)))));
const lineOperator = named(sequence(space, captured(committed(read.anyOf(['??', '||', '&&', '|', '^', '&'])))));
const sameLineOperator = named(
  sequence(
    not(choice<unknown>(literal('//'), literal('/*'), literal('->'))),
    captured(committed(read.anyOf(['==', '!=', '=~', '!~', '>', '<', '>=', '<=', '+', '-', '*', '/', '%', '**']))),
  ),
);

export const operations = named(
  repeat(
    map(
      sequence(
        placed(choice<unknown>(sameLineOperator, lineOperator, beginning('i', wordOperator)), () => undefined),
        space,
        cut,
        lazy(() => term),
      ),
      ([, , , operand]) => operand,
    ),
  ),
);

export function operate(first: Phrase, operands: readonly Phrase[]): Phrase {
  const last = operands.at(-1);
  if (!last) return first;
  const isShort = [first, ...operands].some(
    ({ kind, elements }) =>
      kind === 'short' || (kind === 'tuple' && elements?.length === 1 && elements[0]?.kind === 'short'),
  );
  const result = other({ ...first.span, end: last.span.end });
  return isShort ? short(result) : result;
}

const prefixed: Reader<Phrase> = map(
  named(
    sequence(
      placed(captured(read.oneOf((unit) => unit === 45 || unit === 126 || unit === 33, '[\\\\-~!]')), () => undefined),
      cut,
      gap,
      lazy(() => term),
    ),
  ),
  ([, , , operand]) => (operand.kind === 'short' ? short(other(operand.span)) : other(operand.span)),
);

const array: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      marks.leftBracket,
      repeatSeparated(expression, marks.comma),
      optional(marks.comma),
      marks.rightBracket,
      read.offset,
    ),
  ),
  ([start, , , , , end], run) => other(run.span(start, end)),
);

const tuple: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      named(map(sequence(marks.leftParen, list, committed(marks.rightParen)), ([, listed]) => listed)),
      read.offset,
    ),
  ),
  ([start, { elements }, end], run) => ({ kind: 'tuple', elements, span: run.span(start, end) }),
);

const name: Reader<Phrase> = map(named(identifier), ({ span }) => ({ kind: 'name', span }));

const placeholder: Reader<Phrase> = named(
  placed(literal(PLACEHOLDER), (_, start, end, run) => ({ kind: 'name', span: run.span(start, end) })),
);

const simple = choice<Phrase>(
  beginning("ntf+-0123456789'<", literalPhrase),
  beginning('"<', template),
  beginning('{', braces),
  beginning('[', array),
  beginning('.', shortStart),
);
const simpleInTemplate = choice<Phrase>(placeholder, simple);
const operandStart = named(
  map(
    sequence((run: Run) => (run.isTemplate ? simpleInTemplate : simple)(run), gap),
    ([phrase]) => phrase,
  ),
);
const operand = named(
  map(sequence(choice<Phrase>(operandStart, beginning('(', tuple), name), gap), ([phrase]) => phrase),
);

export const withChain = (start: Reader<Phrase>): Reader<Phrase> =>
  map(named(sequence(start, chainPieces)), ([phrase, pieces]) => extend(phrase, pieces));

export const firstTerm = named(choice(withChain(operandStart), beginning('-~!', prefixed)));
export const term: Reader<Phrase> = named(choice(withChain(operand), beginning('-~!', prefixed)));
