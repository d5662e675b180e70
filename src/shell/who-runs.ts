/** What the shell asks the database on its own: whom a secret belongs to, and which roles there are. */
import { describeOwner } from './secrets.ts';
import type { Engine } from './session.ts';
import { asRecord, fieldsOf, moduleName, untag } from './tagged.ts';

export type SecretOwner =
  | { readonly kind: 'invalid' }
  /** `label` is undefined where the database does not say. */
  | { readonly kind: 'valid'; readonly label: string | undefined };

/** Runs a query that any valid secret may run. */
export async function findSecretOwner(engine: Engine, secret: string): Promise<SecretOwner> {
  const answer = await engine.query({ fql: 'Query.token()', secret, format: 'tagged' });
  if (!answer.ok) return answer.code === 'unauthorized' ? { kind: 'invalid' } : { kind: 'valid', label: undefined };
  const fields = fieldsOf(answer.data);
  if (fields) return { kind: 'valid', label: describeOwner(fields) };
  // A token that may not be read by its own secret: `Token 402…`.
  const reference = asRecord(untag(answer.data, '@ref'));
  const name = moduleName(reference?.coll);
  return { kind: 'valid', label: name === undefined ? undefined : `${name} ${String(reference?.id ?? '')}` };
}

/** A menu of more would serve nobody. */
const MOST_ROLES = 1000;

/** The names of the database's roles; [] when they can not be read. */
export async function listRoles(engine: Engine): Promise<readonly string[]> {
  const fql = `Role.all().take(${MOST_ROLES}).toArray().map(.name)`;
  const answer = await engine.query({ fql, role: 'admin', format: 'simple' });
  if (!answer.ok || !Array.isArray(answer.data)) return [];
  return answer.data.filter((name): name is string => typeof name === 'string');
}
