/** What kind of value something is. Source: recorded `conversions and types`. */
import { Bytes, DateValue, Double, Time, Uuid } from '../../runtime/value.ts';
import { any, readIdentifier } from '../cast.ts';
import { form } from '../form.ts';
import {
  Action,
  ArrayValue,
  Cursor,
  DocumentEvent,
  Lambda,
  ObjectValue,
  Page,
  Ref,
  SetEvent,
  SetRef,
  UnresolvedRef,
  type Value,
  Version,
} from '../value.ts';

function check(name: string, holds: (value: Value) => boolean) {
  return form({ [name]: any }, (values) => holds(values[name] as Value));
}

/** A document of a native collection, or the reference to one. */
function ofCollection(name: string, collection: string) {
  return check(name, (value) => {
    const ref = value instanceof Version ? value.ref : value;
    return ref instanceof Ref && ref.collection === collection;
  });
}

const objects = [ObjectValue, Page, Version, DocumentEvent, SetEvent, Cursor];

export const typeForms = [
  check('is_number', (value) => typeof value === 'bigint' || value instanceof Double),
  check('is_double', (value) => value instanceof Double),
  check('is_integer', (value) => typeof value === 'bigint'),
  check('is_boolean', (value) => typeof value === 'boolean'),
  check('is_null', (value) => value === null),
  check('is_bytes', (value) => value instanceof Bytes),
  check('is_timestamp', (value) => value instanceof Time),
  check('is_date', (value) => value instanceof DateValue),
  check('is_uuid', (value) => value instanceof Uuid),
  check('is_string', (value) => typeof value === 'string' || value instanceof Action),
  check('is_array', (value) => value instanceof ArrayValue),
  check('is_object', (value) => objects.some((type) => value instanceof type)),
  check('is_ref', (value) => value instanceof Ref || value instanceof UnresolvedRef),
  check('is_set', (value) => readIdentifier(value) instanceof SetRef),
  check('is_doc', (value) => value instanceof Ref || value instanceof Version),
  check('is_lambda', (value) => value instanceof Lambda),
  ofCollection('is_collection', 'Collection'),
  ofCollection('is_database', 'Database'),
  ofCollection('is_index', ':Index'),
  ofCollection('is_function', 'Function'),
  ofCollection('is_key', 'Key'),
  ofCollection('is_token', 'Token'),
  ofCollection('is_credentials', 'Credential'),
  ofCollection('is_role', 'Role'),
];
