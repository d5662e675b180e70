/** The fields of documents as this language shows them: both languages share the documents, but not every name. */

import { isBuiltInRole } from '../../model/authority.ts';
import type { CollectionDefinition } from '../../model/collection.ts';
import type { DocumentContents, ObjectValue as RuntimeObject, Value as RuntimeValue } from '../../runtime/value.ts';
import { isSince } from '../api-version.ts';
import { collectionIds } from '../native-names.ts';
import type { Place } from '../place.ts';
import { findNamed, userCollectionNamed } from '../references.ts';
import { ArrayValue, ObjectValue, Ref, type Value } from '../value.ts';
import { fromStored } from './convert.ts';

type Fields = Map<string, Value>;
type Entry = readonly [string, Value];

/** What `contents` of a document of the collection show as: everything but `ref` and `ts`. */
export function fieldsShown(
  place: Place,
  scope: string,
  definition: CollectionDefinition,
  contents: Pick<DocumentContents, 'data' | 'ttl'>,
): ReadonlyMap<string, Value> {
  const convert = (value: RuntimeValue) => fromStored(place, scope, value);
  const fields: Fields = new Map();
  if (definition.kind === 'user') {
    if (contents.data.fields.size > 0) fields.set('data', convert(contents.data));
  } else {
    const native = shownOf(definition, contents.data, convert);
    for (const [name, value] of (views[definition.id] ?? same)(native, { place, scope })) fields.set(name, value);
  }
  if (contents.ttl) fields.set('ttl', contents.ttl);
  return fields;
}

function shownOf(
  { native }: CollectionDefinition,
  data: RuntimeObject,
  convert: (value: RuntimeValue) => Value,
): Fields {
  const shown = [...data.fields].filter(([name]) => !native?.fields[name]?.hidden);
  return new Map(shown.map(([name, value]) => [name, convert(value)]));
}

interface Where {
  readonly place: Place;
  readonly scope: string;
}

type View = (fields: Fields, where: Where) => Iterable<Entry>;

const same: View = (fields) => fields;

/** The same fields with some changed; in the order given for those that `first` names. */
function view(
  changes: Readonly<Record<string, (value: Value, where: Where) => Entry>>,
  first: readonly string[] = [],
): View {
  return function* shown(fields, where) {
    const names = [
      ...first.filter((name) => fields.has(name)),
      ...[...fields.keys()].filter((name) => !first.includes(name)),
    ];
    for (const name of names) {
      const value = fields.get(name) ?? null;
      yield changes[name]?.(value, where) ?? [name, value];
    }
  };
}

const views: Readonly<Record<string, View>> = {
  Collection: view({}, ['history_days', 'name']),
  Function: view({ role: (role, where) => ['role', roleShown(role, where)] }),
  Key: view({
    role: (role, where) => ['role', roleShown(role, where)],
    database: (name, where) => ['database', named('Database', name, where)],
  }),
  Token: view({ document: (document) => ['instance', document] }),
  Credential: view({ document: (document) => ['instance', document] }),
  Role: view({
    membership: (memberships, where) => ['membership', each(memberships, (one) => membershipShown(one, where))],
    privileges: (privileges, where) => ['privileges', each(privileges, (one) => privilegeShown(one, where))],
  }),
  AccessProvider: view({ roles: (roles, where) => ['roles', each(roles, (one) => providerRoleShown(one, where))] }),
  ':Index': view({ source: (source, { place }) => ['source', sourceShown(source, place)] }, [
    'active',
    'serialized',
    'name',
    'source',
  ]),
};

function each(value: Value, show: (one: Value) => Value): Value {
  return value instanceof ArrayValue ? new ArrayValue(value.elements.map(show)) : show(value);
}

/** A reference by a name; the name itself where nothing has it. */
function named(collection: string, name: Value, { place, scope }: Where): Value {
  if (typeof name !== 'string') return name;
  const found = findNamed(place, collection, name, scope);
  return found instanceof Ref ? found : name;
}

function roleShown(role: Value, where: Where): Value {
  if (role instanceof ArrayValue) return new ArrayValue(role.elements.map((one) => roleShown(one, where)));
  return typeof role === 'string' && isBuiltInRole(role) ? role : named('Role', role, where);
}

function resourceShown(resource: Value, where: Where): Value {
  if (typeof resource !== 'string') return resource;
  const { place, scope } = where;
  const schema = place.session.database(scope)?.schema;
  const collection = schema && userCollectionNamed(schema.collections, resource);
  if (collection) return new Ref(scope, 'Collection', collection.id);
  const native = resource === 'Credentials' ? 'Credential' : resource;
  if (collectionIds.has(native)) return new Ref(scope, 'Collection', native);
  return named('Function', resource, where);
}

function membershipShown(membership: Value, where: Where): Value {
  return changed(membership, { resource: (resource) => resourceShown(resource, where) });
}

function privilegeShown(privilege: Value, where: Where): Value {
  return changed(privilege, { resource: (resource) => resourceShown(resource, where) });
}

function providerRoleShown(role: Value, where: Where): Value {
  if (role instanceof ObjectValue) return changed(role, { role: (one) => named('Role', one, where) });
  return named('Role', role, where);
}

function changed(object: Value, changes: Readonly<Record<string, (value: Value) => Value>>): Value {
  if (!(object instanceof ObjectValue)) return object;
  return ObjectValue.of([...object.fields].map(([name, value]) => [name, changes[name]?.(value) ?? value]));
}

/** Until 2.7 the sources of indexes were classes. */
function sourceShown(source: Value, { version }: Place): Value {
  if (isSince(version, '2.7')) return source;
  return each(source, (one) =>
    one instanceof ObjectValue
      ? ObjectValue.of([...one.fields].map(([name, value]) => [name === 'collection' ? 'class' : name, value]))
      : one,
  );
}
