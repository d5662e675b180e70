/** Databases within a database, with tables of their own. Source: recorded `schema`; "Databases" in the reference. */
import type { Context } from '../../runtime/context.ts';
import type { ObjectValue } from '../../runtime/value.ts';
import { deleteContents, scopeWithin } from '../child-database.ts';
import { newGlobalId } from '../global-id.ts';
import type { NativeCollection, NativeWrite } from '../native-collection.ts';
import { bumpSchema, readSchema } from '../schema.ts';
import { textAfter, textBefore, withFields } from './fields.ts';
import { checkIdentifier } from './names.ts';
import { deleteKeysFor, renameReferences } from './references.ts';
import { boolean, data, hiddenText, long, optional, readonlyText, required, text } from './shapes.ts';

export const databaseCollection: NativeCollection = {
  name: 'Database',
  identifiedBy: 'name',
  fields: {
    name: required(text),
    global_id: readonlyText,
    storage: hiddenText,
    priority: optional(long),
    typechecked: optional(boolean),
    protected: optional(boolean),
    data,
  },
  uniques: [['name']],
  checkEach: (_context, write) => checkIdentifier(write),
  prepare: (context, write) => withIdentity(context, write),
  afterWrite: (context, write) => {
    const name = textBefore(write, 'name');
    const storage = textAfter(write, 'storage');
    // The empty schema of a new database is as old as the database.
    if (write.kind === 'create' && storage !== undefined)
      bumpSchema(context.transaction, scopeWithin(context.database.scope, storage));
    if (write.kind !== 'delete') renameReferences(context, 'Database', write);
    else if (name !== undefined) {
      deleteKeysFor(context, name);
      deleteContents(context.transaction, scopeWithin(context.database.scope, textBefore(write, 'storage') ?? name));
    }
  },
};

/** A database keeps its global id and the place of its tables, whatever it is called later. */
function withIdentity(context: Context, write: NativeWrite): ObjectValue {
  const globalId = textBefore(write, 'global_id') ?? newGlobalId(context.transaction.newId());
  const storage = textBefore(write, 'storage') ?? unusedStorage(context, textAfter(write, 'name') ?? '');
  return withFields(write.after!, { global_id: globalId, storage });
}

/** The name, or the name with a number where a renamed database has its tables there. */
export function unusedStorage(context: Context, name: string): string {
  const { transaction, database } = context;
  const taken = new Set(readSchema(transaction, database.scope).children.keys());
  let storage = name;
  for (let number = 2; taken.has(storage); number++) storage = `${name}-${number}`;
  return storage;
}
