/** `MoveDatabase`. Source: the reference page of that name. */
import { moveDatabase } from '../../model/move-database.ts';
import { alreadyExists, fail, notFound, otherProblem, permissionDenied } from '../failure.ts';
import { mayDeleteDocument } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { findNamed } from '../references.ts';
import { Ref, type Version } from '../value.ts';
import { contentsIn, rowOf, versionOf } from './read.ts';

/** Errors: `move database error`, `permission denied`, `instance already exists`. */
export function moveDatabaseInto(place: Place, from: Ref, to: Ref, position: Position): Version {
  const now = { ...place, readTime: undefined };
  const [row, parent] = [rowOf(now, from), rowOf(now, to)];
  const [own, target] = [place.session.scopeOf(from), place.session.scopeOf(to)];
  if (!row || own === undefined) return fail(notFound(from, position.at('move_database')));
  if (!parent || target === undefined) return fail(notFound(to, position.at('to')));
  if (target === own || target.startsWith(`${own}/`)) {
    const reason = 'Cannot move database from ancestor to descendant.';
    const description = `Cannot move database '${row.data.name}' into parent '${parent.data.name}': ${reason}`;
    fail(otherProblem('move database error', position, description));
  }
  if (!mayDeleteDocument(now, from, contentsIn(now, row))) fail(permissionDenied(position));
  if (findNamed(now, 'Database', String(row.data.name), target) instanceof Ref) {
    fail(alreadyExists('Database', position));
  }
  const id = moveDatabase(contextAt(now, from.scope), contextAt(now, target), from.id as bigint);
  place.session.costs.writes++;
  place.session.schemaChanged();
  const moved = new Ref(target, 'Database', id);
  const kept = rowOf(now, moved);
  if (!kept) throw new Error('a database is gone that was just moved');
  return versionOf(now, moved, kept, true);
}
