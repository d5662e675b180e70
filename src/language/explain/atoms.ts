/** Literals, templates and objects. */
import { error, hint } from '../diagnostic.ts';
import type { Name } from '../source.ts';
import { heredoc, heredocTemplateOf, type Interpolation, number, singleQuoted, templateOf } from './literals.ts';
import type { Reader } from './machine.ts';
import { other, type Phrase } from './phrase.ts';
import * as read from './readers.ts';
import { choice, committed, map, named, optional, repeatSeparated, sequence } from './readers.ts';
import { expression } from './recursion.ts';
import { gap, keyword, marks, placed, report, space, word } from './space.ts';

const interpolated = named(map(sequence(space, expression), ([, value]) => value));

function literalWord(text: string): Reader<Phrase> {
  return named(placed(committed(keyword(text)), (_, start, end, run) => other(run.span(start, end))));
}

const pathNumber = /^[+]?\d/;

/** A literal says whether it can stand in a path. */
export const literalPhrase: Reader<Phrase & { readonly inPath?: boolean }> = named(
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

export const template: Reader<Phrase & { readonly inPath?: boolean }> = named(
  map(
    sequence(read.offset, choice<unknown>(templateOf(interpolated), heredocTemplateOf(interpolated)), read.offset),
    ([start, parts, end], run) => ({
      ...other(run.span(start, end)),
      inPath: Array.isArray(parts) && parts.length < 2 && parts.every((part) => typeof part === 'string'),
    }),
  ),
);

export const quotedFieldName: Reader<string> = map(
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

export const fieldName: Reader<Name> = named(
  placed(choice(word, singleQuoted, quotedFieldName), (text, start, end, run) => ({
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

export const objectBody = map(named(objectFields, 'expression'), ([fields], run) => {
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
