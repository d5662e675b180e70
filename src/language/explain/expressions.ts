/** Expressions, as far as they matter to what is said about a text that is none. */

import { operatorPrecedences } from '../build-operators.ts';
import { cause, error, hint } from '../diagnostic.ts';
import { type Name, PLACEHOLDER, type Span } from '../source.ts';
import { heredoc, heredocTemplateOf, type Interpolation, number, singleQuoted, templateOf } from './literals.ts';
import type { Reader, Run } from './machine.ts';
import { pattern } from './patterns.ts';
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
import {
  gap,
  identifier,
  keyword,
  marks,
  opening,
  placed,
  refuseName,
  report,
  space,
  statementBreak,
  word,
  wordName,
  wordRest,
} from './space.ts';
import { type } from './types.ts';

/** What was read, as far as a message may ask for it. */
export interface Phrase {
  readonly kind: 'name' | 'short' | 'lambda' | 'tuple' | 'chain' | 'other';
  readonly span: Span;
  /** Of a tuple. */
  readonly elements?: readonly Phrase[];
  /** Of a chain. */
  readonly links?: readonly Piece[];
  /** Of a short lambda: what it returns. */
  readonly body?: Phrase;
}

/** A link of a chain. */
export interface Piece {
  readonly kind: 'select' | 'call' | 'access' | 'bang';
  readonly span: Span;
  /** Whether a path to a field can have it. */
  readonly inPath: boolean;
}

const other = (span: Span): Phrase => ({ kind: 'other', span });
const short = (body: Phrase): Phrase => ({ kind: 'short', span: body.span, body });

/** An expression and the space behind it. */
export const expression: Reader<Phrase> = lazy(() => plainExpression);
const argument: Reader<Phrase> = lazy(() => shortExpression);

// What ends a sequence is read by what contains it.

interface Listed {
  readonly elements: readonly Phrase[];
  readonly allNames: boolean;
}

const list: Reader<Listed> = map(
  optional(sequence(named(repeatSeparated(argument, marks.comma, 1), 'expression'), optional(marks.comma))),
  (read): Listed => {
    const elements = read?.[0] ?? [];
    return { elements, allNames: elements.every(({ kind }) => kind === 'name') };
  },
);

const interpolated = named(map(sequence(space, expression), ([, value]) => value));

function literalWord(text: string): Reader<Phrase> {
  return named(placed(committed(keyword(text)), (_, start, end, run) => other(run.span(start, end))));
}

const pathNumber = /^[+]?\d/;

/** A literal says whether it can stand in a path. */
const literalPhrase: Reader<Phrase & { readonly inPath?: boolean }> = named(
  choice<Phrase & { readonly inPath?: boolean }>(
    literalWord('null'),
    literalWord('true'),
    literalWord('false'),
    named(
      placed(number, (text, start, end, run) => ({
        ...other(run.span(start, end)),
        inPath: pathNumber.test(text) && !/[.eE]/.test(text.replace(/^0[xX].*/, '')),
      })),
    ),
    named(
      placed(choice<unknown>(heredoc, singleQuoted), (_, start, end, run) => ({
        ...other(run.span(start, end)),
        inPath: true,
      })),
    ),
  ),
);

const template: Reader<Phrase & { readonly inPath?: boolean }> = named(
  map(
    sequence(read.offset, choice<unknown>(templateOf(interpolated), heredocTemplateOf(interpolated)), read.offset),
    ([start, parts, end], run) => ({
      ...other(run.span(start, end)),
      inPath: Array.isArray(parts) && parts.length < 2 && parts.every((part) => typeof part === 'string'),
    }),
  ),
);

const fieldNameTemplate: Reader<string> = map(
  sequence(read.offset, templateOf(interpolated), read.offset),
  ([start, parts, end], run) => {
    const found = parts.find((part): part is Interpolation<Phrase> => typeof part !== 'string');
    if (!found) return read.pass(run, parts.join(''));
    const hints = [
      hint('Add a backslash to ignore the interpolation', run.span(found.start, found.start), '\\'),
      hint('Use Object.fromEntries if you need a dynamic key', run.span(start, end)),
    ];
    return report(run, error('Object keys do not support interpolation', found.value.span, { hints }));
  },
);
export const quotedFieldName = fieldNameTemplate;

export const fieldName: Reader<Name> = named(
  placed(choice(word, singleQuoted, fieldNameTemplate), (text, start, end, run) => ({
    text,
    span: run.span(start, end),
  })),
);

const objectFields = named(
  sequence(
    repeatSeparated(sequence(fieldName, gap, sequence(marks.colon, expression)), marks.comma, 1),
    optional(marks.comma),
  ),
);

const objectBody = map(named(objectFields, 'expression'), ([fields], run) => {
  const seen = new Map<string, Name>();
  for (const [name] of fields) {
    const original = seen.get(name.text);
    if (original) {
      const hints = [hint('Key originally used here', original.span)];
      run.diagnostics.push(error('Duplicate key', name.span, { hints }));
    } else seen.set(name.text, name);
  }
  return read.pass(run, fields);
});

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
      lazy(() => bareExpression),
    ),
  ),
  ([start, , name, , , , value], run) => {
    if (name.text === 'FQL' || name.text === '_') return refuseName(name, run);
    return read.pass(run, { kind: 'let', span: run.span(start, value.span.end), phrase: value });
  },
);

const expressionStatement: Reader<Sentence> = map(
  lazy(() => bareExpression),
  (phrase) => ({ kind: 'expression', span: phrase.span, phrase }),
);

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

const braces = map(
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

// Chains

const fieldPiece = named(sequence(wordName, gap));

const selectPiece: Reader<Piece> = map(
  named(sequence(space, read.offset, marks.dot, read.offset, fieldPiece)),
  ([, start, , , [name]], run) => ({ kind: 'select', span: run.span(start, name.span.end), inPath: true }),
);

const callPiece: Reader<Piece> = map(
  named(sequence(read.offset, marks.leftParen, list, marks.rightParen, read.offset, gap)),
  ([start, , , , end], run) => ({ kind: 'call', span: run.span(start, end), inPath: false }),
);

const accessPiece: Reader<Piece> = map(
  named(sequence(read.offset, marks.leftBracket, list, marks.rightBracket, read.offset, gap)),
  ([start, , { elements }, , end], run) => {
    const [only] = elements as readonly (Phrase & { inPath?: boolean })[];
    return { kind: 'access', span: run.span(start, end), inPath: elements.length === 1 && only?.inPath === true };
  },
);

const optionalPiece: Reader<Piece> = named(
  map(sequence(space, read.offset, marks.questionDot, read.offset), ([, start], run) => {
    const from = (piece: Piece): Piece => ({ ...piece, span: run.span(start, piece.span.end), inPath: false });
    const selected: Reader<Piece> = map(sequence(wordName, gap), ([{ span }]) => ({
      kind: 'select',
      span,
      inPath: false,
    }));
    return choice(map(callPiece, from), map(accessPiece, from), map(selected, from))(run);
  }),
);

const bangPiece: Reader<Piece> = map(
  named(sequence(not(choice<unknown>(literal('!='), literal('!~'))), read.offset, marks.exclamation, read.offset, gap)),
  ([, start, , end], run) => ({ kind: 'bang', span: run.span(start, end), inPath: false }),
);

const chainPieces = named(
  repeat(
    choice(
      optionalPiece,
      selectPiece,
      beginning('(', callPiece),
      beginning('[', accessPiece),
      beginning('!', bangPiece),
    ),
  ),
);

const shortStart: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      marks.leadingDot,
      read.offset,
      choice<Piece>(
        map(fieldPiece, ([{ span }]) => ({ kind: 'select', span, inPath: true })),
        callPiece,
        accessPiece,
      ),
    ),
  ),
  ([start, , , piece], run) => {
    const from = piece.kind === 'select' ? { ...piece, span: run.span(start, piece.span.end) } : piece;
    return short(extend(other(run.span(start, start)), [from]));
  },
);

function extend(subject: Phrase, pieces: readonly Piece[]): Phrase {
  if (pieces.length === 0) return subject;
  if (subject.kind === 'short' && subject.body) return short(extend(subject.body, pieces));
  const links: Piece[] = [...(subject.links ?? [])];
  for (const piece of pieces) {
    const last = links.at(-1);
    if (piece.kind === 'call' && last?.kind === 'select') {
      links[links.length - 1] = { ...piece, span: { ...last.span, end: piece.span.end } };
    } else links.push(piece);
  }
  return { kind: 'chain', links, span: { ...subject.span, end: (links.at(-1) as Piece).span.end } };
}

// Operators

const wordOperator = named(captured(committed(sequence(read.anyOf(['isa']), not(wordRest)))));
const lineOperator = named(sequence(space, captured(committed(read.anyOf(['??', '||', '&&', '|', '^', '&'])))));
const sameLineOperator = named(
  sequence(
    not(choice<unknown>(literal('//'), literal('/*'), literal('->'))),
    captured(committed(read.anyOf(['==', '!=', '=~', '!~', '>', '<', '>=', '<=', '+', '-', '*', '/', '%', '**']))),
  ),
);

const operations = named(
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

function operate(first: Phrase, operands: readonly Phrase[]): Phrase {
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

const withChain = (start: Reader<Phrase>): Reader<Phrase> =>
  map(named(sequence(start, chainPieces)), ([phrase, pieces]) => extend(phrase, pieces));

const firstTerm = named(choice(withChain(operandStart), beginning('-~!', prefixed)));
export const term: Reader<Phrase> = named(choice(withChain(operand), beginning('-~!', prefixed)));

// Projections

const projection: Reader<number | undefined> = named(
  optional(
    map(
      sequence(
        marks.leftBrace,
        choice<unknown>(
          marks.star,
          named(
            sequence(
              repeatSeparated(
                lazy(() => projectedField),
                marks.comma,
                1,
              ),
              optional(marks.comma),
            ),
            'identifier',
          ),
        ),
        marks.rightBrace,
        read.offset,
        gap,
      ),
      ([, , , end]) => end,
    ),
  ),
);

const projectedField: Reader<unknown> = named(
  choice<unknown>(
    sequence(identifier, gap, marks.colon, argument, space),
    sequence(identifier, gap, projection, space),
  ),
);

const rest = named(sequence(chainPieces, operations, projection));

function complete(phrase: Phrase, [pieces, operands, end]: readonly [Piece[], Phrase[], number | undefined]): Phrase {
  const whole = operate(extend(phrase, pieces), operands);
  if (end === undefined) return whole;
  const projected = other({ ...whole.span, end });
  return whole.kind === 'short' ? short(projected) : projected;
}

const operation: Reader<Phrase> = map(named(sequence(firstTerm, rest), 'expression'), ([phrase, behind]) =>
  complete(phrase, behind),
);

// Lambdas

const arrow = named(
  optional(
    map(
      sequence(
        marks.arrow,
        lazy(() => bareExpression),
      ),
      ([, body]) => body,
    ),
  ),
);

const nameOrLambda: Reader<Phrase> = map(named(sequence(identifier, gap, arrow)), ([parameter, , body], run) => {
  if (body) return read.pass(run, { kind: 'lambda', span: { ...parameter.span, end: body.span.end } });
  return map(rest, (behind) => complete({ kind: 'name', span: parameter.span }, behind))(run);
});

const parameters = named(
  sequence(marks.leftParen, list, optional(sequence(marks.ellipsis, identifier)), committed(marks.rightParen)),
);

const tupleOrLambda: Reader<Phrase> = map(
  named(sequence(read.offset, parameters, read.offset, gap)),
  ([start, [, { elements, allNames }, variadic], end], run) => {
    const span = run.span(start, end);
    const asTuple = () => map(rest, (behind) => complete({ kind: 'tuple', elements, span }, behind))(run);
    if (!allNames) return variadic ? report(run, error('invalid variadic tuple', span)) : asTuple();
    return map(arrow, (body) => {
      if (!body) return asTuple();
      checkParameters([...elements.map((each) => each.span), ...(variadic ? [variadic[1].span] : [])], run);
      return read.pass(run, { kind: 'lambda' as const, span: run.span(start, body.span.end) });
    })(run);
  },
);

function checkParameters(places: readonly Span[], run: Run): void {
  const seen = new Map<string, Span>();
  for (const span of places) {
    const text = run.text.slice(span.start, span.end);
    const original = seen.get(text);
    if (text === '_') continue;
    if (original) {
      const hints = [hint('Argument originally defined here', original)];
      run.diagnostics.push(error('Duplicate lambda argument', span, { hints }));
    } else seen.set(text, span);
  }
}

// Expressions that begin with a keyword

const conditional: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      opening('if'),
      marks.leftParen,
      expression,
      marks.rightParen,
      space,
      lazy(() => bareExpression),
      optional(
        sequence(
          space,
          opening('else'),
          lazy(() => bareExpression),
        ),
      ),
    ),
  ),
  ([start, , , , , , consequent, alternate], run) => other(run.span(start, (alternate?.[2] ?? consequent).span.end)),
);

const timeTravel: Reader<Phrase> = map(
  named(
    sequence(
      read.offset,
      opening('at'),
      marks.leftParen,
      expression,
      marks.rightParen,
      space,
      lazy(() => bareExpression),
    ),
  ),
  ([start, , , , , , body], run) => other(run.span(start, body.span.end)),
);

const branch = named(
  sequence(
    opening('case'),
    pattern,
    marks.arrow,
    lazy(() => bareExpression),
  ),
);

const match: Reader<Phrase> = map(
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

function anyExpression(allowShort: boolean): Reader<Phrase> {
  return map(
    named(
      choice<Phrase>(
        beginning('i', conditional),
        beginning('a', timeTravel),
        beginning('m', match),
        operation,
        nameOrLambda,
        tupleOrLambda,
      ),
    ),
    (phrase, run) => {
      if (phrase.kind === 'short' && !allowShort) {
        run.diagnostics.push(error('Invalid anonymous field access', phrase.span));
      }
      return read.pass(run, phrase);
    },
  );
}

/** An expression, and no line break behind it. */
export const bareExpression = anyExpression(false);
export const bareArgument = anyExpression(true);
const withSpace = (reader: Reader<Phrase>): Reader<Phrase> =>
  named(
    map(sequence(reader, space), ([phrase]) => phrase),
    'expression',
  );
const plainExpression = withSpace(bareExpression);
const shortExpression = withSpace(bareArgument);
