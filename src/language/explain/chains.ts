/** What stands behind a value: `.name`, `(…)`, `[…]` and `!`. */
import type { Reader } from './machine.ts';
import { other, type Phrase, type Piece, short } from './phrase.ts';
import * as read from './readers.ts';
import { beginning, choice, literal, map, named, not, optional, repeat, repeatSeparated, sequence } from './readers.ts';
import { argument } from './recursion.ts';
import { gap, marks, space, wordName } from './space.ts';

// What ends a sequence is read by what contains it.

interface Listed {
  readonly elements: readonly Phrase[];
  readonly allNames: boolean;
}

export const list: Reader<Listed> = map(
  optional(sequence(named(repeatSeparated(argument, marks.comma, 1), 'expression'), optional(marks.comma))),
  (read): Listed => {
    const elements = read?.[0] ?? [];
    return { elements, allNames: elements.every(({ kind }) => kind === 'name') };
  },
);

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

export const chainPieces = named(
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

export const shortStart: Reader<Phrase> = map(
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

export function extend(subject: Phrase, pieces: readonly Piece[]): Phrase {
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
