/**
 * Who a secret belongs to: the root secret, a key, a token, each of the first two perhaps narrowed by a scope.
 * Source: recorded `auth` of the wire, `roles`, `auth-2`; the reference pages "Secrets" and "Tokens".
 */

import { Source } from '../language/source.ts';
import type { Context } from '../runtime/context.ts';
import { Document, ObjectValue } from '../runtime/value.ts';
import type { Json } from '../store/store.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { payloadValue, providerOfToken, type VerifiedToken } from './access-token.ts';
import { ADMIN, type Authority, type Permissions, permissionsOfRole } from './authority.ts';
import { childScope } from './child-database.ts';
import type { Database } from './database.ts';
import { storedRow } from './document-versions.ts';
import { holds } from './predicate.ts';
import type { Predicate } from './role.ts';
import { loadDatabase } from './schema.ts';
import { parseScopedSecret, type SecretScope } from './scoped-secret.ts';
import { findSecretOwner, isSecret, type SecretOwner } from './secret.ts';
import { isExpired, type StoredRow } from './stored-row.ts';
import { decodeObject, isJsonArray } from './stored-value.ts';
import { readSize } from './write-costs.ts';

export interface Authenticated {
  /** The scope of the database to run in. */
  readonly scope: string;
  readonly authority: Authority;
}

export interface AuthenticationOptions {
  /** The secret that may do everything in every database. */
  readonly rootSecret: string | undefined;
  /** A context to evaluate the predicates of memberships in. */
  readonly contextOf: (database: Database) => Context;
}

/**
 * Undefined when the secret is no secret, is deleted or expired, is for a database or document that is gone, or may not
 * have the scope it comes with. Reads rows by their keys only: its cost does not grow with the number of secrets.
 */
export function authenticate(
  transaction: Transaction,
  text: string,
  options: AuthenticationOptions,
): Authenticated | undefined {
  if (isRoot(text, options)) return { scope: '', authority: ADMIN };
  const parsed = parseScopedSecret(text);
  if (!parsed) return undefined;
  const run = new Authentication(transaction, options);
  if (isRoot(parsed.secret, options)) return parsed.scope && run.within('', parsed.scope);
  const owner = findSecretOwner(transaction, parsed.secret);
  if (!owner) return undefined;
  return owner.collection === 'Key' ? run.ofKey(owner, parsed.scope) : run.ofToken(owner, parsed.scope);
}

/**
 * Who a verified access token opens its database for: the roles of its access provider whose predicates hold for what
 * the token says. Without any of them it opens nothing.
 */
export function authenticateToken(
  transaction: Transaction,
  token: VerifiedToken,
  options: AuthenticationOptions,
): Authenticated | undefined {
  const provider = providerOfToken(transaction, token);
  const database = provider && loadDatabase(transaction, token.scope);
  const claims = payloadValue(token.payload);
  if (isOver(token, transaction.time)) return undefined;
  if (!database || !(claims instanceof ObjectValue)) return undefined;
  const context = options.contextOf(database).with({ authority: { ...ADMIN, claims } });
  const names = providerRoles(provider.data.roles)
    .filter(({ predicate }) => predicate === undefined || holds(context, predicate, [claims]))
    .map(({ role }) => role);
  if (names.length === 0) return undefined;
  return { scope: token.scope, authority: { permissions: ofRoles(names), claims } };
}

function isRoot(secret: string, { rootSecret }: AuthenticationOptions): boolean {
  return rootSecret !== undefined && isSecret(secret, rootSecret);
}

class Authentication {
  constructor(
    private readonly transaction: Transaction,
    private readonly options: AuthenticationOptions,
  ) {}

  ofKey(owner: SecretOwner, scope: SecretScope | undefined): Authenticated | undefined {
    const row = this.liveRow(owner.scope, owner.collection, owner.id);
    if (!row || !loadDatabase(this.transaction, owner.scope)) return undefined;
    const { role, database } = row.data;
    if (typeof role !== 'string') return undefined;
    const base = typeof database === 'string' ? childScope(this.transaction, owner.scope, database) : owner.scope;
    if (base === undefined) return undefined;
    const key = base === owner.scope ? { key: new Document(owner.collection, owner.id) } : {};
    if (!scope) return { scope: base, authority: { permissions: permissionsOfRole(role), ...key } };
    const asDocument = role === 'server' && scope.as.kind === 'document' && scope.path.length === 0;
    return role === 'admin' || asDocument ? this.within(base, scope) : undefined;
  }

  /** DEPARTURE: the original ignores a scope on a token; whoever gives one means something by it, so it is refused. */
  ofToken(owner: SecretOwner, scope: SecretScope | undefined): Authenticated | undefined {
    const row = this.liveRow(owner.scope, owner.collection, owner.id);
    const database = loadDatabase(this.transaction, owner.scope);
    if (scope || !row || !database) return undefined;
    const document = decodeObject(row.data, this.transaction.time).fields.get('document');
    if (!(document instanceof Document) || typeof document.id !== 'bigint') return undefined;
    const token = new Document(owner.collection, owner.id);
    return this.asIdentity(database, document.collection, document.id, token);
  }

  /** What a secret that may do everything at `base` is narrowed to. */
  within(base: string, { path, as }: SecretScope): Authenticated | undefined {
    let scope: string | undefined = base;
    for (const name of path) {
      if (scope !== undefined) scope = childScope(this.transaction, scope, name);
    }
    const database = scope === undefined ? undefined : loadDatabase(this.transaction, scope);
    if (!database) return undefined;
    if (as.kind === 'document') {
      const collection = database.schema.collectionNamed(as.collection);
      return collection && this.asIdentity(database, collection.id, as.id);
    }
    if (as.kind === 'role' && !database.schema.role(as.name)) return undefined;
    const permissions = as.kind === 'role' ? ofRoles([as.name]) : permissionsOfRole(as.role);
    return { scope: database.scope, authority: { permissions } };
  }

  private asIdentity(database: Database, collection: string, id: bigint, token?: Document): Authenticated | undefined {
    const definition = database.schema.collection(collection);
    const identity = new Document(collection, id);
    const nobody: Authority = { permissions: { kind: 'self' }, identity, ...(token && { token }) };
    // A token outlives the collection of its document, and may do nothing more.
    if (!definition && token) return { scope: database.scope, authority: nobody };
    const row = definition?.kind === 'user' ? this.liveRow(database.scope, collection, id) : undefined;
    if (!row) return undefined;
    this.options.contextOf(database).evaluation.operations.bytesRead += readSize(row);
    const names = this.rolesOf(database, nobody, identity);
    if (names.length === 0) return { scope: database.scope, authority: nobody };
    const permissions: Permissions = { kind: 'roles', names, ofIdentity: true };
    return { scope: database.scope, authority: { ...nobody, permissions } };
  }

  /** The roles with a membership that holds for the identity. */
  private rolesOf(database: Database, authority: Authority, identity: Document): readonly string[] {
    const { schema } = database;
    const context = this.options.contextOf(database).with({ authority });
    return [...schema.roles]
      .filter(({ membership }) =>
        membership.some(
          ({ resource, predicate }) =>
            schema.collectionNamed(resource)?.id === identity.collection &&
            (!predicate || holds(context, predicate, [identity])),
        ),
      )
      .map(({ name }) => name);
  }

  private liveRow(scope: string, collection: string, id: bigint): StoredRow | undefined {
    const row = storedRow(this.transaction, scope, collection, id);
    return row && !isExpired(row.ttl, this.transaction.time) ? row : undefined;
  }
}

/** A token was verified a while ago where a stream lives on. */
function isOver({ payload }: VerifiedToken, time: number): boolean {
  const { exp } = payload as { readonly exp?: Json };
  return typeof exp === 'number' && exp * 1e6 <= time;
}

interface ProviderRole {
  readonly role: string;
  readonly predicate?: Predicate;
}

/** The roles of an access provider: one or several, each a name or a name with a predicate. */
function providerRoles(roles: Json | undefined): readonly ProviderRole[] {
  if (roles === undefined || roles === null) return [];
  return (isJsonArray(roles) ? roles : [roles]).flatMap((each): ProviderRole[] => {
    if (typeof each === 'string') return [{ role: each }];
    if (typeof each !== 'object' || each === null || isJsonArray(each) || typeof each.role !== 'string') return [];
    const { role, predicate } = each;
    // One that is not text of FQL v10 is never true here.
    return typeof predicate === 'string' ? [{ role, predicate: new Source('*predicate*', predicate) }] : [];
  });
}

function ofRoles(names: readonly string[]): Permissions {
  return { kind: 'roles', names, ofIdentity: false };
}
