/** The privileges of roles, put together by resource and action and kept as long as the schema stays the same. */
import type { CollectionDefinition } from './collection.ts';
import type { Schema } from './database.ts';
import type { Action, Predicate, Privilege } from './role.ts';

/** Allowed, denied, or allowed where one of the predicates holds. */
export type Policy = boolean | readonly Predicate[];

/** A collection by its storage id, a function by its name, or an index of FQL v4 by its number. */
export type Resource = { readonly collection: string } | { readonly function: string } | { readonly index: bigint };

type Policies = ReadonlyMap<string, true | readonly Predicate[]>;

const known = new WeakMap<Schema, Map<string, Policies>>();

/** What the roles together say. Roles that are not there, and actions they do not name, deny. */
export function policyFor(schema: Schema, roles: readonly string[], resource: Resource, action: Action): Policy {
  return policiesOf(schema, roles).get(keyOf(resource, action)) ?? false;
}

function keyOf(resource: Resource, action: string): string {
  if ('index' in resource) return `index ${resource.index} ${action}`;
  return 'collection' in resource
    ? `collection ${resource.collection} ${action}`
    : `function ${resource.function} ${action}`;
}

function policiesOf(schema: Schema, roles: readonly string[]): Policies {
  const key = roles.join(' ');
  const ofSchema = known.get(schema) ?? new Map<string, Policies>();
  known.set(schema, ofSchema);
  const policies = ofSchema.get(key) ?? makePolicies(schema, roles);
  ofSchema.set(key, policies);
  return policies;
}

function makePolicies(schema: Schema, roles: readonly string[]): Policies {
  const policies = new Map<string, true | readonly Predicate[]>();
  for (const privilege of roles.flatMap((role) => schema.role(role)?.privileges ?? [])) {
    const resource = resourceNamed(schema, privilege.resource);
    if (!resource) continue;
    for (const [action, rule] of Object.entries(privilege.actions)) {
      const key = keyOf(resource, action);
      const others = policies.get(key) ?? [];
      policies.set(key, rule === true || others === true ? true : [...others, rule]);
    }
  }
  return policies;
}

/** The collection that a privilege or membership names, by its name or alias. */
export function collectionNamed(schema: Schema, name: string): CollectionDefinition | undefined {
  return schema.collectionNamed(name === 'Credentials' ? 'Credential' : name);
}

function resourceNamed(schema: Schema, name: Privilege['resource']): Resource | undefined {
  if (typeof name !== 'string') return name;
  const collection = collectionNamed(schema, name);
  if (collection) return { collection: collection.id };
  const definition = schema.functionNamed(name);
  return definition && { function: definition.name };
}
