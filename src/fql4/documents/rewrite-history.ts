/** `Insert` and `Remove`: writing the past of a document. Source: recorded `history`. */
import { Failure } from '../../language/failure.ts';
import type { CollectionDefinition } from '../../model/collection.ts';
import { type KeptVersion, replaceVersions, versionsOf } from '../../model/document-history.ts';
import { readRow, rowOf, type StoredRow } from '../../model/stored-row.ts';
import { ObjectValue as RuntimeObject, Time } from '../../runtime/value.ts';
import {
  badArgument,
  type FieldProblem,
  fail,
  invalidDocument,
  notUnique,
  type Problem,
  permissionDenied,
} from '../failure.ts';
import { mayWriteHistory } from '../permissions.ts';
import { contextAt, type Place } from '../place.ts';
import type { Position } from '../position.ts';
import { type DocumentAction, DocumentEvent, ObjectValue, type Ref, type Value } from '../value.ts';
import { toStored } from './convert.ts';
import { rulesOf } from './field-rules.ts';
import { merged } from './merge.ts';
import { definitionOf, shownFields } from './read.ts';

interface At {
  /** Microseconds since 1970. */
  readonly ts: number;
  readonly action: DocumentAction;
}

/** What was at a time, until the next: a version, or none. */
interface Point {
  readonly ts: number;
  readonly row: StoredRow | undefined;
}

const none = new RuntimeObject(new Map());

/** Errors: `permission denied`, `validation failed`, `instance not unique`. */
export function insertVersion(place: Place, ref: Ref, at: At, given: ObjectValue, position: Position): DocumentEvent {
  const { definition, id } = requireUsers(place, ref, position, 'insert');
  const { data, ttl, problems } = contentsGiven(place, given);
  const time = Time.ofMicros(at.ts);
  if (!mayWriteHistory(place, ref, time, at.action, data)) fail(permissionDenied(position));
  if (at.action !== 'delete' && problems.length > 0) fail(invalidDocument(problems, position));
  const isDelete = at.action === 'delete';
  const row = isDelete ? undefined : readRow(rowOf({ ts: undefined, ttl, data }, at.ts));
  const points = pointsOf(place, ref, id).filter(({ ts }) => ts !== at.ts);
  keep(place, definition, id, [...points, { ts: at.ts, row }], position);
  const fields = row ? shownFields(place, ref, row) : null;
  return new DocumentEvent(at.ts, ref, isDelete ? 'delete' : 'create', fields);
}

export function removeVersion(place: Place, ref: Ref, at: At, position: Position): Value {
  const { definition, id } = requireUsers(place, ref, position, 'remove');
  const points = pointsOf(place, ref, id);
  const found = points.find(({ ts }) => ts === at.ts);
  const data = found?.row ? toRuntime(place, shownFields(place, ref, found.row).get('data')) : none;
  if (!mayWriteHistory(place, ref, Time.ofMicros(at.ts), at.action, data)) fail(permissionDenied(position));
  if (!found || (found.row === undefined) !== (at.action === 'delete')) return null;
  keep(
    place,
    definition,
    id,
    points.filter((point) => point !== found),
    position,
  );
  return null;
}

function toRuntime(place: Place, value: Value | undefined): RuntimeObject {
  const stored = value === undefined ? none : toStored(place, value);
  return stored instanceof RuntimeObject ? stored : none;
}

function requireUsers(
  place: Place,
  ref: Ref,
  position: Position,
  verb: 'insert' | 'remove',
): { readonly definition: CollectionDefinition; readonly id: bigint } {
  const definition = definitionOf(place, ref);
  if (definition?.kind !== 'user' || typeof ref.id !== 'bigint') return fail(notForHistory(verb, position));
  return { definition, id: ref.id };
}

function notForHistory(verb: 'insert' | 'remove', position: Position): Problem {
  return badArgument(position, `Cannot ${verb} event for specified ref.`);
}

function contentsGiven(place: Place, given: ObjectValue) {
  const { fields } = merged(new ObjectValue(new Map()), given);
  const problems: FieldProblem[] = [];
  const read = (name: string) => {
    const type = rulesOf('', true).fields[name];
    return type?.read(fields.get(name), [name], (problem) => problems.push(problem));
  };
  const [data, ttl] = [read('data'), read('ttl')];
  return { data: toRuntime(place, data), ttl: ttl instanceof Time ? ttl : undefined, problems };
}

function pointsOf(place: Place, { scope, collection }: Ref, id: bigint): Point[] {
  const versions = versionsOf(contextAt(place, scope), collection, id);
  return versions.flatMap<Point>(({ row, until }, index) => {
    const isFollowed = until === undefined || versions[index + 1]?.row.ts === until;
    return [{ ts: row.ts, row }, ...(isFollowed ? [] : [{ ts: until, row: undefined }])];
  });
}

/** DEPARTURE: a delete before which there was nothing leaves no trace. */
function keep(
  place: Place,
  definition: CollectionDefinition,
  id: bigint,
  points: readonly Point[],
  position: Position,
): void {
  const sorted = [...points].sort((a, b) => a.ts - b.ts);
  const versions = sorted.flatMap<KeptVersion>(({ row }, index) =>
    row ? [{ row, until: sorted[index + 1]?.ts }] : [],
  );
  place.session.costs.writes++;
  try {
    replaceVersions(contextAt(place), definition, id, versions);
  } catch (problem) {
    if (problem instanceof Failure && problem.code === 'constraint_failure') fail(notUnique(position));
    throw problem;
  }
}
