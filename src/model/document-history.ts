/**
 * Writing the past of a document: versions put between others or taken out, as FQL v4 can. Everything that documents are
 * found by follows.
 */
import type { Context } from '../runtime/context.ts';
import { prefixRange } from '../transaction/key.ts';
import type { CollectionDefinition } from './collection.ts';
import { documentsTable, historyTable, indexHistoryTable, indexTable } from './database.ts';
import { brokenUniques, type Change, updateUniques } from './document-entries.ts';
import { storedRow, versionKey } from './document-versions.ts';
import { entryKeeper } from './entry-keeper.ts';
import { queueExpiry } from './expiry.ts';
import { entryRow, indexKeys, removalKey } from './index-entries.ts';
import type { Reader } from './schema.ts';
import { contentsOf, readRow, rowKey, type StoredRow } from './stored-row.ts';

/** A version of a document; `until` undefined of the one that holds still. */
export interface KeptVersion {
  readonly row: StoredRow;
  readonly until: number | undefined;
}

/** All that is kept of a document, oldest first. */
export function versionsOf({ transaction, database }: Context, collection: string, id: bigint): KeptVersion[] {
  return versionsIn(transaction, database.scope, collection, id);
}

/** As `versionsOf`, of the database that `reader` shows. */
export function versionsIn(reader: Reader, scope: string, collection: string, id: bigint): KeptVersion[] {
  const versions: KeptVersion[] = [];
  for (const [, json] of reader.scan(historyTable(scope, collection), prefixRange(rowKey(id)))) {
    const row = readRow(json);
    versions.push({ row, until: row.until });
  }
  const current = storedRow(reader, scope, collection, id);
  if (current) versions.push({ row: current, until: undefined });
  return versions;
}

/** Puts these versions in place of all there are. Errors: `constraint_failure` of a unique constraint. */
export function replaceVersions(
  context: Context,
  definition: CollectionDefinition,
  id: bigint,
  after: readonly KeptVersion[],
): void {
  const { transaction, database } = context;
  const before = versionsOf(context, definition.id, id);
  const [table, past] = [documentsTable(database.scope, definition.id), historyTable(database.scope, definition.id)];
  for (const { row, until } of before) if (until !== undefined) transaction.delete(past, versionKey(id, row.ts));
  transaction.delete(table, rowKey(id));
  for (const { row, until } of after) {
    const { until: _old, ...rest } = row;
    if (until === undefined) transaction.put(table, rowKey(id), { ...rest });
    else transaction.put(past, versionKey(id, row.ts), { ...rest, until });
  }
  const currentRow = (versions: readonly KeptVersion[]) => versions.find(({ until }) => until === undefined)?.row;
  queueExpiry(transaction, database.scope, { collection: definition.id, id }, currentRow(before), currentRow(after));
  rewriteEntries(context, definition, id, before, after);
  const contents = (versions: readonly KeptVersion[]) => {
    const last = versions.at(-1);
    return last && last.until === undefined ? contentsOf(last.row, transaction.time) : undefined;
  };
  const change: Change = { definition, id, before: contents(before), after: contents(after) };
  updateUniques(context, change);
  entryKeeper()?.rewrite(context, definition, id, before, after);
  const constraintFailures = brokenUniques(context, change);
  if (constraintFailures.length > 0) {
    context.fail('constraint_failure', 'Failed unique constraint.', { constraintFailures });
  }
}

/** The entries of indexes: those of the versions that hold in their own table, the others in that of the past. */
function rewriteEntries(
  context: Context,
  definition: CollectionDefinition,
  id: bigint,
  before: readonly KeptVersion[],
  after: readonly KeptVersion[],
): void {
  const { transaction, database } = context;
  for (const index of definition.indexes) {
    const table = indexTable(database.scope, definition.id, index.name);
    const past = indexHistoryTable(database.scope, definition.id, index.name);
    const keysOf = ({ row }: KeptVersion) =>
      indexKeys(context, index, { definition, id, contents: contentsOf(row, transaction.time) });
    for (const { key, until } of presences(before, keysOf)) {
      if (until === undefined) transaction.delete(table, key);
      else transaction.delete(past, removalKey(key, until));
    }
    for (const { key, since, until, version } of presences(after, keysOf)) {
      const { ttl } = contentsOf(version.row, transaction.time);
      if (until === undefined) transaction.put(table, key, entryRow(since, ttl));
      else transaction.put(past, removalKey(key, until), [since, until]);
    }
  }
}

export interface Presence<Key> {
  readonly key: Key;
  readonly since: number;
  /** Undefined of what is there still. */
  readonly until: number | undefined;
  /** The last version that has it. */
  readonly version: KeptVersion;
}

/** From when until when versions had which keys: as long as one after another has it. */
export function presences<Key>(
  versions: readonly KeptVersion[],
  keysOf: (version: KeptVersion) => Iterable<Key>,
): Presence<Key>[] {
  const done: Presence<Key>[] = [];
  let open = new Map<Key, Presence<Key>>();
  for (const version of versions) {
    const { row, until } = version;
    const next = new Map<Key, Presence<Key>>();
    for (const key of keysOf(version)) {
      const earlier = open.get(key);
      const goesOn = earlier?.until === row.ts;
      next.set(key, { key, since: goesOn ? earlier.since : row.ts, until, version });
      if (goesOn) open.delete(key);
    }
    done.push(...open.values());
    open = next;
  }
  return [...done, ...open.values()];
}
