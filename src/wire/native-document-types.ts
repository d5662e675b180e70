/** The types of native collections' documents, as the type environment writes them. Source: recorded type environment. */

export interface NativeDocumentType {
  /** What the type is called. */
  readonly name: string;
  readonly alias: string;
  /** What `create` takes. */
  readonly create: string;
}

const data = 'data: { *: Any } | Null';
const named = (collection: string) => `name: String, ts: Time, coll: ${collection}Collection`;
const identified = (collection: string) => `id: ID, ts: Time, coll: ${collection}Collection`;

const term = 'Array<{ field: String, mva: Boolean | Null }>';
const value = 'Array<{ field: String, mva: Boolean | Null, order: "asc" | "desc" | Null }>';
const computedFields = '{ *: { body: String, signature: String | Null } }';
const fields = '{ *: { signature: String, default: String | Null } }';
const days = 'history_days: Number | Null, ttl_days: Number | Null, document_ttls: Boolean | Null';
const migrations = [
  '{ backfill: { field: String, value: String } }',
  '{ drop: { field: String } }',
  '{ split: { field: String, to: Array<String> } }',
  '{ move: { field: String, to: String } }',
  '{ add: { field: String } }',
  '{ move_conflicts: { into: String } }',
  '{ move_wildcard: { into: String } }',
  '{ add_wildcard: {} }',
].join(' | ');
const constraints = `{ unique: Array<String> | ${term} } | { check: { name: String, body: String } }`;
const role = 'String | { role: String, predicate: String }';

export const nativeDocumentTypes: Readonly<Record<string, NativeDocumentType>> = {
  AccessProvider: {
    name: 'AccessProvider',
    alias:
      `{ ${named('AccessProvider')}, issuer: String, jwks_uri: String, ` +
      `roles: Array<{ role: String, predicate: String }>, audience: String, ${data} }`,
    create: `{ name: String, issuer: String, jwks_uri: String, roles: ${role} | Array<${role}> | Null, ${data} }`,
  },
  Collection: {
    name: 'CollectionDef',
    alias:
      `{ name: String, alias: String | Null, computed_fields: ${computedFields}, fields: ${fields}, ` +
      `migrations: Array<{}> | Null, wildcard: String, ts: Time, coll: CollectionCollection, ${days}, ` +
      `indexes: { *: { terms: ${term}, values: ${value}, queryable: Boolean, ` +
      `status: "pending" | "active" | "failed" } }, constraints: Array<{ *: Any }>, ${data} }`,
    create:
      `{ name: String, alias: String | Null, computed_fields: ${computedFields} | Null, fields: ${fields} | Null, ` +
      `migrations: Array<${migrations}> | Null, wildcard: String | Null, ${days}, ` +
      `indexes: { *: { terms: ${term} | Null, values: ${value} | Null, queryable: Boolean | Null } } | Null, ` +
      `constraints: Array<${constraints}> | Null, ${data} }`,
  },
  Credential: {
    name: 'Credential',
    alias: `{ ${identified('Credential')}, document: Ref<{ *: Any }>, ${data} }`,
    create: `{ id: ID | Null, document: Ref<{ *: Any }>, password: String | Null, ${data} }`,
  },
  Database: {
    name: 'DatabaseDef',
    alias:
      `{ ${named('Database')}, global_id: String, priority: Number | Null, typechecked: Boolean | Null, ` +
      `protected: Boolean | Null, ${data} }`,
    create: `{ name: String, priority: Number | Null, typechecked: Boolean | Null, protected: Boolean | Null, ${data} }`,
  },
  Function: {
    name: 'FunctionDef',
    alias:
      '{ name: String, alias: String | Null, signature: String | Null, ts: Time, coll: FunctionCollection, ' +
      `role: String | Null, body: String, ${data} }`,
    create:
      '{ name: String, alias: String | Null, signature: String | Null, role: String | Null, body: String, ' +
      `${data} }`,
  },
  Key: {
    name: 'Key',
    alias:
      `{ ${identified('Key')}, role: String, database: String | Null, ttl: Time | Null, secret: String | Null, ` +
      `${data} }`,
    create: `{ role: String, database: String | Null, ttl: Time | Null, ${data} }`,
  },
  Role: {
    name: 'Role',
    alias: `{ ${named('Role')}, privileges: Any, membership: Any, ${data} }`,
    create: `{ name: String, privileges: Any | Null, membership: Any | Null, ${data} }`,
  },
  Token: {
    name: 'Token',
    alias: `{ ${identified('Token')}, document: { *: Any }, secret: String | Null, ttl: Time | Null, ${data} }`,
    create: `{ id: ID | Null, document: { *: Any } | Null, ttl: Time | Null, ${data} }`,
  },
};
