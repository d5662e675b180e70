/** Names that fields of documents have, or may not have. */

/** Names that users' documents may have fields under only within `data`. */
export const reservedNames: ReadonlySet<string> = new Set([
  'id',
  'coll',
  'ts',
  'data',
  'delete',
  'update',
  'replace',
  'updateData',
  'replaceData',
  'exists',
]);

/** Names of fields that a document has whatever it holds. */
export const metaNames: ReadonlySet<string> = new Set(['id', 'coll', 'ts', 'ttl', 'data']);
