/** The pieces of strings of some lengths: what indexes for searching within words are made of. */
import { fail, outOfBounds, type Problem } from '../failure.ts';
import type { Position } from '../position.ts';
import { ArrayValue, type Value } from '../value.ts';

const defaultMin = 1n;
const defaultMax = 2n;
/** By so much the longest may be longer than the shortest. */
const spread = 1n;

/** Of each string the pieces from every place, the shorter first; other values stay as they are. */
export function nGrams(
  values: readonly Value[],
  min: bigint | undefined,
  max: bigint | undefined,
  position: Position,
): ArrayValue {
  const problems = boundsProblems(min, max, position);
  if (problems.length > 0) fail(...problems);
  const [shortest, longest] = [Number(min ?? defaultMin), Number(max ?? defaultMax)];
  return new ArrayValue(
    values.flatMap<Value>((value) =>
      typeof value === 'string' ? piecesOf(Array.from(value), shortest, longest) : [value],
    ),
  );
}

function piecesOf(characters: readonly string[], shortest: number, longest: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start++) {
    for (let length = shortest; length <= longest && start + length <= characters.length; length++) {
      pieces.push(characters.slice(start, start + length).join(''));
    }
  }
  return pieces;
}

function boundsProblems(min: bigint | undefined, max: bigint | undefined, position: Position): Problem[] {
  const problems: Problem[] = [];
  const refuse = (which: 'min' | 'max', predicate: string) =>
    problems.push(outOfBounds(`${which} ngram size`, predicate, position));
  if (min !== undefined && max !== undefined) {
    if (min > max || min <= 0n) refuse('min', '> 0 and <= max');
    if (max <= 0n) refuse('max', '> 0');
    if (max - min > spread) refuse('max', `<= min + ${spread}`);
  } else if (min !== undefined) {
    if (min > defaultMax || min <= 0n) refuse('min', '> 0 and <= max');
    if (defaultMax - min > spread) refuse('min', `>= max - ${spread}`);
  } else if (max !== undefined) {
    if (max <= defaultMin) refuse('max', '> 0 and >= min');
    if (max - defaultMin > spread) refuse('max', `<= min + ${spread}`);
  }
  return problems;
}
