/** References in what is to be written: those that were not found are refused, and those of other databases. */
import { badArgument, type FieldProblem, invalidDocument, type Problem } from '../failure.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import type { Position } from '../position.ts';
import { ArrayValue, ObjectValue, Ref, UnresolvedRef, type Value } from '../value.ts';

export function paramProblems({ scope }: Place, params: ObjectValue, position: Position): Problem[] {
  const problems: FieldProblem[] = [];
  const refuse = (at: Position, description: string) =>
    problems.push({ field: at.path.map(String), code: 'invalid reference', description });
  const visit = (value: Value, at: Position): void => {
    if (value instanceof ObjectValue) for (const [name, each] of value.fields) visit(each, at.at(name));
    else if (value instanceof ArrayValue)
      for (const [index, each] of value.elements.entries()) visit(each, at.at(index));
    else if (value instanceof UnresolvedRef) refuse(at, 'Cannot read reference.');
    else if (value instanceof Ref && value.scope !== scope) refuse(at, 'Reference cannot be scoped.');
  };
  visit(plain(params), position);
  return problems.length > 0 ? [invalidDocument(problems, position)] : [];
}

export function scopeProblems({ scope }: Place, ref: Ref, position: Position): Problem[] {
  return ref.scope === scope ? [] : [badArgument(position, 'Cannot write a scoped ref.')];
}
