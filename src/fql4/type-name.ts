/** The names of types as messages print them, and which are kinds of which. */
import { Bytes, DateValue, Double, Time, Uuid } from '../runtime/value.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  Lambda,
  Page,
  Ref,
  SetRef,
  type UnresolvedKind,
  UnresolvedRef,
  type Value,
} from './value.ts';

export type TypeName =
  | 'Any'
  | 'Scalar'
  | 'Number'
  | 'Double'
  | 'Integer'
  | 'Boolean'
  | 'String'
  | 'Null'
  | 'Action'
  | 'Bytes'
  | 'UUID'
  | 'Object'
  | 'Lambda'
  | 'Array, Set, or Page'
  | 'Array or Page'
  | 'Page'
  | 'Array'
  | 'Identifier'
  | 'Ref'
  | 'Collection Ref'
  | 'Index Ref'
  | 'Database Ref'
  | 'Key Ref'
  | 'User Function Ref'
  | 'Role Ref'
  | 'Access Provider Ref'
  | 'Set'
  | 'Temporal'
  | 'Time'
  | 'Date'
  | 'Time Unit'
  | 'Field/Value';

/** Types that a reference could have been of, had it been found. */
const identifiers: ReadonlySet<TypeName> = new Set<TypeName>([
  'Identifier',
  'Ref',
  'Collection Ref',
  'Index Ref',
  'Database Ref',
  'Key Ref',
  'User Function Ref',
  'Role Ref',
  'Access Provider Ref',
  'Set',
]);

export function isIdentifierType(type: TypeName): boolean {
  return identifiers.has(type);
}

const refTypes: Readonly<Record<string, TypeName>> = {
  Collection: 'Collection Ref',
  ':Index': 'Index Ref',
  Database: 'Database Ref',
  Key: 'Key Ref',
  Function: 'User Function Ref',
};

const unresolvedTypes: Readonly<Record<UnresolvedKind, TypeName>> = {
  database: 'Database Ref',
  collection: 'Collection Ref',
  native: 'Collection Ref',
  index: 'Index Ref',
  key: 'Key Ref',
  function: 'User Function Ref',
  role: 'Role Ref',
  access_provider: 'Access Provider Ref',
  document: 'Ref',
};

export function typeOf(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'bigint':
      return 'Integer';
    case 'boolean':
      return 'Boolean';
  }
  if (value === null) return 'Null';
  if (value instanceof Double) return 'Double';
  if (value instanceof Time) return 'Time';
  if (value instanceof DateValue) return 'Date';
  if (value instanceof Bytes) return 'Bytes';
  if (value instanceof Uuid) return 'UUID';
  if (value instanceof Action) return 'Action';
  if (value instanceof ArrayValue) return 'Array';
  if (value instanceof Page) return 'Page';
  if (value instanceof Ref) return refTypes[value.collection] ?? 'Ref';
  if (value instanceof UnresolvedRef) return unresolvedTypes[value.kind];
  if (value instanceof SetRef) return 'Set';
  if (value instanceof Lambda) return 'Lambda';
  if (value instanceof Cursor) return value.at instanceof ArrayValue ? 'Array' : 'Object';
  return 'Object';
}

/** Values without parts; references among them. */
export function isScalar(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  return [Double, Time, DateValue, Bytes, Uuid, Action, Ref, UnresolvedRef].some((type) => value instanceof type);
}
