/** Definitions of collections, functions and roles from the rows of their documents. */
import { Source } from '../language/source.ts';
import type { Prototype } from '../runtime/prototype.ts';
import { Document, type Module, StoredQuery } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import type {
  CheckConstraint,
  CollectionDefinition,
  ComputedField,
  DefinedField,
  IndexDefinition,
  IndexTerm,
  IndexValue,
  UniqueDefinition,
} from './collection.ts';
import { parseFieldPath } from './field-path.ts';
import { shapeOf } from './field-type.ts';
import type { FunctionDefinition } from './function.ts';
import type { Shape } from './native-collection.ts';
import { nativeCollections } from './native-collections.ts';
import type { Action, Membership, Predicate, Privilege, RoleDefinition } from './role.ts';
import { actions } from './role.ts';
import { StoredPredicate } from './stored-predicate.ts';
import type { StoredRow } from './stored-row.ts';
import { CorruptRow, decodeValue, isJsonArray } from './stored-value.ts';

/** The parts of a definition that the standard library makes: it knows what a collection can do. */
export type CollectionParts = Pick<CollectionDefinition, 'module' | 'documentPrototype'>;

let makeParts: (definition: Omit<CollectionDefinition, keyof CollectionParts>) => CollectionParts = () => {
  throw new Error('the standard library is not loaded');
};

/** Called by `stdlib/collection.ts` when it is loaded. */
export function provideCollectionParts(implementation: typeof makeParts): void {
  makeParts = implementation;
}

function complete(definition: Omit<CollectionDefinition, keyof CollectionParts>): CollectionDefinition {
  const parts: { module: Module; documentPrototype: Prototype<Document> } = makeParts(definition);
  return { ...definition, ...parts };
}

let natives: readonly CollectionDefinition[] | undefined;

/** The collections that every database has. */
export function nativeDefinitions(): readonly CollectionDefinition[] {
  natives ??= nativeCollections.map((native) =>
    complete({
      id: native.name,
      name: native.name,
      alias: undefined,
      kind: 'native',
      identifiedBy: native.identifiedBy,
      historyDays: 0,
      ttlDays: undefined,
      indexes: Object.entries(native.indexes ?? {}).map(([name, fields]) => ({
        name,
        terms: fields.map((field) => ({ path: [field], mva: false })),
        values: [],
        queryable: true,
        status: 'complete',
      })),
      uniques: (native.uniques ?? []).map((fields) => ({
        terms: fields.map((field) => ({ path: [field], mva: false })),
        status: 'active',
      })),
      fields: new Map(),
      wildcard: undefined,
      wildcardSignature: undefined,
      documentTtls: false,
      computedFields: new Map(),
      checks: [],
      document: undefined,
      native,
    }),
  );
  return natives;
}

type JsonObject = { readonly [key: string]: Json };

function asObject(json: Json | undefined): JsonObject {
  if (json === undefined || json === null) return {};
  if (typeof json !== 'object' || isJsonArray(json)) throw new CorruptRow('not an object');
  return json;
}

function asArray(json: Json | undefined): readonly Json[] {
  if (json === undefined || json === null) return [];
  if (!isJsonArray(json)) throw new CorruptRow('not an array');
  return json;
}

function asText(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

/** As good as for ever, and still a time that can be told. */
const mostDays = 1_000_000;

/** So many days that a number can not tell them are told as text. */
function asDays(json: Json | undefined): number | undefined {
  const days = typeof json === 'number' ? json : Number(asText(asObject(json)['@long']));
  return Number.isNaN(days) ? undefined : Math.min(days, mostDays);
}

export function makeCollection(id: bigint, { data }: StoredRow): CollectionDefinition {
  const name = asText(data.name) ?? '';
  const constraints = asArray(data.constraints).map(asObject);
  return complete({
    id: asText(data.storage) ?? name,
    name,
    alias: asText(data.alias),
    kind: 'user',
    identifiedBy: 'id',
    historyDays: asDays(data.history_days) ?? 0,
    ttlDays: asDays(data.ttl_days),
    indexes: Object.entries(asObject(data.indexes)).map(([index, json]) => makeIndex(index, asObject(json))),
    uniques: constraints.filter((each) => 'unique' in each).map(makeUnique),
    fields: new Map(
      Object.entries(asObject(data.fields)).map(([field, json]) => [field, makeField(name, field, asObject(json))]),
    ),
    wildcard: makeWildcard(name, data),
    wildcardSignature: asText(data.wildcard),
    documentTtls: allowsTtls(data),
    computedFields: new Map(
      Object.entries(asObject(data.computed_fields)).map(([field, json]) => [
        field,
        makeComputedField(name, field, asObject(json)),
      ]),
    ),
    checks: constraints.filter((each) => 'check' in each).map((each) => makeCheck(asObject(each.check))),
    document: id,
    native: undefined,
  });
}

export function makeTerm(json: Json): IndexTerm {
  const { field, mva } = typeof json === 'string' ? { field: json, mva: false } : asObject(json);
  const path = parseFieldPath(asText(field) ?? '');
  if (!path) throw new CorruptRow(`not a path: ${JSON.stringify(field)}`);
  return { path, mva: mva === true };
}

function makeValue(json: Json): IndexValue {
  return { ...makeTerm(json), order: asObject(json).order === 'desc' ? 'desc' : 'asc' };
}

function makeIndex(name: string, json: JsonObject): IndexDefinition {
  return {
    name,
    terms: asArray(json.terms).map(makeTerm),
    values: asArray(json.values).map(makeValue),
    queryable: json.queryable !== false,
    status: json.status === 'building' || json.status === 'failed' ? json.status : 'complete',
  };
}

function makeUnique(json: JsonObject): UniqueDefinition {
  const status = json.status === 'pending' || json.status === 'failed' ? json.status : 'active';
  return { terms: asArray(json.unique).map(makeTerm), status };
}

function makeField(collection: string, name: string, json: JsonObject): DefinedField {
  const source = (text: string) => new Source(`*field:${collection}:${name}*`, text);
  const [signature, initial] = [asText(json.signature) ?? '', asText(json.default)];
  const value = initial === undefined ? undefined : source(initial);
  return { name, signature, shape: shapeOf(source(signature)), default: value };
}

/** Where it is not said, documents whose fields are not defined may have one. */
function allowsTtls({ document_ttls: said, fields }: JsonObject): boolean {
  return typeof said === 'boolean' ? said : Object.keys(asObject(fields)).length === 0;
}

/** Without defined fields, all are allowed. */
function makeWildcard(collection: string, { fields, wildcard }: JsonObject): Shape | undefined {
  const text = asText(wildcard);
  if (text !== undefined) return shapeOf(new Source(`*wildcard:${collection}*`, text));
  return Object.keys(asObject(fields)).length === 0 ? { kind: 'scalar', type: 'Any' } : undefined;
}

function makeComputedField(collection: string, name: string, json: JsonObject): ComputedField {
  const body = new Source(`*computed_field:${collection}:${name}*`, asText(json.body) ?? '');
  return { name, body, signature: asText(json.signature) };
}

function makeCheck(json: JsonObject): CheckConstraint {
  const name = asText(json.name) ?? '';
  return { name, body: new Source(`*check_constraint:${name}*`, asText(json.body) ?? '') };
}

export function makeFunction(id: bigint, { data }: StoredRow): FunctionDefinition {
  const name = asText(data.name) ?? '';
  return {
    name,
    alias: asText(data.alias),
    body: new Source(`*udf:${name}*`, asText(data.body) ?? ''),
    role: asText(data.role),
    signature: asText(data.signature),
    document: id,
  };
}

export function makeRole({ data }: StoredRow): RoleDefinition {
  return {
    name: asText(data.name) ?? '',
    privileges: oneOrMore(data.privileges).map(makePrivilege),
    membership: oneOrMore(data.membership).map(makeMembership),
  };
}

/** Privileges and memberships may be written as one object or as an array of them. */
function oneOrMore(json: Json | undefined): readonly JsonObject[] {
  if (json === undefined || json === null) return [];
  return isJsonArray(json) ? json.map(asObject) : [asObject(json)];
}

function makePrivilege(json: JsonObject): Privilege {
  const rules = asObject(json.actions);
  const index = indexIn(json.resource);
  const allowed: Partial<Record<Action, true | Predicate>> = {};
  for (const action of actions) {
    const rule = rules[action];
    if (rule === true) allowed[action] = true;
    else if (typeof rule === 'string') allowed[action] = new Source(`*${action}*`, rule);
    else {
      const predicate = storedPredicate(index === undefined ? action : 'read_index', rule);
      if (predicate) allowed[action] = predicate;
    }
  }
  return { resource: index === undefined ? (asText(json.resource) ?? '') : { index }, actions: allowed };
}

/** The number of the index that a resource refers to. */
function indexIn(resource: Json | undefined): bigint | undefined {
  const value = resource === undefined || typeof resource === 'string' ? undefined : decodeValue(resource, 0);
  return value instanceof Document && typeof value.id === 'bigint' ? value.id : undefined;
}

function storedPredicate(action: StoredPredicate['action'], json: Json | undefined): StoredPredicate | undefined {
  const value = json === undefined ? undefined : decodeValue(json, 0);
  return value instanceof StoredQuery ? new StoredPredicate(action, value) : undefined;
}

function makeMembership(json: JsonObject): Membership {
  const predicate = asText(json.predicate);
  return {
    resource: asText(json.resource) ?? '',
    predicate:
      predicate === undefined ? storedPredicate('member', json.predicate) : new Source('*predicate*', predicate),
  };
}
