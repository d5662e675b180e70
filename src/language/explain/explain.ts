/** What is wrong with a text that the grammar refused, in Fauna's words. */
import { type Diagnostic, error } from '../diagnostic.ts';
import type { Source } from '../source.ts';
import { bareArgument } from './expressions.ts';
import { type Reader, Run } from './machine.ts';
import type { Phrase } from './phrase.ts';
import { end, map, named, offset, sequence } from './readers.ts';
import { expression } from './recursion.ts';
import { report, space } from './space.ts';
import { lambdaBody, queryBody } from './statements.ts';
import { fieldType, type, typeScheme } from './types.ts';

export type Goal = 'query' | 'lambda' | 'expression' | 'path' | 'type' | 'field-type' | 'type-scheme';

const path: Reader<unknown> = map(named(bareArgument), (phrase, run) => {
  const wrong = outsidePath(phrase);
  if (wrong) return report(run, error('Invalid field path', wrong));
  return undefined;
});

/** The part of an expression that no path to a field has. */
function outsidePath(phrase: Phrase): Phrase['span'] | undefined {
  const { body } = phrase;
  if (phrase.kind !== 'short' || body?.kind !== 'chain') return phrase.span;
  return body.links?.find(({ inPath }) => !inPath)?.span;
}

const goals: Readonly<Record<Goal, Reader<unknown>>> = {
  query: named(sequence(space, offset, queryBody, offset, space, end)),
  lambda: named(sequence(space, lambdaBody, end)),
  expression: named(sequence(space, expression, end)),
  path: named(sequence(space, path, end)),
  type: named(sequence(space, type, end)),
  'field-type': named(sequence(space, fieldType, end)),
  'type-scheme': named(sequence(space, typeScheme, end)),
};

/** The diagnostics, at least one; or none if nothing is wrong. */
export function explain(source: Source, goal: Goal, isTemplate = false): Diagnostic[] {
  const first = new Run(source, -1, isTemplate);
  goals[goal](first);
  if (first.diagnostics.length > 0) return first.diagnostics;
  if (first.ok) return [];
  const second = new Run(source, first.at, isTemplate);
  goals[goal](second);
  return [error(`Expected ${list(second.expectations())}`, source && first.span(first.at, first.at + 1))];
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'expression';
  if (names.length < 3) return names.join(' or ');
  return `${names.slice(0, -1).join(', ')}, or ${names.at(-1)}`;
}
