/**
 * What a database in protected mode refuses: changes of its collections that lose data. Source: recorded `databases`;
 * the reference page "Protected mode".
 */
import type { ConstraintFailure } from '../language/failure.ts';
import type { ObjectValue } from '../runtime/value.ts';
import type { CollectionDefinition, IndexTerm, IndexValue } from './collection.ts';
import { makeCollection } from './definitions.ts';
import type { NativeWrite } from './native-collection.ts';
import type { StoredRow } from './stored-row.ts';

/** Of a write to a Collection document. */
export function destructiveChanges({ kind, before, after }: NativeWrite): readonly ConstraintFailure[] {
  if (kind === 'delete') return [refused('Cannot delete collection')];
  const days = (fields: ObjectValue | undefined, name: string) => {
    const value = fields?.fields.get(name);
    return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
  };
  if (!before) return [];
  // Whoever replaces a collection without saying how long gives its history up.
  const unsaid = kind === 'replace' ? 0 : undefined;
  const [oldHistory, history] = [days(before.data, 'history_days'), days(after, 'history_days') ?? unsaid];
  const [oldTtl, ttl] = [days(before.data, 'ttl_days'), days(after, 'ttl_days')];
  return [
    ...(oldHistory !== undefined && history === undefined ? [refused('Cannot remove `history_days` field')] : []),
    ...(oldHistory !== undefined && history !== undefined && history < oldHistory
      ? [refused('Cannot decrease `history_days` field')]
      : []),
    // The words of the original, though it is the addition that loses documents.
    ...(oldTtl === undefined && ttl !== undefined ? [refused('Cannot remove `ttl_days` field')] : []),
    ...(oldTtl !== undefined && ttl !== undefined && ttl < oldTtl ? [refused('Cannot decrease `ttl_days` field')] : []),
  ];
}

/** Of a changed collection: an index or unique constraint that nothing with the same entries takes the place of. */
export function lostBackings(before: StoredRow | undefined, after: StoredRow): readonly ConstraintFailure[] {
  if (!before) return [];
  const kept = backings(makeCollection(0n, after));
  const isLost = [...backings(makeCollection(0n, before))].some((each) => !kept.has(each));
  return isLost ? [refused('Cannot cause deletion of backing index')] : [];
}

/** What the indexes and unique constraints of a collection hold, as text. */
function backings(definition: CollectionDefinition): ReadonlySet<string> {
  const entry = ({ path, mva, ...rest }: IndexTerm & Partial<IndexValue>) => {
    const computed = definition.computedFields.get(String(path[0]))?.body.text ?? null;
    return [path, mva, rest.order ?? 'asc', computed];
  };
  const shape = (terms: readonly IndexTerm[], values: readonly IndexValue[]) => {
    const last = values.at(-1);
    // Entries end with the id anyway.
    const endsWithId = last?.path.length === 1 && last.path[0] === 'id' && last.order === 'asc';
    return JSON.stringify([terms.map(entry), (endsWithId ? values.slice(0, -1) : values).map(entry)]);
  };
  return new Set([
    ...definition.indexes.map(({ terms, values }) => shape(terms, values)),
    ...definition.uniques.map(({ terms }) => shape(terms, [])),
  ]);
}

function refused(what: string): ConstraintFailure {
  const reason = 'destructive change forbidden because database is in protected mode.';
  return { paths: [], message: `${what}: ${reason}` };
}
