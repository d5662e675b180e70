/**
 * Documents that name others: privileges a collection, functions and keys a role, keys a database. A rename follows into
 * them; what functions and keys name can not be deleted. Source: recorded `schema-items-2`.
 */
import type { ConstraintFailure } from '../../language/failure.ts';
import type { Context } from '../../runtime/context.ts';
import type { Json } from '../../store/store.ts';
import { documentsTable, systemTable } from '../database.ts';
import { keepVersion } from '../document-versions.ts';
import type { NativeWrite } from '../native-collection.ts';
import { bumpSchema } from '../schema.ts';
import { placedKey } from '../schema-text.ts';
import { forgetSecret } from '../secret.ts';
import { keyOfId, readRow, rowKey, type StoredRow } from '../stored-row.ts';
import { isJsonArray } from '../stored-value.ts';
import { notesOf } from '../transaction-notes.ts';
import { changedText, failureAt, textBefore, withFields } from './fields.ts';

interface Reference {
  /** Whose documents name it, and in which field; arrays on the way are gone through. */
  readonly from: string;
  readonly path: readonly string[];
}

const references: Readonly<Record<string, readonly Reference[]>> = {
  Collection: [
    { from: 'Role', path: ['privileges', 'resource'] },
    { from: 'Role', path: ['membership', 'resource'] },
  ],
  Function: [{ from: 'Role', path: ['privileges', 'resource'] }],
  Role: [
    { from: 'Function', path: ['role'] },
    { from: 'Key', path: ['role'] },
    { from: 'AccessProvider', path: ['roles'] },
    { from: 'AccessProvider', path: ['roles', 'role'] },
  ],
  Database: [{ from: 'Key', path: ['database'] }],
};

/** Who may not lose what they name. What roles and access providers name is checked with the whole schema. */
const keptBy = [
  { from: 'Function', path: ['role'], called: 'function' },
  { from: 'Key', path: ['role'], called: 'key' },
] as const;

/** When a document of `collection` gets another name, writes that name wherever the old one stands. */
export function renameReferences(context: Context, collection: string, write: NativeWrite): void {
  const before = textBefore(write, 'name');
  const after = changedText(write, 'name');
  if (before === undefined || after === undefined) return;
  const { transaction, database } = context;
  transaction.put(systemTable(database.scope), placedKey(collection, write.id), transaction.newId().toString());
  for (const { from, path } of references[collection] ?? []) {
    for (const [id, row] of rowsOf(context, from)) {
      const data = replaceAt(row.data, path, before, after);
      if (data === row.data) continue;
      rewrite(context, from, id, row, data as StoredRow['data']);
      if (path.length === 1) renameInRecheck(context, from, id, path[0] ?? '', after);
    }
  }
}

/** What the same query has written before is looked at again by the new name. */
function renameInRecheck({ transaction }: Context, from: string, id: bigint, field: string, name: string): void {
  const { rechecks } = notesOf(transaction);
  const recheck = rechecks.get(`${from} ${id}`);
  if (!recheck?.write.after) return;
  const write = { ...recheck.write, after: withFields(recheck.write.after, { [field]: name }) };
  rechecks.set(`${from} ${id}`, { ...recheck, write });
}

/** Of a role that is deleted: the functions and keys that run with it. */
export function whoRefersTo(context: Context, write: NativeWrite): readonly ConstraintFailure[] {
  const name = textBefore(write, 'name');
  if (write.kind !== 'delete' || name === undefined) return [];
  return keptBy.flatMap(({ from, path, called }) =>
    rowsOf(context, from)
      .filter(([, row]) => replaceAt(row.data, path, name, '') !== row.data)
      .map(([id, row]) => {
        const who = from === 'Key' ? String(id) : String(row.data.name);
        const message = `The ${called} \`${who}\` refers to this document by its previous identifier \`${name}\`.`;
        return failureAt(['name'], message);
      }),
  );
}

/** Deletes the keys of a database that is deleted. */
export function deleteKeysFor(context: Context, database: string): void {
  const { transaction, database: parent } = context;
  for (const [id, row] of rowsOf(context, 'Key')) {
    if (row.data.database !== database) continue;
    keepVersion(transaction, parent.scope, 'Key', id, row);
    transaction.delete(documentsTable(parent.scope, 'Key'), rowKey(id));
    notesOf(transaction).rechecks.delete(`Key ${id}`);
    if (typeof row.data.hashed_secret === 'string') forgetSecret(transaction, row.data.hashed_secret);
  }
}

function rowsOf({ transaction, database }: Context, collection: string): (readonly [bigint, StoredRow])[] {
  const rows = transaction.scan(documentsTable(database.scope, collection));
  return [...rows].map(([key, json]) => [keyOfId(key), readRow(json)]);
}

function rewrite(context: Context, collection: string, id: bigint, row: StoredRow, data: StoredRow['data']): void {
  const { transaction, database } = context;
  keepVersion(transaction, database.scope, collection, id, row);
  const changed = { ...row, ts: transaction.time, data };
  transaction.put(documentsTable(database.scope, collection), rowKey(id), changed);
  if (collection !== 'Key') bumpSchema(transaction, database.scope);
}

/** The same value with `after` in place of `before` at the path; itself when nothing stands there. */
function replaceAt(json: Json, path: readonly string[], before: string, after: string): Json {
  if (isJsonArray(json)) {
    const elements = json.map((element) => replaceAt(element, path, before, after));
    return elements.some((element, index) => element !== json[index]) ? elements : json;
  }
  const [field, ...rest] = path;
  if (field === undefined) return json === before ? after : json;
  if (json === null || typeof json !== 'object') return json;
  const value = (json as { readonly [key: string]: Json })[field];
  if (value === undefined) return json;
  const changed = replaceAt(value, rest, before, after);
  return changed === value ? json : { ...json, [field]: changed };
}
