/**
 * The fields that this language writes in documents of native collections, and what else they must be like.
 * Source: recorded `collections`, `keys`, `roles`, `access providers`, `functions and roles`.
 */
import { isBuiltInRole } from '../../model/authority.ts';
import { documentsTable } from '../../model/database.ts';
import { indexCollectionId } from '../../model/native/index-document.ts';
import { actions } from '../../model/role.ts';
import { keyOfId, readRow } from '../../model/stored-row.ts';
import type { FieldProblem } from '../failure.ts';
import { indexDefaults, indexFields, indexProblems } from '../indexes/fields.ts';
import { nativeNamed } from '../native-names.ts';
import type { Place } from '../place.ts';
import { ArrayValue, Lambda, ObjectValue, Ref, type Value } from '../value.ts';
import {
  basic,
  collectionRef,
  databaseRef,
  days,
  type FieldPath,
  type FieldType,
  failure,
  invalidType,
  long,
  map,
  mapOf,
  oneOrMore,
  optional,
  query,
  record,
  ref,
  schemaName,
  text,
  timestamp,
  valueRequired,
  zeroOrMore,
} from './field-types.ts';

export type Fields = ReadonlyMap<string, Value>;

/** A document as a write would leave it; fields that are not of their type have been left out. */
export interface Draft {
  readonly place: Place;
  readonly kind: 'create' | 'update' | 'replace';
  readonly id: bigint | undefined;
  readonly before: Fields | undefined;
  readonly given: ObjectValue;
  readonly fields: Fields;
}

export interface FieldRules {
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Fields that `Replace` leaves as they are where it does not give them. */
  readonly kept?: readonly string[];
  readonly defaults?: ObjectValue;
  readonly problems?: (draft: Draft) => readonly FieldProblem[];
}

const data = optional(map);

const users: FieldRules = { fields: { data, ttl: optional(timestamp) } };

/** Strings stand for roles of FQL v10, which this language does not write. */
const roleAction = basic(
  'RoleAction',
  (value) => typeof value === 'boolean' || isText(value) || value instanceof Lambda,
);
const isText = (value: Value): boolean => typeof value === 'string';
const resource = refOrText(ref);
const memberResource = refOrText(collectionRef);
const knownActions = new Set<string>(actions);

function refOrText(type: FieldType): FieldType {
  return { name: type.name, read: (value, ...rest) => (typeof value === 'string' ? value : type.read(value, ...rest)) };
}

const privilege = record({
  resource,
  actions: optional(mapOf(roleAction, (name) => knownActions.has(name))),
});
const membership = record({ resource: memberResource, predicate: optional(refOrText(query)) });

const keyRole: FieldType = basic('Role', (value) => {
  if (!(value instanceof ArrayValue)) return isText(value) || isRole(value);
  return value.elements.every((each) => (isText(each) ? !isBuiltInRole(String(each)) : isRole(each)));
});
const isRole = (value: Value): boolean => value instanceof Ref && value.collection === 'Role';

const uri: FieldType = {
  name: 'URI',
  read: (value, path, report) => {
    const given = text.read(value, path, () => undefined);
    if (typeof given === 'string' && !isHttpsAddress(given)) {
      const description = `\`${given}\` is a not valid URI`;
      report({ field: path, code: 'invalid uri', description });
    } else if (given !== undefined) return given;
    else report(value === undefined || value === null ? valueRequired(path) : invalidType(path, 'URI', value));
    return undefined;
  },
};

/** As the original reads addresses: of a scheme it knows, with a number for the port; nothing more is asked. */
function isHttpsAddress(text: string): boolean {
  const [, rest] = /^https:(.*)$/is.exec(text.trim()) ?? [];
  const [, host = ''] = /^\/\/([^/?#]*)/.exec(rest ?? '') ?? [];
  return rest !== undefined && /^([^:]*|.*@[^:]*|.*\])(:\d*)?$/.test(host);
}

const providerRole: FieldType = {
  name: 'Role',
  read: (value, path, report) => {
    if (value instanceof Ref || typeof value === 'string') return value;
    if (value instanceof ObjectValue)
      return record({ role: refOrText(ref), predicate: query }).read(value, path, report);
    if (value !== undefined) report(invalidType(path, 'Role', value));
    return undefined;
  },
};

const natives: Readonly<Record<string, FieldRules>> = {
  Collection: {
    fields: { name: schemaName, history_days: days, ttl_days: days, data },
    kept: ['name', 'history_days'],
    defaults: ObjectValue.of([['history_days', 0n]]),
  },
  [indexCollectionId]: {
    fields: { ...indexFields, data },
    kept: ['name', 'unique'],
    defaults: indexDefaults,
    problems: (draft) => [...indexProblems(draft), ...referenceProblems(draft)],
  },
  Database: { fields: { name: schemaName, data, priority: optional(long) }, kept: ['name'] },
  Function: {
    fields: { name: schemaName, role: optional(keyRole), body: refOrText(query), data },
    kept: ['name'],
    problems: (draft) => [...referenceProblems(draft), ...roleNameProblems(draft)],
  },
  Key: {
    fields: { role: keyRole, database: optional(databaseRef), ttl: optional(timestamp), data },
    problems: (draft) => [...referenceProblems(draft), ...roleNameProblems(draft)],
  },
  Role: {
    fields: { name: schemaName, membership: zeroOrMore(membership), privileges: zeroOrMore(privilege), data },
    kept: ['name'],
    problems: (draft) => [...arityProblems(draft), ...formatProblems(draft), ...referenceProblems(draft)],
  },
  AccessProvider: {
    fields: { name: schemaName, issuer: text, jwks_uri: uri, roles: optional(oneOrMore(providerRole)), data },
    kept: ['name', 'issuer', 'jwks_uri', 'roles'],
    problems: (draft) => [...issuerProblems(draft), ...referenceProblems(draft), ...providerRoleProblems(draft)],
  },
  Token: { fields: { instance: ref, ttl: optional(timestamp), data } },
  Credential: { fields: { instance: ref, ttl: optional(timestamp), data } },
};

export function rulesOf(collection: string, isUsers: boolean): FieldRules {
  return isUsers ? users : (natives[collection] ?? users);
}

/** References to what is not there. Elements of arrays have the path of their array. */
function referenceProblems({ place, fields }: Draft): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const visit = (value: Value, path: FieldPath): void => {
    if (value instanceof ArrayValue) for (const each of value.elements) visit(each, path);
    else if (value instanceof ObjectValue) for (const [name, each] of value.fields) visit(each, [...path, name]);
    else if (value instanceof Ref && !isThere(place, value)) {
      problems.push({ field: path, code: 'invalid reference', description: 'Reference was not found.' });
    }
  };
  for (const [name, value] of fields) visit(value, [name]);
  return problems;
}

function isThere({ session }: Place, found: Ref): boolean {
  const { scope, collection, id } = found;
  if (collection === 'Collection' && typeof id === 'string' && nativeNamed(id) === undefined) {
    return session.database(scope)?.schema.collection(id) !== undefined;
  }
  const number = session.numberOf(found);
  if (number === undefined || collection === 'Collection') return true;
  return session.hasDocument(scope, collection, number);
}

/** Looks at the role as it was given, whatever it is. */
function roleNameProblems({ place, fields, given }: Draft): FieldProblem[] {
  const role = fields.get('role') ?? given.fields.get('role');
  const names = (role instanceof ArrayValue ? role.elements : [role]).filter((each) => typeof each === 'string');
  const schema = place.session.database(place.scope)?.schema;
  const mayBeBuiltIn = !(role instanceof ArrayValue);
  return names
    .filter((name) => !(mayBeBuiltIn && isBuiltInRole(name)) && schema?.role(name) === undefined)
    .map((name) => failure(['role'], `fauna.model.Key$Role$@1221cbd5 name \`${name}\` does not exist.`));
}

/** How many parameters the predicates of actions take. Only looked at where there is one privilege, no array. */
const arities: Readonly<Record<string, number>> = { write: 2, create_with_id: 2, history_write: 4 };

function arityProblems({ fields }: Draft): FieldProblem[] {
  const one = fields.get('privileges');
  const rules = one instanceof ObjectValue ? one.fields.get('actions') : undefined;
  const ofPrivilege = rules instanceof ObjectValue ? [...rules.fields] : [];
  const member = fields.get('membership');
  const predicate = member instanceof ObjectValue ? member.fields.get('predicate') : undefined;
  return [
    ...ofPrivilege.flatMap(([name, rule]) => arityProblem(['privileges', 'actions', name], rule, arities[name] ?? 1)),
    ...arityProblem(['membership', 'predicate'], predicate, 1),
  ];
}

function arityProblem(field: FieldPath, value: Value | undefined, expected: number): FieldProblem[] {
  if (!(value instanceof Lambda)) return [];
  const { pattern } = value.expression;
  if (pattern.kind === 'one' && pattern.name === undefined) return [];
  const arity = pattern.kind === 'one' ? 1 : pattern.names.length;
  if (arity === expected) return [];
  return [{ field, code: 'invalid arity', description: `Found lambda with arity ${arity} expected ${expected}` }];
}

/** Names and texts are for FQL v10 to write. */
function formatProblems({ fields }: Draft): FieldProblem[] {
  const each = (name: string) => {
    const value = fields.get(name);
    const all = value instanceof ArrayValue ? value.elements : value === undefined ? [] : [value];
    return all.filter((one) => one instanceof ObjectValue);
  };
  const ofPrivileges = each('privileges').flatMap((one) => {
    const rules = one.fields.get('actions');
    return [
      ...textProblem(['privileges', 'resource'], one.fields.get('resource'), 'Ref'),
      ...(rules instanceof ObjectValue ? [...rules.fields] : []).flatMap(([name, rule]) =>
        textProblem(['privileges', 'actions', name], rule, 'Query'),
      ),
    ];
  });
  const ofMembership = each('membership').flatMap((one) => [
    ...textProblem(['membership', 'resource'], one.fields.get('resource'), 'Ref'),
    ...textProblem(['membership', 'predicate'], one.fields.get('predicate'), 'Query'),
  ]);
  return [...ofPrivileges, ...ofMembership];
}

function textProblem(field: FieldPath, value: Value | undefined, expected: string): FieldProblem[] {
  return typeof value === 'string' ? [invalidType(field, expected, value)] : [];
}

function issuerProblems({ place, id, fields }: Draft): FieldProblem[] {
  const issuer = fields.get('issuer');
  const rows = place.session.transaction.scan(documentsTable(place.scope, 'AccessProvider'));
  const taken = [...rows].some(([key, json]) => readRow(json).data.issuer === issuer && keyOfId(key) !== id);
  if (typeof issuer !== 'string' || !taken) return [];
  return [{ field: ['issuer'], code: 'duplicate value', description: 'Value is not unique.' }];
}

function providerRoleProblems({ place, fields }: Draft): FieldProblem[] {
  const roles = fields.get('roles');
  const all = roles instanceof ArrayValue ? roles.elements : [roles];
  const names = all
    .map((each) => (each instanceof ObjectValue ? each.fields.get('role') : each))
    .filter((each) => typeof each === 'string');
  const schema = place.session.database(place.scope)?.schema;
  const missing = names.filter((name) => !isBuiltInRole(name) && schema?.role(name) === undefined);
  return [
    ...missing.map((name) => failure(['roles'], `Role \`${name}\` does not exist.`)),
    ...names.filter(isBuiltInRole).map((name) => failure(['roles'], `Builtin role \`${name}\` not allowed.`)),
  ];
}
