/** Writing documents and their history. Source: recorded `documents`, `collections`, `history`. */
import { any, databaseRef, documentAction, object, ref, stringOrRef, timestamp } from '../cast.ts';
import { paramProblems, scopeProblems } from '../documents/check-params.ts';
import { deleteDocument } from '../documents/delete.ts';
import { moveDatabaseInto } from '../documents/move.ts';
import { insertVersion, removeVersion } from '../documents/rewrite-history.ts';
import { changeDocument, createDocument } from '../documents/write.ts';
import { fail, invalidRef, otherProblem, type Problem } from '../failure.ts';
import { form, optional } from '../form.ts';
import { nativeNamed } from '../native-names.ts';
import type { Place } from '../place.ts';
import { plain } from '../plain.ts';
import type { Position } from '../position.ts';
import { findNamed } from '../references.ts';
import { ObjectValue, Ref, UnresolvedRef, type Value } from '../value.ts';

const write = { effect: 'write' } as const;
const nothing = new ObjectValue(new Map());

function failIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) fail(...problems);
}

function create(target: string | Ref, params: ObjectValue | undefined, place: Place, position: Position, verb: string) {
  const given = plain(params ?? nothing) as ObjectValue;
  failIfAny(paramProblems(place, given, position));
  const at = position.at(verb);
  const found = typeof target === 'string' ? collectionNamed(place, target, at) : target;
  failIfAny(scopeProblems(place, found, at));
  return createDocument(place, found, given, at);
}

function collectionNamed(place: Place, name: string, at: Position): Ref {
  const found = findNamed(place, 'Collection', name, place.scope);
  if (found instanceof Ref) return found;
  // The original finds native collections by their names only to say that it does not.
  return fail(invalidRef(nativeNamed(name) === undefined ? found : new UnresolvedRef('native', name), at));
}

function change(
  of: Ref,
  params: ObjectValue | undefined,
  kind: 'update' | 'replace',
  place: Place,
  position: Position,
): Value {
  const given = plain(params ?? nothing) as ObjectValue;
  failIfAny([...scopeProblems(place, of, position.at(kind)), ...paramProblems(place, given, position)]);
  return changeDocument(place, of, kind, given, position);
}

/** `create_collection` and its like: documents of a native collection. */
function createIn(key: string, collection: string, since: '2.0' | '4' = '2.0') {
  return form(
    { [key]: object },
    (values, place, position) => {
      const target = new Ref(place.scope, 'Collection', collection);
      return create(target, values[key] as ObjectValue, place, position, key);
    },
    { ...write, since },
  );
}

export const writeForms = [
  form(
    { create: stringOrRef, params: optional(object) },
    (values, place, position) => create(values.create, values.params, place, position, 'create'),
    write,
  ),
  form(
    { update: ref, params: optional(object) },
    (values, place, position) => change(values.update, values.params, 'update', place, position),
    write,
  ),
  form(
    { replace: ref, params: optional(object) },
    (values, place, position) => change(values.replace, values.params, 'replace', place, position),
    write,
  ),
  form(
    { delete: ref },
    (values, place, position) => {
      failIfAny(scopeProblems(place, values.delete, position.at('delete')));
      return deleteDocument(place, values.delete, position);
    },
    write,
  ),
  createIn('create_class', 'Collection'),
  createIn('create_collection', 'Collection'),
  createIn('create_database', 'Database'),
  createIn('create_index', ':Index'),
  createIn('create_key', 'Key'),
  createIn('create_function', 'Function'),
  createIn('create_role', 'Role'),
  createIn('create_access_provider', 'AccessProvider', '4'),
  form(
    { insert: ref, ts: timestamp, action: documentAction, params: optional(object) },
    ({ insert, ts, action, params }, place, position) => {
      const given = plain(params ?? nothing) as ObjectValue;
      if (ts.micros > place.session.time) {
        fail(otherProblem('invalid write time', position, 'Cannot write outside of snapshot time.'));
      }
      failIfAny([...scopeProblems(place, insert, position.at('insert')), ...paramProblems(place, given, position)]);
      return insertVersion(place, insert, { ts: ts.micros, action }, given, position);
    },
    write,
  ),
  form(
    { remove: ref, ts: timestamp, action: documentAction },
    ({ remove, ts, action }, place, position) => {
      failIfAny(scopeProblems(place, remove, position.at('remove')));
      return removeVersion(place, remove, { ts: ts.micros, action }, position);
    },
    write,
  ),
  form(
    { move_database: databaseRef, to: any },
    (values, place, position) => {
      // As recorded: it is looked at when the other one is known.
      const to = databaseRef.cast(values.to, position.at('to'), place);
      return moveDatabaseInto(place, values.move_database, to, position);
    },
    write,
  ),
];
