/** Numbers, strings and heredocs. */
import { isDigit, isDisplayable } from '../../../grammar/characters.ts';
import { error } from '../diagnostic.ts';
import { escapeOf } from '../strings.ts';
import { joinNames, type Reader, type Run } from './machine.ts';
import * as read from './readers.ts';
import {
  captured,
  choice,
  committed,
  cut,
  literal,
  map,
  named,
  not,
  opaque,
  optional,
  repeat,
  sequence,
} from './readers.ts';
import { displayable, gap, keyword, lineBreaks, marks, report, word } from './space.ts';

const isOneOf =
  (characters: string) =>
  (unit: number): boolean =>
    characters.includes(String.fromCharCode(unit));

const digit = named(read.oneOf(isDigit, '[0-9]'));
const digits = named(read.someOf((unit) => isDigit(unit) || unit === 95, '[0-9_]'));
const sign = read.oneOf(isOneOf('+-'), '[+\\\\-]');
const exponent = named(
  sequence(read.oneOf(isOneOf('eE'), '[eE]'), cut, optional(captured(sign)), digit, optional(digits)),
);
const decimal = named(
  choice<unknown>(
    literal('0'),
    sequence(named(read.oneOf((unit) => isDigit(unit) && unit !== 48, '[1-9]')), optional(digits)),
  ),
);

function radix(letters: string, allowed: string, name: string): Reader<unknown> {
  return sequence(read.oneOf(isOneOf(letters), `[${letters}]`), cut, captured(read.someOf(isOneOf(allowed), name)));
}

const otherBase = named(
  sequence(
    literal('0'),
    choice<unknown>(
      radix('xX', '0123456789abcdefABCDEF_', '[0-9a-fA-F_]'),
      radix('oO', '01234567_', '[0-7_]'),
      radix('bB', '01_', '[01_]'),
    ),
  ),
);

const signed = (number: Reader<unknown>): Reader<string> =>
  captured(named(sequence(optional(captured(sign)), gap, number)));

export const integer = signed(named(choice<unknown>(otherBase, captured(decimal))));
export const number = signed(
  named(
    choice<unknown>(
      otherBase,
      sequence(
        captured(decimal),
        cut,
        choice<unknown>(
          captured(
            sequence(opaque(literal('.'), '`.`'), named(digit, 'digit'), cut, optional(digits), optional(exponent)),
          ),
          captured(exponent),
          (run) => read.pass(run, undefined),
        ),
      ),
    ),
  ),
);

const hexDigit = opaque(named(read.oneOf(isOneOf('0123456789abcdefABCDEF'), '[0-9a-fA-F]')), 'hex digit');
const hexEscape = named(sequence(literal('x'), cut, captured(sequence(hexDigit, hexDigit))));
const unicodeEscape = named(
  sequence(
    literal('u'),
    cut,
    choice<unknown>(
      captured(sequence(hexDigit, cut, hexDigit, cut, hexDigit, cut, hexDigit)),
      sequence(named(literal('{'), '`{`'), cut, captured(upToSix(hexDigit)), cut, marks.rightBrace),
    ),
  ),
);

/** One to six. */
function upToSix(reader: Reader<unknown>): Reader<unknown> {
  return (run) => {
    const outerCut = run.cut;
    for (let count = 0; ; count++) {
      const start = run.at;
      run.cut = count === 0 && outerCut;
      reader(run);
      const { own } = run;
      if (!run.ok) {
        if (count > 0) run.succeed(start);
        run.giveUp(start, outerCut);
        run.nameParts(start, [() => `${joinNames(own)}.rep(1)`], run.expected);
        return;
      }
      if (count === 5) {
        run.cut = outerCut;
        run.nameWhole(start, () => `${joinNames(own)}.repX(1)`);
        return;
      }
    }
  };
}

const escapeLetter = named(read.oneOf(isOneOf('\\0\'"nrvtbf#'), '[\\\\\\\\0\'\\"nrvtbf#]'), 'escape code');

/** Gives what the escape stands for. */
const escapeSequence: Reader<string> = named(
  map(
    sequence(
      literal('\\'),
      cut,
      choice<string>(
        map(captured(escapeLetter), (letter) => escapeOf(letter) ?? ''),
        map(
          sequence(named(read.offset), captured(choice<unknown>(hexEscape, unicodeEscape)), read.offset),
          ([start, code, end], run) => decode(code, start, end, run),
        ),
      ),
    ),
    ([, , text]) => text,
  ),
);

function decode(code: string, start: number, end: number, run: Run): string {
  const point = Number.parseInt(code.replace(/[^\da-fA-F]/g, ''), 16);
  const refuse = (annotation: string): never =>
    report(run, error('Invalid escape', run.span(start - 1, end), { annotation }));
  if (point > 0x10ffff) return refuse('outside of valid unicode range');
  if (point >= 0xd800 && point <= 0xdfff) return refuse('surrogates are disallowed');
  return read.pass(run, String.fromCodePoint(point));
}

const plainCharacters = read.someOf(
  (unit) => isDisplayable(unit) && !isOneOf('\\"\'`#')(unit),
  'chars-while(<function1>, 1)',
);

/** The inside of a string, in which the characters that `others` reads may stand, too. */
function stringText(others: Reader<unknown>): Reader<string> {
  const characters = named(choice<unknown>(plainCharacters, others));
  return map(named(repeat(choice(captured(characters), escapeSequence), 1)), (parts) => parts.join(''));
}

function simpleString(quote: string, others: string, name: string): Reader<string> {
  const text = stringText(read.someOf(isOneOf(others), name));
  return named(map(named(sequence(literal(quote), optional(text), literal(quote))), ([, value]) => value ?? ''));
}

export const singleQuoted = simpleString("'", '"#`', '[\\"#`]');
export const doubleQuoted = simpleString('"', "'#`", "['#`]");

export interface Interpolation<Value> {
  /** Where its `#{` stands. */
  readonly start: number;
  readonly value: Value;
}

/** `"…"`: its texts and what it interpolates, in order. */
export function templateOf<Value>(inner: Reader<Value>): Reader<(string | Interpolation<Value>)[]> {
  const part = named(
    choice<string | Interpolation<Value>>(
      map(sequence(sequence(read.offset, literal('#{'), cut, inner), marks.rightBrace), ([[start, , , value]]) => ({
        start,
        value,
      })),
      captured(literal('#')),
      stringText(read.someOf(isOneOf("'`"), "['`]")),
    ),
  );
  return map(named(sequence(marks.quote, repeat(part), marks.quote)), ([, parts]) => parts);
}

function heading(start: Reader<unknown>): Reader<string> {
  const lineEnd = repeat(sequence(gap, lineBreaks), 1);
  return map(named(sequence(start, cut, gap, word, cut, lineEnd)), ([, , , name]) => name);
}

function heredocOf(start: Reader<unknown>, line: Reader<unknown>): Reader<void> {
  return named((run) => {
    const name = heading(start)(run);
    if (!run.ok) return;
    const isEnd = not(sequence(gap, keyword(name)));
    sequence(repeat(sequence(isEnd, line)), gap, committed(literal(name)))(run);
  });
}

const untilLineEnd = captured(repeat(sequence(not(lineBreaks), displayable), 1));
const lineEnd = captured(repeat(lineBreaks, 1));

export const heredoc = heredocOf(marks.heredoc, sequence(untilLineEnd, lineEnd));

/** `<<+END`. */
export function heredocTemplateOf(inner: Reader<unknown>): Reader<void> {
  const part = named(
    choice<unknown>(
      sequence(literal('#{'), cut, inner, marks.rightBrace),
      captured(literal('#')),
      captured(repeat(sequence(not(choice<unknown>(literal('#'), lineBreaks)), displayable), 1)),
    ),
  );
  return heredocOf(marks.templateHeredoc, sequence(repeat(part), lineEnd));
}
