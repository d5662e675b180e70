/** Collections, as documents. Source: recorded `schema`, `schema-items-2`, `sets`, `documents`; "Collections". */
import type { Context } from '../../runtime/context.ts';
import type { ObjectValue } from '../../runtime/value.ts';
import { buildIndexes, purgeCollection } from '../collection-indexes.ts';
import { systemTable } from '../database.ts';
import type { FieldRule, NativeCollection, NativeWrite, Shape } from '../native-collection.ts';
import { destructiveChanges } from '../protected-mode.ts';
import { notesOf } from '../transaction-notes.ts';
import { checkDefaults, checkMembers, checkTogether } from './collection-checks.ts';
import { showCollection } from './collection-shown.ts';
import { textAfter, textBefore, withFields } from './fields.ts';
import { checkGlobalNames } from './names.ts';
import { renameReferences } from './references.ts';
import { boolean, data, hiddenText, long, object, optional, required, text, union } from './shapes.ts';

const array = (of: Shape): Shape => ({ kind: 'array', of });
const map = (of: Shape): Shape => ({ kind: 'map', of });
const literal = (value: string): Shape => ({ kind: 'literal', value });
const status = (...values: readonly string[]): FieldRule => ({
  shape: union(...values.map(literal)),
  optional: true,
  readonly: true,
});

const term = object({ field: required(text), mva: optional(boolean) });
const value = object({
  field: required(text),
  order: optional(union(literal('asc'), literal('desc'))),
  mva: optional(boolean),
});
const terms = required(array(term));
const values = required(array(value));
const indexState = { status: status('building', 'complete', 'failed'), queryable: optional(boolean) };
const index = union(
  object({ terms, ...indexState }),
  object({ values, ...indexState }),
  object({ terms, values, ...indexState }),
);

const unique = object({
  unique: required(union(array(text), array(term))),
  status: { ...optional(text), readonly: true },
});
const check = object({ check: required(object({ name: required(text), body: required(text) })) });
const field = object({ signature: required(text), default: optional(text) });
const computedField = object({ body: required(text), signature: optional(text) });

export const collectionCollection: NativeCollection = {
  name: 'Collection',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    alias: optional(text),
    computed_fields: optional(map(computedField)),
    fields: optional(map(field)),
    migrations: optional(array({ kind: 'scalar', type: 'Any' })),
    wildcard: optional(text),
    history_days: optional(long),
    ttl_days: optional(long),
    document_ttls: optional(boolean),
    indexes: optional(map(index)),
    constraints: optional(array(union(unique, check))),
    data,
    storage: hiddenText,
  },
  checkEach: (context, write) => [...checkGlobalNames(context, write), ...checkMembers(write)],
  check: (context, write) => {
    if (write.kind === 'delete') return checkProtected(context, write);
    const whole = [...checkProtected(context, write), ...checkTogether(write)];
    return whole.length > 0 ? whole : checkDefaults(context, write);
  },
  prepare: (context, write) => {
    const after = withDefaults(context, write);
    buildIndexes(context, write, after);
    return after;
  },
  afterWrite: (context, write) => {
    renameReferences(context, 'Collection', write);
    const storage = textBefore(write, 'storage');
    if (write.kind !== 'delete' || storage === undefined) return;
    // The rest of the query, and its result, still see the collection as it was.
    notesOf(context.transaction).last.push((later) => purgeCollection(later, storage));
  },
  show: (_context, contents) => showCollection(contents),
};

function checkProtected({ database }: Context, write: NativeWrite) {
  return database.protected ? destructiveChanges(write) : [];
}

/** What a collection has whether or not it was given. */
function withDefaults(context: Context, write: NativeWrite): ObjectValue {
  const after = write.after as ObjectValue;
  const storage = textBefore(write, 'storage') ?? unusedStorage(context, textAfter(write, 'name') ?? '');
  const days = after.fields.get('history_days');
  const keepsDays = days !== undefined || write.kind === 'update';
  return withFields(after, { storage, ...(keepsDays ? {} : { history_days: 0 }) });
}

/** The name, or the name with a number where another collection once began under it: references to that stay dead. */
function unusedStorage({ transaction, database }: Context, name: string): string {
  const base = storageName(name);
  const [table, key] = [systemTable(database.scope), `storage ${base}`];
  const row = transaction.get(table, key);
  const count = typeof row === 'number' ? row + 1 : 1;
  transaction.put(table, key, count);
  return count === 1 ? base : `${base}~${count}`;
}

/** FQL v4 allows names that tables can not have, and those of native collections. */
function storageName(name: string): string {
  const plain = /^\w+$/.test(name) && !Object.hasOwn(nativeNames, name);
  return plain ? name : `${name.replace(/\W/g, '~')}~`;
}

const nativeNames = {
  AccessProvider: true,
  Collection: true,
  Credential: true,
  Database: true,
  Function: true,
  Key: true,
  Role: true,
  Token: true,
};
