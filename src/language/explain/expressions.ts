/** Expressions, as far as they matter to what is said about a text that is none. */
import { error, hint } from '../diagnostic.ts';
import type { Span } from '../source.ts';
import { conditional, match, timeTravel } from './branches.ts';
import { chainPieces, extend, list } from './chains.ts';
import type { Reader, Run } from './machine.ts';
import { firstTerm, operate, operations } from './operators.ts';
import { other, type Phrase, type Piece, short } from './phrase.ts';
import * as read from './readers.ts';
import { beginning, choice, committed, lazy, map, named, optional, repeatSeparated, sequence } from './readers.ts';
import { argument, bareExpression as body } from './recursion.ts';
import { gap, identifier, marks, report, space } from './space.ts';

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

const arrow = named(optional(map(sequence(marks.arrow, body), ([, value]) => value)));

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
export const plainExpression = withSpace(bareExpression);
export const shortExpression = withSpace(bareArgument);
