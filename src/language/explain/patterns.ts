/** The patterns of `match`. */
import { quotedFieldName } from './atoms.ts';
import { doubleQuoted, integer, singleQuoted } from './literals.ts';
import type { Reader } from './machine.ts';
import * as read from './readers.ts';
import { choice, committed, cut, lazy, named, optional, repeatSeparated, sequence } from './readers.ts';
import { gap, identifier, keyword, marks, placed, space } from './space.ts';
import { type } from './types.ts';

/** A pattern and the space behind it. */
export const pattern: Reader<unknown> = named(
  sequence(
    lazy(() => anyPattern),
    space,
  ),
);

const suffix = named(choice<unknown>(sequence(marks.colon, type), sequence(marks.at, pattern)));

const hole = named(sequence(read.offset, committed(marks.underscore), read.offset, space, optional(suffix)));
const binding = named(sequence(identifier, space, optional(suffix)));

const place = (reader: Reader<unknown>): Reader<unknown> => named(placed(reader, () => undefined));

const literal = named(
  choice<unknown>(
    ...['null', 'true', 'false'].map((text) => place(committed(keyword(text)))),
    place(integer),
    place(choice<unknown>(singleQuoted, quotedFieldName)),
  ),
);

const fields = named(
  choice<unknown>(
    named(sequence(place(choice<unknown>(singleQuoted, doubleQuoted)), marks.colon, pattern, space)),
    named(sequence(identifier, gap, optional(sequence(marks.colon, pattern)), space)),
  ),
);

const object = named(
  sequence(
    read.offset,
    marks.leftBrace,
    repeatSeparated(fields, marks.comma),
    optional(marks.comma),
    marks.rightBrace,
    cut,
    read.offset,
  ),
);

const tuple = named(
  sequence(
    read.offset,
    marks.leftParen,
    repeatSeparated(pattern, marks.comma),
    optional(marks.comma),
    marks.rightParen,
    cut,
    read.offset,
  ),
);

const elements = named(
  choice<unknown>(
    sequence(marks.ellipsis, pattern),
    sequence(repeatSeparated(pattern, marks.comma), optional(sequence(marks.comma, marks.ellipsis, pattern))),
  ),
);

const array = named(sequence(read.offset, marks.leftBracket, elements, marks.rightBracket, read.offset));

const anyPattern: Reader<unknown> = named(choice<unknown>(hole, literal, object, tuple, array, binding));
