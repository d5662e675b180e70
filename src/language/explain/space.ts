/** White space, comments, words and punctuation. */
import { isBlank, isDisplayable, isLineBreak, isWordPart, isWordStart } from '../../../grammar/characters.ts';
import { error } from '../diagnostic.ts';
import type { Name } from '../source.ts';
import type { Reader, Run } from './machine.ts';
import * as read from './readers.ts';
import {
  captured,
  choice,
  committed,
  cut,
  lazy,
  literal,
  map,
  named,
  not,
  opaque,
  optional,
  repeat,
  sequence,
} from './readers.ts';

export const displayable = named(read.oneOf(isDisplayable, 'char-pred(<function1>)'));

const lineComment = named(
  sequence(
    literal('//'),
    repeat(sequence(not(read.oneOf((unit) => unit === 10, '[\\n]')), displayable)),
    optional(literal('\n')),
  ),
);

const blockComment: Reader<unknown> = named(
  sequence(
    literal('/*'),
    repeat(
      choice<unknown>(
        sequence(not(literal('/*')), not(literal('*/')), displayable),
        lazy(() => blockComment),
      ),
    ),
    literal('*/'),
  ),
);

const blanks = named(read.someOf(isBlank, '[ \\t]'));
export const lineBreaks = named(read.someOf(isLineBreak, '[\\n\\r]'));

/** Nothing is named where nothing is traced: then there is no need to try. */
function skipping(reader: Reader<unknown>): Reader<unknown> {
  return (run) => {
    const unit = run.text.charCodeAt(run.at);
    if (run.trace < 0 && unit > 32 && unit !== 47) run.succeed(run.at);
    else reader(run);
  };
}

/** What may stand between two words of a line. */
export const gap = skipping(named(repeat(choice<unknown>(blanks, blockComment))));
/** What may stand between two words, line breaks included. */
export const space = skipping(named(repeat(choice<unknown>(lineBreaks, blanks, lineComment, blockComment))));

/** Between two statements. */
export const statementBreak = named(
  sequence(
    gap,
    repeat(
      sequence(
        choice<unknown>(
          read.someOf((unit) => unit === 59 || isLineBreak(unit), '[;\\n\\r]'),
          lineComment,
        ),
        gap,
      ),
      1,
    ),
  ),
);

/** Between two fields of an object type. */
export const fieldBreak = named(
  sequence(
    gap,
    choice<unknown>(
      read.oneOf((unit) => unit === 59 || unit === 44 || isLineBreak(unit), '[;,\\n\\r]'),
      lineComment,
    ),
    space,
  ),
);

export const wordStart = named(read.oneOf(isWordStart, '[a-zA-Z_]'));
export const wordRest = named(read.someOf(isWordPart, "[a-zA-Z0-9_']"));
/** Any word: a name or a keyword. */
export const word: Reader<string> = opaque(named(captured(sequence(wordStart, optional(wordRest)))), 'identifier');

/** A value with the place it was read from. */
export function placed<Value, Result>(
  reader: Reader<Value>,
  make: (value: Value, start: number, end: number, run: Run) => Result,
): Reader<Result> {
  return map(named(sequence(read.offset, reader, read.offset)), ([start, value, end], run) =>
    make(value, start, end, run),
  );
}

export const wordName: Reader<Name> = named(
  placed(word, (text, start, end, run) => ({ text, span: run.span(start, end) })),
);

const reserved = new Set([
  'if',
  'else',
  'at',
  'match',
  'case',
  'let',
  'null',
  'true',
  'false',
  'isa',
  'join',
  'on',
  'of',
]);

/** A name that is no keyword. */
export const identifier: Reader<Name> = map(wordName, (name, run) =>
  reserved.has(name.text) ? refuseName(name, run) : read.pass(run, name),
);

export function refuseName(name: Name, run: Run): never {
  const annotation = `\`${name.text}\` is a keyword`;
  return report(run, error('Invalid identifier', name.span, { annotation }));
}

/** Fails for a reason of its own, which is told in place of what was expected. */
export function report(run: Run, diagnostic: ReturnType<typeof error>): never {
  run.diagnostics.push(diagnostic);
  return read.fail(run);
}

/** A whole word. */
export function keyword(text: string): Reader<unknown> {
  return named(opaque(sequence(literal(text), not(wordRest)), text));
}

/** A keyword that begins something: nothing else can follow than the rest of it. */
export function opening(text: string): Reader<unknown> {
  return named(sequence(keyword(text), cut, space));
}

/** A mark after which lines may break. */
function mark(text: string, commits = true): Reader<unknown> {
  const reader: Reader<unknown> = commits ? sequence(literal(text), cut, space) : sequence(literal(text), space);
  return opaque(named(reader), `\`${text}\``);
}

/** A mark that ends something. */
function closing(text: string): Reader<unknown> {
  return opaque(named(committed(literal(text))), `\`${text}\``);
}

export const marks = {
  colon: mark(':'),
  at: mark('@'),
  equals: mark('='),
  comma: mark(',', false),
  dot: mark('.'),
  leadingDot: mark('.', false),
  questionDot: mark('?.'),
  ellipsis: mark('...'),
  leftBrace: mark('{'),
  leftParen: mark('('),
  leftBracket: mark('['),
  less: mark('<'),
  arrow: mark('=>'),
  star: mark('*'),
  rightBrace: closing('}'),
  rightParen: closing(')'),
  rightBracket: closing(']'),
  greater: closing('>'),
  underscore: closing('_'),
  exclamation: closing('!'),
  heredoc: closing('<<-'),
  templateHeredoc: closing('<<+'),
  quote: opaque(named(literal('"')), '`"`'),
} as const;
